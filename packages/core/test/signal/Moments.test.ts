import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matrix } from "../../src/linalg/Matrix.js";
import { Moments } from "../../src/signal/Moments.js";
import { gaussians, largestDifference, randomMatrix, relativeError, uniforms } from "../oracles.js";
import { momentsOf, twoPass } from "./momentsOracle.js";

describe("Moments", () => {
  it("of merged pieces are the two-pass mean and deviation, whatever the pieces", () => {
    const size = { min: 1, max: 80 };
    fc.assert(
      fc.property(
        fc.integer(size),
        fc.integer({ min: 1, max: 3 }),
        fc.integer(size),
        fc.integer(),
        (n, c, longest, seed) => {
          const draw = uniforms(seed);
          const a = randomMatrix(n, c, gaussians(seed));
          const moments = momentsOf(a, () => Math.floor(draw() * (longest + 1)));
          const wanted = twoPass(a);
          expect(moments.count).toBe(n);
          expect(relativeError(moments.mean, wanted.mean)).toBeLessThan(1e-12);
          expect(relativeError(moments.deviation(), wanted.deviation)).toBeLessThan(1e-12);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("keep their digits at an offset of 1e9 and at units of 1e-12 and 1e12", () => {
    const draw = gaussians(4);
    const base = Array.from({ length: 20_000 }, draw);
    const { mean, deviation } = twoPass(matrix(base.length, 1, base));
    for (const [unit, offset, tolerance] of [
      [1, 1e9, 1e-6],
      [1e-12, 0, 1e-12],
      [1e12, 0, 1e-12],
    ] as const) {
      const moments = momentsOf(
        matrix(
          base.length,
          1,
          base.map((v) => v * unit + offset),
        ),
        () => 999,
      );
      // at an offset of 1e9 the values themselves are rounded to 1e-7
      expect(Math.abs(moments.mean[0] - mean[0] * unit - offset)).toBeLessThan(tolerance * unit);
      expect(Math.abs(moments.deviation()[0] / unit - deviation[0])).toBeLessThan(tolerance);
    }
  });

  it("of a constant channel have a deviation of exactly 0, whatever the constant and the number of samples", () => {
    for (const value of [0, 1, -3, 0.1, 1 / 3, 1e9 + 0.1, 1e-12, -273.15]) {
      for (const samples of [1, 2, 10, 1000, 100_000]) {
        const a = matrix(samples, 1, new Float64Array(samples).fill(value));
        expect([value, samples, momentsOf(a).deviation()[0]]).toEqual([value, samples, 0]);
        expect([value, samples, momentsOf(a, () => 77).deviation()[0]]).toEqual([value, samples, 0]);
      }
    }
  });

  it("of a channel that moves once by one part in 2³⁰ have a deviation above 0", () => {
    const a = matrix(1000, 1, new Float64Array(1000).fill(1));
    a.data[500] += 2 ** -30;
    const wanted = 2 ** -30 * Math.sqrt((1 / 1000) * (1 - 1 / 1000));
    expect(relativeError(momentsOf(a).deviation(), [wanted])).toBeLessThan(1e-6);
  });

  it("merge: moments of two recordings are those of one after the other, and survive as plain numbers", () => {
    const length = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(length, length, fc.integer({ min: 1, max: 3 }), fc.integer(), (m, n, c, seed) => {
        const draw = gaussians(seed);
        const [a, b] = [randomMatrix(m, c, draw), randomMatrix(n, c, () => 100 + 3 * draw())];
        const merged = Moments.from(JSON.parse(JSON.stringify(momentsOf(a).sums())));
        merged.merge(Moments.from(JSON.parse(JSON.stringify(momentsOf(b).sums()))));
        expect(merged.count).toBe(m + n);
        if (m + n === 0) return;
        const wanted = twoPass(matrix(m + n, c, [...a.data, ...b.data]));
        expect(relativeError(merged.mean, wanted.mean)).toBeLessThan(1e-12);
        expect(largestDifference(merged.deviation(), wanted.deviation)).toBeLessThan(1e-11);
      }),
      { numRuns: 100 },
    );
  });

  it("merge: a constant stays constant over pieces, and other numbers of channels are refused", () => {
    const piece = (rows: number) => momentsOf(matrix(rows, 1, new Float64Array(rows).fill(0.1)));
    const merged = new Moments(1);
    for (const rows of [3, 1000, 7, 0]) merged.merge(piece(rows));
    expect([merged.count, merged.mean[0], merged.deviation()[0]]).toEqual([1010, 0.1, 0]);
    expect(() => merged.merge(new Moments(2))).toThrow(RangeError);
  });
});
