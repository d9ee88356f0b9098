import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { type Fit, fit, fitPrepared, scores } from "../../src/learning/fit.js";
import { matrix } from "../../src/linalg/Matrix.js";
import { energyByLag, energyHorizon } from "../../src/response/ImpulseResponse.js";
import { recording } from "../../src/signal/passes.js";
import { prepare } from "../../src/signal/prepare.js";
import type { RecordingSource, Segment } from "../../src/signal/Recording.js";
import { readStatistics, writeStatistics } from "../../src/signal/statisticsFormat.js";
import {
  bruteStatistics,
  convolve,
  cutOut,
  gaussians,
  inBlocks,
  largestDifference,
  randomResponse,
  uniforms,
} from "../oracles.js";
import { simulate } from "./simulation.js";

const simulation = {
  samples: 700,
  lags: 8,
  inputs: 2,
  outputs: 2,
  colour: 0.5,
  noise: 0.2,
  spread: (j: number) => 0.7 ** j,
  seed: 5,
};
const { segment } = simulate(simulation);
const segments = [cutOut(segment, 0, 250), cutOut(segment, 250, 260), cutOut(segment, 260, 700)];
const names = { inputNames: ["valve", "heater"], outputNames: ["room", "hall"] };
const source = recording(names.inputNames, names.outputNames, segments);

/** R² and fit of predictions made sample by sample on the whole recording, over the samples from … to. */
function plainScores(
  { standardisation: by, mean }: Fit,
  from: number,
  to: number,
): { r2: number[]; fitPercent: number[] } {
  const pairs: number[][][] = [[], []];
  for (const { inputs, outputs } of segments) {
    const centred = matrix(
      inputs.rows,
      2,
      inputs.data.map((v, k) => v - by.inputs.mean[k % 2]),
    );
    const predicted = convolve(mean, centred);
    outputs.data.forEach((v, k) => {
      pairs[k % 2].push([v, predicted.data[k] + by.outputs.mean[k % 2]]);
    });
  }
  const r2 = pairs.map((all) => {
    const part = all.slice(from, to);
    const centre = part.reduce((sum, [y]) => sum + y, 0) / part.length;
    const error = part.reduce((sum, [y, p]) => sum + (y - p) ** 2, 0);
    return 1 - error / part.reduce((sum, [y]) => sum + (y - centre) ** 2, 0);
  });
  return { r2, fitPercent: r2.map((v) => 100 * (1 - Math.sqrt(1 - v))) };
}

