import { describe, expect, it } from "vitest";
import { judgeFiniteWidth } from "../src/finiteWidth.js";
import { judgeGradients } from "../src/gradientNorms.js";
import { judgeKernels } from "../src/kernelEquivalence.js";
import { judgeData } from "../src/realData.js";
import { judgeBias } from "../src/shortMemory.js";
import { judgeTraining } from "../src/trainingEquivalence.js";
import { atLeast, atMost, between, figure, listed, verdictOf } from "../src/verdicts.js";

describe("checks", () => {
  it("hold at their bounds, and not beyond or for what is not a number", () => {
    expect(atMost("a", 2, 2).holds).toBe(true);
    expect(atMost("a", 2.1, 2).holds).toBe(false);
    expect(atMost("a", Number.NaN, 2).holds).toBe(false);
    expect(atLeast("a", 2, 2).holds).toBe(true);
    expect(atLeast("a", 1.9, 2)).toEqual({ what: "a", value: 1.9, bound: "≥ 2", holds: false });
    expect(between("a", 0, -1, 1)).toEqual({ what: "a", value: 0, bound: "−1 … 1", holds: true });
    expect(between("a", Number.NaN, -1, 1).holds).toBe(false);
  });

  it("pass together only, and never where there is none", () => {
    const [good, bad] = [atMost("a", 1, 2), atMost("b", 3, 2)];
    expect(verdictOf("", [good, good]).passes).toBe(true);
    expect(verdictOf("", [good, bad]).passes).toBe(false);
    expect(verdictOf("", []).passes).toBe(false);
  });

  it("write figures and lists as people do", () => {
    expect([0, -0.4994, 1234.5, 3e-5, 123456].map(figure)).toEqual([
      "0",
      "−0.499",
      "1230",
      "3.0e−5",
      "1.2e+5",
    ]);
    expect([listed([]), listed([1]), listed([1, "b"]), listed([1, 2, 3])]).toEqual([
      "",
      "1",
      "1 and b",
      "1, 2 and 3",
    ]);
  });
});

const curves = (train: number[]) => ({ train, test: train });

describe("criteria on evidence made by hand", () => {
  it("kernels: an exponent of −1/2 passes, none fails, an uncertain one fails", () => {
    const judge = (slope: number, half = 0.05) =>
      judgeKernels({
        lags: 1,
        widths: [64, 256],
        series: [
          {
            nuW: 0.5,
            distances: [],
            typical: [0.2, 0.1],
            slope,
            slopeInterval: [slope - half, slope + half],
          },
        ],
        example: { nuW: 0.5, width: 256, kernel: [[2]], rho: [2] },
      }).passes;
    expect([judge(-0.5), judge(0), judge(-1), judge(-0.4, 0.4)]).toEqual([true, false, false, false]);
  });

  it("training: a gap, a wrong closed form or an exponent of 0 fails", () => {
    const judge = (gap: number, slope: number, off = 0) => {
      const convolution = curves([1, 0.5]);
      const run = {
        ...{ nuW: 0.3, width: 1000, learningRate: 1, convolution, largestGap: gap },
        ...{ network: curves([1, 0.5 + gap]), closedForm: curves([1, 0.5 + off]) },
      };
      const gaps = { nuW: 0.3, widths: [], gaps: [], typical: [], slope, slopeInterval: [0, 0] as const };
      return judgeTraining({ teacher: "", runs: [run], gaps: [gaps] }).passes;
    };
    expect([judge(0.01, -0.5), judge(0.2, -0.5), judge(0.01, 0), judge(0.01, -0.5, 1e-6)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("bias: errors, bound and moves each fail alone", () => {
    const judge = (change: object) => {
      const run = {
        ...{
          nuW: 0.5,
          horizon: 7,
          networkError: [0.1, 0.9],
          predictedError: [0.1, 0.9],
          initialError: [1, 1],
        },
        ...{ movedOverRho: [1, 1], bound: 1, rho: [2, 1], moved: [2, 1], movedDelay: 1, pulled: [1, 1] },
      };
      return judgeBias({ width: 1000, steps: 1, delays: [0, 1], runs: [{ ...run, ...change }] }).passes;
    };
    expect(judge({})).toBe(true);
    expect(judge({ networkError: [0.1, 0.5] })).toBe(false);
    expect(judge({ movedOverRho: [1, 3] })).toBe(false);
    expect(judge({ pulled: [1, 4] })).toBe(false);
    // a lag whose weight is below the finite width's noise is not counted
    expect(judge({ movedOverRho: [1, 3], rho: [2, 0.001], moved: [2, 0.003] })).toBe(true);
  });

  it("gradients: a sum off its limit, or a spectral radius, fails", () => {
    const judge = (off: number, radius: number) => {
      const shares = { readout: [1, 0.5], input: [1, 0.5], transition: [0, 0.5] };
      return judgeGradients({
        ...{ width: 1000, lags: 2, seeds: 10 },
        runs: [{ nuW: 0.5, limit: shares, network: shares, distance: [0, off] }],
        spectralRadius: [{ nuW: 0.25, predicted: 0.5, measured: [radius] }],
      }).passes;
    };
    expect([judge(0.01, 0.5), judge(0.2, 0.5), judge(0.01, 0.6)]).toEqual([true, false, false]);
  });

  it("data: each part fails alone", () => {
    const judge = (change: object) => {
      const training = { nuW: 0.5, width: 1000, lags: 10, network: curves([1]), convolution: curves([1]) };
      const at = (nuW: number, logEvidence: number) => ({ nuW, logEvidence });
      return judgeData({
        ...{ name: "a", inputs: 1, outputs: 1, samples: 100, training: { ...training, largestGap: 0.01 } },
        ...{ byLags: [{ lags: 10, flat: 0.8, rnn: 0.8 }], flatEvidence: -10, defaults: [] },
        evidenceCurve: [at(0.1, -5), at(0.5, 0), at(0.9, -5)],
        chosen: { nuW: 0.5, nu: 1, horizon: 7, testR2: 0.8 },
        ...change,
      }).passes;
    };
    expect(judge({})).toBe(true);
    expect(judge({ byLags: [{ lags: 10, flat: 0.8, rnn: 0.75 }] })).toBe(false);
    expect(judge({ flatEvidence: -1 })).toBe(false);
    expect(
      judge({
        evidenceCurve: [
          { nuW: 0.1, logEvidence: 0 },
          { nuW: 0.9, logEvidence: -1 },
        ],
      }),
    ).toBe(false);
  });

  it("finite-width: below the prediction, far above it, or no departure fails", () => {
    const lags = Array.from({ length: 13 }, (_, j) => j);
    const predicted = lags.map((j) => 1 + j ** 4 / 1e5);
    const judge = (ratio: number[]) =>
      judgeFiniteWidth({
        nuW: 1,
        runs: [{ width: 64, lags, ratio, predicted, standardError: lags.map(() => 0.01) }],
        reach: [],
      }).passes;
    expect(judge(predicted)).toBe(true);
    expect(judge(predicted.map((value) => value - 0.06))).toBe(false);
    expect(judge(predicted.map((value, j) => (j === 8 ? value + 0.1 : value)))).toBe(false);
    expect(judge(predicted.map(() => 1))).toBe(false);
  });
});
