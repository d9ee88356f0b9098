import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { QuadraticLoss } from "../../src/learning/QuadraticLoss.js";
import {
  emptyStatistics,
  firstLags,
  means,
  merge,
  squaredDeviations,
  squaredErrors,
} from "../../src/signal/LagStatistics.js";
import {
  bruteStatistics,
  convolve,
  gaussians,
  largestDifference,
  randomResponse,
  randomSegment,
  relativeError,
  statisticsError,
} from "../oracles.js";

const shapes = fc.record({
  lags: fc.integer({ min: 1, max: 8 }),
  inputs: fc.integer({ min: 1, max: 3 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  lengths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
  seed: fc.integer(),
});

type Shape = typeof shapes extends fc.Arbitrary<infer S> ? S : never;

function problem({ lags, inputs, outputs, lengths, seed }: Shape) {
  const draw = gaussians(seed);
  const segments = lengths.map((length) => randomSegment(length, outputs, inputs, draw));
  const response = randomResponse(lags, outputs, inputs, draw);
  return { segments, response, statistics: bruteStatistics(segments, lags), draw };
}

describe("loss and squaredErrors", () => {
  it("are half the mean and the sums of squared errors of the predictions, sample by sample", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { segments, response, statistics } = problem(shape);
        const sums = new Array(shape.outputs).fill(0);
        for (const { inputs, outputs } of segments) {
          convolve(response, inputs).data.forEach((v, k) => {
            sums[k % shape.outputs] += (outputs.data[k] - v) ** 2;
          });
        }
        expect(relativeError(squaredErrors(statistics, response), sums)).toBeLessThan(1e-11);
        const half = sums.reduce((a, b) => a + b, 0) / (2 * statistics.samples);
        expect(relativeError([new QuadraticLoss(statistics).evaluate(response).loss], [half])).toBeLessThan(
          1e-11,
        );
      }),
      { numRuns: 100 },
    );
  });

  it("are never negative: an exact response of a noiseless recording leaves 0 or rounding", () => {
    const draw = gaussians(5);
    for (let k = 0; k < 20; k++) {
      const response = randomResponse(4, 2, 1, draw);
      const { inputs } = randomSegment(50, 2, 1, draw);
      const statistics = bruteStatistics([{ inputs, outputs: convolve(response, inputs) }], 4);
      for (const error of squaredErrors(statistics, response)) {
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThan(1e-13 * statistics.yy.reduce((a, b) => a + b, 0));
      }
    }
  });
});

