import {
  closedFormTrajectory,
  differenced,
  evidence,
  evidenceCurve,
  fit,
  LinearRnn,
  lagWeights,
  largestStableRate,
  QuadraticLoss,
  Random,
  type RecordingSource,
  sideBySide,
  simulatedParts,
  type Teacher,
} from "@lagwise/core";
import { bytesOf, datasetInfo, openRecording } from "@lagwise/data";
import { claim } from "@lagwise/experiments";

// What Node and Chromium are both asked for. Each computation gives its numbers, of which the bytes are hashed.

type Numbers = Iterable<number>;

/** By name; the bundled recording is given as its file's text. */
export const computations: Record<string, (sales: string) => Numbers | Promise<Numbers>> = {
  "normals of the generator": () => [...new Random(1).normals(100_001, 0.7), ...new Random(7, 3).normals(11)],
  "a training run": () => trainingRun({ kind: "delay", delay: 5 }, 0),
  "a training run with momentum": () => trainingRun({ kind: "oscillator", radius: 0.9, period: 7 }, 0.6),
  "a training run of a network's pupil": () => trainingRun({ kind: "rnn", radius: 0.9, seed: 4 }, 0),
  "a trajectory in closed form": closedForm,
  "a tangent kernel": () => [...network(300, 12).tangentKernel().data],
  "a tangent kernel through the Fourier transform": () => [...network(60, 100).tangentKernel().data],
  "evidence and fit of a recording": salesFit,
  "the evidence of a claim": claimText,
};

/** SHA-256 of the numbers' bytes, in hexadecimal. */
export async function hashOf(name: string, sales: string): Promise<string> {
  const bytes = new Uint8Array(Float64Array.from(await computations[name](sales)).buffer);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const initialisation = { nuW: 0.5 };

function network(width: number, lags: number, momentum = 0): LinearRnn {
  return new LinearRnn({ width, inputs: 1, outputs: 1, lags, initialisation, seed: 3, momentum });
}

function partsOf(teacher: Teacher) {
  return simulatedParts(teacher, { lags: 12, sequences: 20, length: 60, snr: 20, seed: 5 });
}

function trainingRun(teacher: Teacher, momentum: number): Numbers {
  const parts = partsOf(teacher);
  const learningRate = largestStableRate(parts.train, lagWeights(initialisation, 12), momentum) / 2;
  const steps = [...sideBySide(network(200, 12, momentum), { ...parts, learningRate, steps: 30 })];
  return steps.flatMap(({ network, convolution, gap }) => [
    gap,
    ...[network, convolution].flatMap(({ trainLoss, testLoss = 0, response }) => [
      trainLoss,
      testLoss,
      ...response.coefficients.data,
    ]),
  ]);
}

function closedForm(): Numbers {
  const { train, test } = partsOf({ kind: "delay", delay: 5 });
  const rho = lagWeights(initialisation, 12);
  const at = closedFormTrajectory(train, rho);
  const loss = new QuadraticLoss(test);
  return [0, 1, 2, 5, 10, 100, 1e4].flatMap((steps) => {
    const response = at.afterSteps(steps, at.largestStableRate / 2);
    return [loss.normalised(response), ...response.coefficients.data];
  });
}

async function salesRecording(sales: string): Promise<RecordingSource> {
  const { inputs, outputs } = datasetInfo("sales");
  return differenced(
    await openRecording(bytesOf("sales.csv", new TextEncoder().encode(sales)), { inputs, outputs }),
  );
}

async function salesFit(sales: string): Promise<Numbers> {
  const result = await fit(await salesRecording(sales));
  const { prior, mean, deviation, statistics, train, test } = result;
  const { nuW = 0, nuF = 0, nuC = 0 } = prior.initialisation ?? {};
  const curve = await evidenceCurve(result);
  return [
    ...[nuW, nuF, nuC, prior.logEvidence, ...prior.scale, ...prior.noiseVariance, ...prior.rho],
    ...[...mean.coefficients.data, ...deviation.coefficients.data],
    ...[...train.r2, ...train.fitPercent, ...(test?.r2 ?? []), ...(test?.fitPercent ?? [])],
    ...curve.map(({ logEvidence }) => logEvidence),
    evidence(statistics.train, lagWeights({ nuW: 1 / 3 }, result.lags)).logEvidence,
  ];
}

/** The text of the evidence, letter by letter: it is what is kept and compared. */
async function claimText(): Promise<Numbers> {
  const result = await claim("gradients").run({ effort: "quick", seed: 1 });
  return Array.from(JSON.stringify(result), (letter) => letter.charCodeAt(0));
}
