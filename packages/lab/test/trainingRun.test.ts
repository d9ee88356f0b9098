import {
  LagwiseError,
  LinearRnn,
  lagWeights,
  largestStableRate,
  ScaledConvolution,
  type SideBySideStep,
  sideBySide,
  simulatedParts,
} from "@lagwise/core";
import { describe, expect, it } from "vitest";
import type { TrainingPlan } from "../src/work/trainingPlan.js";
import { MANY_STEPS, TrainingRun } from "../src/work/trainingRun.js";

const plan: TrainingPlan = {
  teacher: { kind: "delay", delay: 3 },
  snr: 20,
  width: 40,
  lags: 8,
  nuW: 0.5,
  rate: 0.5,
  seed: 7,
};

/** The same training as the command line puts it together, without the lab. */
function trained(steps: number): SideBySideStep[] {
  const { lags, width, seed, nuW, snr, teacher } = plan;
  const { train, test } = simulatedParts(teacher, { lags, sequences: 50, length: lags, snr, seed });
  const learningRate = largestStableRate(train, lagWeights({ nuW }, lags)) / 2;
  const network = new LinearRnn({ width, inputs: 1, outputs: 1, lags, initialisation: { nuW }, seed });
  return [...sideBySide(network, { train, test, learningRate, steps })];
}

describe("TrainingRun", () => {
  it("takes the steps of sideBySide to the last bit, though its kernel is asked for in between", () => {
    const steps = trained(60);
    const run = new TrainingRun(plan);
    for (let step = 1; step <= 60; step++) {
      if (step % 7 === 0) run.kernel();
      run.step();
    }
    const losses = run.takeLosses();
    expect([...losses.network.train]).toEqual(steps.map((at) => at.network.trainLoss));
    expect([...losses.network.test]).toEqual(steps.map((at) => at.network.testLoss));
    expect([...losses.convolution.train]).toEqual(steps.map((at) => at.convolution.trainLoss));
    expect([...losses.convolution.test]).toEqual(steps.map((at) => at.convolution.testLoss));
    const last = steps[60];
    expect(run.at.network.response).toEqual(last.network.response);
    expect([run.at.largestGap, run.at.gapStep]).toEqual([last.largestGap, last.gapStep]);
  });

  it("hands out every loss once, however often they are taken", () => {
    const run = new TrainingRun(plan);
    const taken: number[] = [...run.takeLosses().network.train];
    for (let step = 1; step <= 40; step++) {
      run.step();
      if (step % 9 === 0) taken.push(...run.takeLosses().network.train);
    }
    taken.push(...run.takeLosses().network.train);
    expect(taken).toEqual(trained(40).map((at) => at.network.trainLoss));
    expect(run.takeLosses().network.train.length).toBe(0);
  });

  it("has the closed form before it begins, a thousand steps ahead", () => {
    const run = new TrainingRun(plan);
    const { closedForm } = run.takeLosses();
    expect(closedForm.steps.at(-1)).toBeGreaterThan(900);
    for (let step = 1; step <= 1000; step++) run.step();
    const { convolution } = run.takeLosses();
    closedForm.steps.forEach((step, k) => {
      if (step > 0)
        expect(Math.abs(closedForm.train[k] / convolution.train[step - 1] - 1)).toBeLessThan(1e-9);
    });
  });

  it("has the closed form on the convolution wherever it works it out", () => {
    const run = new TrainingRun(plan);
    for (let step = 1; step <= 2000; step++) run.step();
    const { convolution, closedForm } = run.takeLosses();
    expect(closedForm.steps[0]).toBe(0);
    expect(closedForm.steps.length).toBeGreaterThan(60);
    closedForm.steps.forEach((step, k) => {
      // both are exact up to rounding, which 2000 steps of the one add up
      expect(Math.abs(closedForm.train[k] / convolution.train[step] - 1)).toBeLessThan(1e-9);
      expect(Math.abs(closedForm.test[k] / convolution.test[step] - 1)).toBeLessThan(1e-9);
    });
  });

  it("begins again from the same plan as it began, and from another seed otherwise", () => {
    const first = new TrainingRun(plan);
    for (let step = 0; step < 20; step++) first.step();
    const again = new TrainingRun(plan);
    expect(again.at.step).toBe(0);
    expect(again.at.network).toEqual(trained(0)[0].network);
    const other = new TrainingRun({ ...plan, seed: 8 });
    expect(other.at.network.trainLoss).not.toBe(again.at.network.trainLoss);
  });

  it("has the kernel diag(rho) of a scaled convolution as its limit", () => {
    const wide = new TrainingRun({ ...plan, width: 800 });
    const narrow = new TrainingRun({ ...plan, width: 8 });
    const { lags, nuW } = plan;
    const limit = new ScaledConvolution(lagWeights({ nuW }, lags), 1, 1).tangentKernel().data;
    const distance = ({ kernel }: { kernel: Float64Array }) => {
      const square = (values: Float64Array) => values.reduce((sum, v) => sum + v * v, 0);
      return Math.sqrt(square(kernel.map((v, k) => v - limit[k])) / square(limit));
    };
    for (const run of [wide, narrow]) {
      const now = run.kernel();
      expect(Math.abs(now.distance - distance(now))).toBeLessThan(1e-12);
    }
    expect(wide.kernel().distance).toBeLessThan(narrow.kernel().distance);
  });

  it("rests when nothing moves any more, and not before", () => {
    const run = new TrainingRun({ ...plan, lags: 2, teacher: { kind: "delay", delay: 1 }, width: 10 });
    let why: ReturnType<typeof run.step>;
    while (why === undefined) why = run.step();
    expect(why).toBe("still");
    const { train } = run.takeLosses().network;
    expect(train.length - 1).toBe(run.at.step);
    const change = (back: number) => Math.abs(train[run.at.step - back] / train[run.at.step] - 1);
    expect(change(1000)).toBeLessThanOrEqual(1e-6);
    expect(train.length - 1).toBeLessThan(MANY_STEPS);
    // it can be told to go on
    const { step } = run.at;
    run.step();
    expect(run.at.step).toBe(step + 1);
  });

  it("rests after many steps where something still moves", () => {
    // the slowest mode takes some 10^5 steps
    const slow = { ...plan, lags: 4, width: 20, nuW: 0.3, rate: 1e-4 };
    const run = new TrainingRun(slow);
    let why: ReturnType<typeof run.step>;
    while (why === undefined) why = run.step();
    expect([why, run.at.step]).toEqual(["steps", MANY_STEPS]);
  });

  it("says in a sentence what cannot be", () => {
    const delayed = { ...plan, teacher: { kind: "delay", delay: 8 } } as const;
    expect(() => new TrainingRun(delayed)).toThrow(LagwiseError);
    const wild = new TrainingRun({ ...plan, width: 2, nuW: 1.2, rate: 1, seed: 3 });
    expect(() => {
      for (let step = 0; step < 5000; step++) wild.step();
    }).toThrow(/training diverged at step \d+/);
  });
});