describe("fit", () => {
  it("scores its predictions, sample by sample, on the training part and on the test part", async () => {
    for (const prior of ["rnn", "none"] as const) {
      const result = await fit(source, { lags: 8, prior, trainFraction: 0.6 });
      expect(result).toMatchObject({
        ...names,
        samples: 700,
        trainSamples: 420,
        testSamples: 280,
        segments: 3,
        lags: 8,
      });
      const [train, test] = [plainScores(result, 0, 420), plainScores(result, 420, 700)];
      expect(largestDifference(result.train.r2, train.r2)).toBeLessThan(1e-9);
      expect(largestDifference(result.train.fitPercent, train.fitPercent)).toBeLessThan(1e-7);
      expect(largestDifference(result.test?.r2 ?? [], test.r2)).toBeLessThan(1e-9);
      expect(largestDifference(result.test?.fitPercent ?? [], test.fitPercent)).toBeLessThan(1e-7);
    }
  });

  it("gives the same bits twice", async () => {
    expect(await fit(source, { lags: 8 })).toEqual(await fit(source, { lags: 8 }));
  });

  it("does not depend on how the recording is cut in blocks", async () => {
    const whole = await fit(source, { lags: 8 });
    for (const longest of [1, 7, 300]) {
      const uniform = uniforms(longest);
      const blocks = inBlocks(
        segments,
        () => Math.ceil(uniform() * longest),
        names.inputNames,
        names.outputNames,
      );
      const other = await fit(blocks, { lags: 8 });
      expect(other).toMatchObject({ samples: 700, trainSamples: 560, segments: 3 });
      const scale = whole.deviation.coefficients.data;
      const moved = other.mean.coefficients.data.map(
        (v, k) => (v - whole.mean.coefficients.data[k]) / scale[k],
      );
      // the search may end elsewhere within its tolerance where sums differ in the last bit, but no further
      expect(largestDifference(moved, new Float64Array(moved.length))).toBeLessThan(1e-6);
      expect(other.prior.logEvidence).toBeCloseTo(whole.prior.logEvidence, 6);
    }
  });

  it("leaves out test scores where everything trains, and reports the standardised energy", async () => {
    const result = await fit(source, { lags: 8, trainFraction: 1 });
    expect(result.test).toBeUndefined();
    expect(result.testSamples).toBe(0);
    const { inputs, outputs } = result.standardisation;
    const size = 16;
    const data = result.mean.coefficients.data.map(
      (v, k) => (v * inputs.deviation[k % 2]) / outputs.deviation[Math.floor(k / size)],
    );
    const energy = energyByLag({ ...result.mean, coefficients: matrix(2, size, data) });
    expect(largestDifference(result.energyByLag, energy)).toBeLessThan(1e-12);
    expect(result.energyHorizon95).toBe(energyHorizon(energy));
  });

  it("takes 30 lags unless told, fewer where the training part is short", async () => {
    expect((await fit(source)).lags).toBe(30);
    expect((await fit(recording(["valve", "heater"], ["room", "hall"], [cutOut(segment, 0, 50)]))).lags).toBe(
      10,
    );
  });

  it("has flat weights without a prior, and the RNN's with one", async () => {
    const flat = await fit(source, { lags: 5, prior: "none" });
    expect(Array.from(flat.prior.rho)).toEqual([1, 1, 1, 1, 1]);
    expect(flat.prior.initialisation).toBeUndefined();
    const rnn = await fit(source, { lags: 5 });
    expect(rnn.prior.logEvidence).toBeGreaterThan(flat.prior.logEvidence);
  });

  it("reports its stages in order, waits for the reports, and stops where one throws", async () => {
    const stages: string[] = [];
    await fit(source, { lags: 3, onProgress: async (stage) => void stages.push(stage) });
    expect([...new Set(stages)]).toEqual(["reading", "statistics", "evidence", "posterior"]);
    for (const stop of ["reading", "statistics", "evidence", "posterior"]) {
      const onProgress = (stage: string) => {
        if (stage === stop) throw new Error(`stopped while ${stage}`);
      };
      await expect(fit(source, { lags: 3, onProgress })).rejects.toThrow(`stopped while ${stop}`);
    }
  });

  it("says what is wrong with settings and recordings, in a LagwiseError", async () => {
    const refused = async (from: RecordingSource, settings: Parameters<typeof fit>[1], message: RegExp) => {
      await expect(fit(from, settings)).rejects.toThrow(LagwiseError);
      await expect(fit(from, settings)).rejects.toThrow(message);
    };
    for (const trainFraction of [0, -1, 1.01, Number.NaN]) {
      await refused(source, { trainFraction }, new RegExp(`invalid training fraction: ${trainFraction}`));
    }
    for (const lags of [0, 2.5, -3, Number.NaN]) await refused(source, { lags }, /invalid number of lags/);
    await refused(source, { lags: 560 }, /too few samples: 560 of 700 train, and 560 lags need at least 561/);
    await refused(recording(["valve", "heater"], ["room", "hall"], []), {}, /too few samples: 0 of 0/);
    const one = recording(["valve", "heater"], ["room", "hall"], [cutOut(segment, 0, 1)]);
    await refused(one, { trainFraction: 1 }, /too few samples: 1 of 1/);
    const stuck = {
      ...segment,
      inputs: matrix(
        700,
        2,
        segment.inputs.data.map((v, k) => (k % 2 ? 0.1 : v)),
      ),
    };
    const constant = recording(["valve", "heater"], ["room", "hall"], [stuck]);
    await refused(constant, {}, /input "heater" is constant \(always 0\.1\)/);
  });
});

describe("fitPrepared", () => {
  it("of statistics kept as bytes is the fit of the recording, bit by bit", async () => {
    const kept = readStatistics(writeStatistics(await prepare(source, { lags: 8, trainFraction: 0.7 })));
    for (const prior of ["rnn", "none"] as const) {
      expect(await fitPrepared(kept, { prior })).toEqual(
        await fit(source, { lags: 8, trainFraction: 0.7, prior }),
      );
    }
  });

  it("with fewer lags is the fit with fewer lags, to rounding; more are refused", async () => {
    const kept = await prepare(source, { lags: 12, trainFraction: 0.7 });
    const few = await fitPrepared(kept, { lags: 5, prior: "none" });
    const wanted = await fit(source, { lags: 5, trainFraction: 0.7, prior: "none" });
    expect(few.lags).toBe(5);
    expect(largestDifference(few.mean.coefficients.data, wanted.mean.coefficients.data)).toBeLessThan(1e-9);
    expect(Math.abs(few.prior.logEvidence - wanted.prior.logEvidence)).toBeLessThan(1e-8);
    await expect(fitPrepared(kept, { lags: 13 })).rejects.toThrow(LagwiseError);
  });
});

describe("scores", () => {
  it("are 1 and 100 for a perfect response, 0 and 0 for none of a mean-free output", () => {
    const draw = gaussians(1);
    const response = randomResponse(3, 1, 1, draw);
    const x = matrix(40, 1, Float64Array.from({ length: 40 }, draw));
    const y = convolve(response, x);
    const centre = y.data.reduce((a, b) => a + b, 0) / 40;
    const exact: Segment = { inputs: x, outputs: y };
    const perfect = scores(bruteStatistics([exact], 3), response);
    expect(perfect.r2[0]).toBeCloseTo(1, 12);
    expect(perfect.fitPercent[0]).toBeCloseTo(100, 4); // a square root of rounding
    const free = {
      inputs: x,
      outputs: matrix(
        40,
        1,
        y.data.map((v) => v - centre),
      ),
    };
    const none = scores(bruteStatistics([free], 3), { ...response, coefficients: matrix(1, 3) });
    expect([none.r2[0], none.fitPercent[0]].map((v) => Math.abs(v) < 1e-10)).toEqual([true, true]);
  });
});
