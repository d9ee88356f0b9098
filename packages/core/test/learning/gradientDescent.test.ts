import { describe, expect, it } from "vitest";
import { lagWeights } from "../../src/kernel/lagWeights.js";
import { closedFormTrajectory } from "../../src/learning/closedForm.js";
import { type DescentStep, gradientDescent, largestStableRate } from "../../src/learning/gradientDescent.js";
import { LinearRnn } from "../../src/models/LinearRnn.js";
import { ScaledConvolution } from "../../src/models/ScaledConvolution.js";
import { LagAccumulator } from "../../src/signal/LagAccumulator.js";
import { simulate, type Teacher, teacherResponse } from "../../src/signal/synthetic.js";

const LAGS = 12;
const initialisation = { nuW: 0.6 };
const rho = lagWeights(initialisation, LAGS);

function parts(teacher: Teacher, seed = 1) {
  const response = teacherResponse(teacher, LAGS);
  const recording = simulate(response, { sequences: 30, length: 25, snr: 20, seed });
  const accumulator = new LagAccumulator(LAGS, 1, 1);
  for (const segment of recording.segments) {
    accumulator.add(segment);
    accumulator.endSegment();
  }
  return accumulator.statistics();
}

const train = parts({ kind: "delay", delay: 3 }, 1);
const test = parts({ kind: "delay", delay: 3 }, 2);
const convolution = (momentum = 0) => new ScaledConvolution(rho, 1, 1, undefined, momentum);

describe("gradient descent", () => {
  it("follows the closed form of the scaled convolution", () => {
    const learningRate = 0.7 * largestStableRate(train, rho);
    const closed = closedFormTrajectory(train, rho);
    for (const { step, response } of gradientDescent(convolution(), { train, learningRate, steps: 60 })) {
      const expected = closed.afterSteps(step, learningRate).coefficients.data;
      response.coefficients.data.forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k], 11);
      });
    }
  });

  it("knows the largest stable rate: just below it learns, just above it diverges and says so at once", () => {
    const largest = largestStableRate(train, rho);
    expect(largest).toBeCloseTo(closedFormTrajectory(train, rho).largestStableRate, 10);
    const run = (factor: number, steps: number) =>
      Array.from(
        gradientDescent(convolution(), {
          train,
          learningRate: factor * largest,
          steps,
          largestStableRate: largest,
        }),
      );
    const stable = run(0.999, 3000);
    expect(stable[3000].trainLoss).toBeLessThan(0.05);
    expect(() => run(1.01, 3000)).toThrow(
      new RegExp(
        `training diverged at step \\d+: .*the largest stable one is about ${largest.toPrecision(3)}`,
      ),
    );
    const far = () => run(1e6, 3000);
    expect(far).toThrow(/diverged at step 1:/);
  });

  it("with momentum stays stable up to (1 + mu) times that rate", () => {
    const run = (factor: number) =>
      Array.from(
        gradientDescent(convolution(0.5), {
          train,
          learningRate: factor * largestStableRate(train, rho, 0.5),
          steps: 3000,
        }),
      );
    expect(run(0.99)[3000].trainLoss).toBeLessThan(0.05);
    expect(() => run(1.01)).toThrow(/diverged/);
  });

  it("stops early when the test loss has not fallen for as long as its patience", () => {
    const learningRate = largestStableRate(train, rho) / 2;
    const all = Array.from(gradientDescent(convolution(), { train, test, learningRate, steps: 4000 }));
    const losses = all.map((one) => one.testLoss as number);
    const best = losses.indexOf(Math.min(...losses));
    expect(best).toBeLessThan(3900);
    const patient = Array.from(
      gradientDescent(convolution(), { train, test, learningRate, steps: 4000, patience: 25 }),
    );
    const stopped = patient.length - 1;
    expect(stopped).toBeLessThan(4000);
    const before = losses.slice(0, stopped - 25 + 1);
    expect(Math.min(...losses.slice(stopped - 25 + 1, stopped + 1))).toBeGreaterThanOrEqual(
      Math.min(...before),
    );
  });

  it("can be left in the middle, and refuses rates that are not", () => {
    let last: DescentStep | undefined;
    for (const step of gradientDescent(convolution(), { train, learningRate: 0.01, steps: 1e9 })) {
      last = step;
      if (step.step === 5) break;
    }
    expect(last?.step).toBe(5);
    for (const learningRate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => gradientDescent(convolution(), { train, learningRate, steps: 1 }).next()).toThrow(
        /invalid learning rate/,
      );
    }
  });
});

describe("a wide network beside its convolution", () => {
  const gap = (width: number, seed: number, nuW: number) => {
    const weights = lagWeights({ nuW }, LAGS);
    const network = new LinearRnn({
      width,
      inputs: 1,
      outputs: 1,
      lags: LAGS,
      initialisation: { nuW },
      seed,
    });
    const limit = new ScaledConvolution(weights, 1, 1, network.impulseResponse());
    const settings = { train, learningRate: largestStableRate(train, weights) / 2, steps: 40 };
    const beside = gradientDescent(limit, settings);
    let largest = 0;
    for (const { trainLoss } of gradientDescent(network, settings)) {
      const other = beside.next().value as DescentStep;
      largest = Math.max(largest, Math.abs(trainLoss - other.trainLoss));
    }
    return largest;
  };

  // Single gaps scatter by a factor of a few; the mean of 8 is known to about a third. 16 times the width should make
  // it 4 times smaller: a fall by less than 2 would not be n^(−1/2).
  it.each([0.3, 0.8])("trains nearer to it the wider it is, nu_W = %d", (nuW) => {
    const mean = (width: number) => {
      let sum = 0;
      for (let seed = 1; seed <= 8; seed++) sum += gap(width, seed, nuW);
      return sum / 8;
    };
    const [narrow, wide] = [mean(40), mean(640)];
    expect(narrow / wide).toBeGreaterThan(2);
  });
});
