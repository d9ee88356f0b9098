import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { type Matrix, matrix } from "../../src/linalg/Matrix.js";
import { inDataUnits, Moments, standardisationFrom, standardise } from "../../src/signal/Standardisation.js";
import { gaussians, randomMatrix, relativeError, rowsBetween, uniforms } from "../oracles.js";

/** Mean and deviation of each column in two passes. */
function twoPass(a: Matrix): { mean: number[]; deviation: number[] } {
  const columns = Array.from({ length: a.columns }, (_, c) =>
    Array.from(a.data).filter((_, k) => k % a.columns === c),
  );
  const mean = columns.map((column) => column.reduce((sum, v) => sum + v, 0) / a.rows);
  const deviation = columns.map((column, c) =>
    Math.sqrt(column.reduce((sum, v) => sum + (v - mean[c]) ** 2, 0) / a.rows),
  );
  return { mean, deviation };
}

function momentsOf(a: Matrix, lengths: () => number = () => a.rows): Moments {
  const moments = new Moments(a.columns);
  for (let t = 0; t < a.rows; ) {
    const end = Math.min(a.rows, t + lengths());
    moments.add(rowsBetween(a, t, end));
    t = end;
  }
  return moments;
}

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
});

describe("standardise", () => {
  it("gives mean 0 and deviation 1, channel by channel, and inDataUnits undoes it", () => {
    const draw = gaussians(2);
    const block = {
      startsSegment: true,
      inputs: matrix(
        500,
        2,
        randomMatrix(500, 2, draw).data.map((v, k) => (k % 2 ? 3e6 * v - 7 : 1e-6 * v + 2)),
      ),
      outputs: matrix(
        500,
        1,
        randomMatrix(500, 1, draw).data.map((v) => 40 * v + 273),
      ),
    };
    const names = { inputNames: ["a", "b"], outputNames: ["c"] };
    const by = standardisationFrom(momentsOf(block.inputs), momentsOf(block.outputs), names);
    const { inputs, outputs, startsSegment } = standardise(block, by);
    expect(startsSegment).toBe(true);
    for (const part of [inputs, outputs]) {
      const { mean, deviation } = twoPass(part);
      // the first channel's offset is 2e6 times its deviation, so ten digits are left of it
      for (const value of mean) expect(Math.abs(value)).toBeLessThan(1e-9);
      for (const value of deviation) expect(Math.abs(value - 1)).toBeLessThan(1e-9);
    }
    expect(relativeError(inDataUnits(outputs, by.outputs).data, block.outputs.data)).toBeLessThan(1e-15);
  });
});

describe("standardisationFrom", () => {
  const moments = (...values: number[][]) =>
    momentsOf(matrix(2, values.length, [...values.map((v) => v[0]), ...values.map((v) => v[1])]));
  const names = { inputNames: ["valve", "heater", "fan"], outputNames: ["room"] };
  const moving = [0, 1];

  it("names the constant channel and its value, input or output", () => {
    const one = () => standardisationFrom(moments(moving, [5, 5], moving), moments(moving), names);
    expect(one).toThrow(LagwiseError);
    expect(one).toThrow(/input "heater" is constant \(always 5\)/);
    expect(() => standardisationFrom(moments(moving, moving, moving), moments([2, 2]), names)).toThrow(
      /output "room"/,
    );
  });

  it("names all of several constant channels", () => {
    const two = () => standardisationFrom(moments([1, 1], moving, [5, 5]), moments(moving), names);
    expect(two).toThrow(/input "valve", "fan" are constant/);
  });
});
