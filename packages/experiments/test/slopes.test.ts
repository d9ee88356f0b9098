import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { geometricMean, leastSquaresLine, powerLaw } from "../src/slopes.js";

describe("leastSquaresLine", () => {
  it("finds a line exactly, with an interval of no width", () => {
    const real = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(real, real, (slope, intercept) => {
        const x = [-2, -1, 0.5, 3, 7];
        const line = leastSquaresLine(
          x,
          x.map((at) => intercept + slope * at),
        );
        expect(line.slope).toBeCloseTo(slope, 10);
        expect(line.intercept).toBeCloseTo(intercept, 10);
        expect(line.slopeInterval[1] - line.slopeInterval[0]).toBeLessThan(1e-6);
      }),
    );
  });

  it("gives the interval of a worked example", () => {
    // x̄ = ȳ = 3, sum (x − x̄)² = 10, sum (x − x̄)(y − ȳ) = 8; residuals −0.4 0.8 −1 1.2 −0.6, squares 3.6 in all, and
    // the 97.5 % point of Student's t with 3 degrees of freedom is 3.18245, which the series gives to 1 %
    const { slope, intercept, slopeInterval } = leastSquaresLine([1, 2, 3, 4, 5], [1, 3, 2, 5, 4]);
    expect([slope, intercept]).toEqual([expect.closeTo(0.8, 12), expect.closeTo(0.6, 12)]);
    const half = 3.18245 * Math.sqrt(3.6 / 3 / 10);
    expect(Math.abs((slopeInterval[1] - slope) / half - 1)).toBeLessThan(0.01);
    expect(Math.abs((slope - slopeInterval[0]) / half - 1)).toBeLessThan(0.01);
  });

  it.each([
    [1, 12.7062047364],
    [2, 4.30265272991],
    [5, 2.57058183661],
    [10, 2.22813885196],
    [30, 2.0422724563],
    [120, 1.97993040505],
  ])("knows Student's t with %i degrees of freedom", (freedom, quantile) => {
    const x = Array.from({ length: freedom + 2 }, (_, k) => k);
    const y = x.map((_, k) => (k % 3 === 0 ? 1 : -0.5));
    const { slope, intercept, slopeInterval } = leastSquaresLine(x, y);
    const left = x.reduce((sum, at, k) => sum + (y[k] - intercept - slope * at) ** 2, 0);
    const middle = (freedom + 1) / 2;
    const spread = x.reduce((sum, at) => sum + (at - middle) ** 2, 0);
    const half = (slopeInterval[1] - slopeInterval[0]) / 2;
    expect(Math.abs(half / Math.sqrt(left / freedom / spread) / quantile - 1)).toBeLessThan(
      freedom < 10 ? 0.01 : 1e-4,
    );
  });

  it("wants three points that differ", () => {
    expect(() => leastSquaresLine([1, 2], [1, 2])).toThrow(/invalid points: 2 x/);
    expect(() => leastSquaresLine([1, 1, 1], [1, 2, 3])).toThrow(/all x are the same/);
  });
});

it("powerLaw finds the exponent of y = 3/√x, all values at each x counted", () => {
  const x = [64, 256, 1024];
  const { slope } = powerLaw(
    x,
    x.map((at) => [2, 3, 4.5].map((factor) => factor / Math.sqrt(at))),
  );
  expect(slope).toBeCloseTo(-0.5, 12);
});

it("geometricMean of 1, 10 and 100 is 10", () => {
  expect(geometricMean([1, 10, 100])).toBeCloseTo(10, 12);
});
