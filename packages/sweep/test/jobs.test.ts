import {
  fit,
  fitDocument,
  gradientDescent,
  kernelDistance,
  LinearRnn,
  lagWeights,
  largestStableRate,
  memoryHorizon,
  namedInitialisations,
  prepare,
  simulatedParts,
} from "@lagwise/core";
import { claim } from "@lagwise/experiments";
import { chosenDataset, type Job, type JobResult, jobContext, openDataset, runJob } from "@lagwise/sweep";
import { describe, expect, it } from "vitest";
import { folderWith } from "./lagwise.js";

const context = jobContext();
const run = (kind: Job["kind"], settings: Job["settings"]): Promise<JobResult> =>
  runJob({ id: "x", kind, settings }, context);
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("jobs", () => {
  it("train: the losses of the network trained alone, and of its convolution's closed update", async () => {
    const settings = {
      nuW: 0.4,
      nuF: 2,
      width: 50,
      lags: 9,
      steps: 30,
      momentum: 0.5,
      seed: 3,
      synthetic: "oscillator",
      delay: 5,
      radius: 0.8,
      period: 6,
      sequences: 10,
      length: 25,
      snr: 15,
    };
    const { measures, curves } = await run("train", settings);
    const parts = simulatedParts(
      { kind: "oscillator", radius: 0.8, period: 6 },
      { lags: 9, sequences: 10, length: 25, snr: 15, seed: 3 },
    );
    const initialisation = { nuW: 0.4, nuF: 2 };
    const largest = largestStableRate(parts.train, lagWeights(initialisation, 9), 0.5);
    const network = new LinearRnn({
      width: 50,
      inputs: 1,
      outputs: 1,
      lags: 9,
      initialisation,
      seed: 3,
      momentum: 0.5,
    });
    const steps = [...gradientDescent(network, { ...parts, learningRate: largest / 2, steps: 30 })];
    expect(curves.trainLoss).toEqual({
      x: steps.map(({ step }) => step),
      y: steps.map(({ trainLoss }) => trainLoss),
    });
    expect(curves.testLoss.y).toEqual(steps.map(({ testLoss }) => testLoss));
    const test = steps.map(({ testLoss }) => testLoss as number);
    expect(measures).toMatchObject({
      lastStep: 30,
      testLoss: test[30],
      trainLoss: steps[30].trainLoss,
      bestTestLoss: Math.min(...test),
      bestStep: test.indexOf(Math.min(...test)),
      usedLearningRate: largest / 2,
      largestStableRate: largest,
    });
    const gaps = curves.trainLoss.y.map((loss, k) => Math.abs(loss - curves.convolutionTrainLoss.y[k]));
    expect(measures.largestGap).toBe(Math.max(...gaps));
  });

  it("train on a recording: its training part by the fraction, its columns by the data set", async () => {
    const dataset = await chosenDataset({ file: "sales" }, ".");
    const settings = {
      init: "pytorch",
      width: 30,
      lags: 6,
      steps: 5,
      momentum: 0,
      trainFraction: 0.7,
      seed: 2,
      learningRate: 0.01,
      dataset: plain(dataset),
    };
    const { measures } = await run("train", settings);
    const { statistics } = await prepare(await openDataset(dataset), { lags: 6, trainFraction: 0.7 });
    const { initialisation } = namedInitialisations[0];
    const network = new LinearRnn({ width: 30, inputs: 1, outputs: 1, lags: 6, initialisation, seed: 2 });
    const steps = [...gradientDescent(network, { ...statistics, learningRate: 0.01, steps: 5 })];
    expect(measures).toMatchObject({
      trainLoss: steps[5].trainLoss,
      testLoss: steps[5].testLoss,
      usedLearningRate: 0.01,
    });
  });

  it("fit: what lagwise fit --json says", async () => {
    const dataset = await chosenDataset({ file: "sales" }, ".");
    const { measures, curves } = await run("fit", {
      lags: 12,
      trainFraction: 0.8,
      prior: "rnn",
      seed: 1,
      dataset: plain(dataset),
    });
    const document = plain(fitDocument(await fit(await openDataset(dataset), { lags: 12 })));
    expect(measures).toMatchObject({
      logEvidence: document.logEvidence,
      chosenNuW: document.prior.nuW,
      energyHorizon95: document.memory.horizon95,
      usedLags: 12,
      samples: document.data.samples,
    });
    const flat = await run("fit", {
      lags: 12,
      trainFraction: 0.8,
      prior: "none",
      seed: 1,
      dataset: plain(dataset),
    });
    expect(flat.measures.chosenNuW).toBeNull();
    expect(flat.measures.logEvidence).toBeLessThan(measures.logEvidence as number);
    expect(curves.lagWeights.x).toEqual(Array.from({ length: 12 }, (_, k) => k));
  });

  it("fit of a pure delay: the energy lies at the delay", async () => {
    const settings = {
      lags: 10,
      trainFraction: 0.8,
      prior: "rnn",
      synthetic: "delay",
      delay: 4,
      radius: 0.9,
      period: 8,
      sequences: 20,
      length: 100,
      snr: 40,
      seed: 5,
    };
    const { measures, curves } = await run("fit", settings);
    expect(curves.energyByLag.y.indexOf(Math.max(...curves.energyByLag.y))).toBe(4);
    expect(measures.testR2).toBeGreaterThan(0.99);
  });

  it("kernel: lag weights, their horizon, and a network's distance to them", async () => {
    const { measures, curves } = await run("kernel", { nuW: 0.6, lags: 7, width: 40, seed: 4 });
    const rho = lagWeights({ nuW: 0.6 }, 7);
    const network = new LinearRnn({
      width: 40,
      inputs: 1,
      outputs: 1,
      lags: 7,
      initialisation: { nuW: 0.6 },
      seed: 4,
    });
    expect(curves.lagWeights.y).toEqual([...rho]);
    expect(measures).toMatchObject({
      memoryHorizon95: memoryHorizon({ nuW: 0.6 }),
      kernelDistance: kernelDistance(network.tangentKernel(), rho),
    });
    expect((await run("kernel", { nuW: 0.6, lags: 7, seed: 4 })).measures).not.toHaveProperty(
      "kernelDistance",
    );
  });

  it("experiment: the verdict of lagwise reproduce", async () => {
    const { measures } = await run("experiment", { claim: "gradients", effort: "quick", seed: 2 });
    const { verdict } = await claim("gradients").run({ effort: "quick", seed: 2 });
    expect(measures).toMatchObject({
      passes: verdict.passes,
      sentence: verdict.sentence,
      checks: verdict.checks.length,
      check1: verdict.checks[0].value,
    });
  });

  it.each([
    [{ delay: 30 }, /^invalid delay: 30 \(0 to 8 with 9 lags\)$/],
    [{ learningRate: 1e9 }, /^a learning rate of 1000000000 diverges: the largest stable one here is/],
  ])("say what is wrong with settings: %j", async (changed, message) => {
    const settings = {
      nuW: 0.4,
      width: 20,
      lags: 9,
      steps: 3,
      momentum: 0,
      seed: 3,
      synthetic: "delay",
      delay: 5,
      radius: 0.8,
      period: 6,
      sequences: 10,
      snr: 15,
      ...changed,
    };
    await expect(run("train", settings)).rejects.toThrow(message);
  });

  it("refuse a recording whose content is not what the sweep was made for, and one that is not there", async () => {
    const folder = folderWith({ "a.csv": "u,y\n1,2\n2,3\n3,5\n" });
    const dataset = await chosenDataset({ file: "a.csv", input: "u", output: "y" }, folder);
    expect(dataset.file).toBe(`${folder}/a.csv`);
    await expect(openDataset({ ...dataset, digest: "0" })).rejects.toThrow(
      /is not the file that the sweep was made for: its content differs/,
    );
    await expect(openDataset({ ...dataset, file: `${folder}/gone.csv`, name: "gone.csv" })).rejects.toThrow(
      /gone\.csv is not on this machine: copy it to/,
    );
    await expect(chosenDataset({ file: "a.csv" }, folder)).rejects.toThrow(
      /which columns\? Give input and output; a\.csv has u, y/,
    );
  });
});