describe("gradient", () => {
  it("is the central difference of the loss, which is exact for a quadratic but for rounding", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { response, statistics } = problem(shape);
        const quadratic = new QuadraticLoss(statistics);
        const moved = (k: number, by: number) => {
          const data = response.coefficients.data.slice();
          data[k] += by;
          return quadratic.evaluate({ ...response, coefficients: { ...response.coefficients, data } }).loss;
        };
        // step 0.1: the rounding of the loss, some 1e-15 of it, is divided by 0.2
        const differences = response.coefficients.data.map((_, k) => (moved(k, 0.1) - moved(k, -0.1)) / 0.2);
        const bound = 1e-12 * (1 + quadratic.evaluate(response).loss);
        expect(largestDifference(quadratic.evaluate(response).gradient.data, differences)).toBeLessThan(
          bound,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("is zero at no response of no input, and leaves its arguments alone", () => {
    const { response, statistics } = problem({ lags: 2, inputs: 1, outputs: 1, lengths: [9], seed: 1 });
    const before = structuredClone({ response, statistics });
    new QuadraticLoss(statistics).evaluate(response);
    expect({ response, statistics }).toEqual(before);
  });
});

describe("squaredDeviations", () => {
  it("are the two-pass sums of squares about the mean", () => {
    const { segments, statistics } = problem({ lags: 2, inputs: 1, outputs: 3, lengths: [30, 9], seed: 3 });
    const columns = [0, 1, 2].map((o) =>
      segments.flatMap((s) => Array.from(s.outputs.data).filter((_, k) => k % 3 === o)),
    );
    const wanted = columns.map((column) => {
      const mean = column.reduce((a, b) => a + b, 0) / column.length;
      return column.reduce((sum, v) => sum + (v - mean) ** 2, 0);
    });
    expect(relativeError(squaredDeviations(statistics), wanted)).toBeLessThan(1e-13);
  });
});

describe("means and merge", () => {
  it("divide the sums by the number of samples", () => {
    const { statistics } = problem({ lags: 3, inputs: 2, outputs: 2, lengths: [20], seed: 2 });
    const { R, S, c, lags } = means(statistics);
    expect(lags).toBe(3);
    expect(
      relativeError(
        R.data.map((v) => v * 20),
        statistics.zz.data,
      ),
    ).toBeLessThan(1e-15);
    expect(
      relativeError(
        S.data.map((v) => v * 20),
        statistics.yz.data,
      ),
    ).toBeLessThan(1e-15);
    expect(c * 20).toBeCloseTo(statistics.yy[0] + statistics.yy[1], 12);
  });

  it("merge is the statistics of both, either way round, and leaves both alone", () => {
    const { segments } = problem({ lags: 3, inputs: 2, outputs: 1, lengths: [20, 7], seed: 2 });
    const [a, b] = segments.map((segment) => bruteStatistics([segment], 3));
    const before = structuredClone([a, b]);
    expect(statisticsError(merge(a, b), bruteStatistics(segments, 3))).toBeLessThan(1e-14);
    expect(merge(a, b)).toEqual(merge(b, a));
    expect([a, b]).toEqual(before);
  });

  it("refuse nothing to learn from, and statistics of different shapes", () => {
    const { statistics } = problem({ lags: 2, inputs: 1, outputs: 1, lengths: [5], seed: 1 });
    expect(() => means({ ...statistics, samples: 0 })).toThrow("there are no samples to learn from");
    for (const [key, value] of [
      ["lags", 3],
      ["inputs", 2],
      ["outputs", 2],
      ["firstSamples", "skipped"],
    ] as const) {
      const other = { ...statistics, [key]: value };
      expect(() => merge(statistics, other)).toThrow(LagwiseError);
      expect(() => merge(statistics, other)).toThrow(`different ${key} cannot be merged`);
    }
  });
});

describe("firstLags", () => {
  it("are the sums over shorter windows, zero-padded", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 8 }), (shape, fewer) => {
        const { segments, statistics } = problem(shape);
        const lags = Math.min(fewer, shape.lags);
        expect(statisticsError(firstLags(statistics, lags), bruteStatistics(segments, lags))).toBeLessThan(
          1e-14,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("refuse more lags than there are, and fewer where first samples were skipped", () => {
    const { segments, statistics } = problem({ lags: 3, inputs: 1, outputs: 1, lengths: [9], seed: 1 });
    expect(() => firstLags(statistics, 4)).toThrow("invalid number of lags: 4 (1 to 3 in these statistics)");
    const skipped = bruteStatistics(segments, 3, "skipped");
    expect(firstLags(skipped, 3)).toEqual(skipped);
    expect(() => firstLags(skipped, 2)).toThrow(/skip first samples/);
  });
});

describe("emptyStatistics", () => {
  it("change nothing that they are merged with", () => {
    const { statistics } = problem({ lags: 3, inputs: 2, outputs: 1, lengths: [9], seed: 1 });
    const nothing = emptyStatistics(3, 1, 2);
    expect(nothing.samples).toBe(0);
    expect(merge(nothing, statistics)).toEqual(statistics);
    expect(merge(statistics, nothing)).toEqual(statistics);
    expect(() => merge(statistics, emptyStatistics(2, 1, 2))).toThrow(LagwiseError);
  });
});
