import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { Random } from "../../src/random/Random.js";
import { largestDifference } from "../oracles.js";
import { referenceNormals, referenceUniforms, splitmix64, xoshiro256pp } from "./reference.js";

const SEEDS = [0, 1, 2, 42, -7, 123456789, Number.MAX_SAFE_INTEGER];

describe("the reference generators of these tests", () => {
  it("give the published digits: splitmix64 from 1234567, xoshiro256++ from the state 1, 2, 3, 4", () => {
    const mix = splitmix64(1234567n);
    expect([mix(), mix(), mix()]).toEqual([6457827717110365317n, 3203168211198807973n, 9817491932198370423n]);
    const next = xoshiro256pp([1n, 2n, 3n, 4n]);
    expect([next(), next(), next(), next()]).toEqual([
      41943041n,
      58720359n,
      3588806011781223n,
      3591011842654386n,
    ]);
  });
});

describe("the digits of Random", () => {
  it("are those of xoshiro256++ seeded through splitmix64, bit for bit", () => {
    for (const seed of SEEDS) {
      for (const stream of [0, 1, 2, 1e6]) {
        const [random, reference] = [new Random(seed, stream), referenceUniforms(seed, stream)];
        for (let k = 0; k < 200; k++) expect(random.uniform()).toBe(reference());
      }
    }
  });

  it("are, for normals, those of the polar method to the last place or two", () => {
    for (const seed of SEEDS) {
      const got = new Random(seed, 3).normals(1000);
      const wanted = referenceNormals(referenceUniforms(seed, 3), 1000);
      expect(
        largestDifference(
          got.map((v, k) => v / wanted[k]),
          new Float64Array(1000).fill(1),
        ),
      ).toBeLessThan(1e-15);
    }
  });

  it("do not depend on how many are asked for at once, as long as the counts are even", () => {
    const whole = new Random(5).normals(100_000);
    const random = new Random(5);
    const parts = [2, 32768, 10, 40000, 27220].flatMap((count) => Array.from(random.normals(count)));
    expect(parts).toEqual(Array.from(whole));
  });

  it("throw the spare value of an odd count away, and no other", () => {
    const odd = new Random(9);
    const values = [...odd.normals(3), ...odd.normals(2)];
    const four = new Random(9).normals(6);
    expect(values).toEqual([four[0], four[1], four[2], four[4], four[5]]);
  });

  it("scale with the square root of the variance", () => {
    const [unit, scaled] = [new Random(1).normals(50), new Random(1).normals(50, 6.25)];
    expect(
      largestDifference(
        scaled,
        unit.map((v) => 2.5 * v),
      ),
    ).toBeLessThan(1e-14);
    expect(Array.from(new Random(1).normals(3, 0), Math.abs)).toEqual([0, 0, 0]);
    expect(new Random(1).normals(0)).toHaveLength(0);
  });
});

/** The normal distribution function by its series (Abramowitz and Stegun 26.2.10), enough for |x| < 6. */
function normalCdf(x: number): number {
  let [term, sum] = [x, x];
  for (let k = 1; k < 200; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

describe("the distribution of Random", () => {
  const COUNT = 100_000;

  it("is N(0, 1): moments within 5 deviations of theirs, over 8 seeds", () => {
    for (let seed = 1; seed <= 8; seed++) {
      const x = new Random(seed).normals(COUNT);
      // E x^k and Var x^k = E x^2k − (E x^k)² of a standard normal
      for (const [k, mean, variance] of [
        [1, 0, 1],
        [2, 1, 2],
        [3, 0, 15],
        [4, 3, 96],
      ] as const) {
        const moment = x.reduce((sum, v) => sum + v ** k, 0) / COUNT;
        expect(Math.abs(moment - mean)).toBeLessThan(5 * Math.sqrt(variance / COUNT));
      }
    }
  });

  it("is N(0, 1) and uniform by Kolmogorov and Smirnov: √n D below 1.95 (p = 0.001) for 8 seeds", () => {
    const distance = (values: Float64Array, cdf: (x: number) => number) => {
      const sorted = values.slice().sort();
      return sorted.reduce((worst, v, k) => {
        const f = cdf(v);
        return Math.max(worst, f - k / COUNT, (k + 1) / COUNT - f);
      }, 0);
    };
    for (let seed = 1; seed <= 8; seed++) {
      const random = new Random(seed, 4);
      expect(Math.sqrt(COUNT) * distance(random.normals(COUNT), normalCdf)).toBeLessThan(1.95);
      const uniform = Float64Array.from({ length: COUNT }, () => random.uniform());
      expect(Math.sqrt(COUNT) * distance(uniform, (x) => x)).toBeLessThan(1.95);
      expect(uniform.every((v) => v >= 0 && v < 1)).toBe(true);
    }
  });

  it("has no memory: streams, seeds, pairs and lags are uncorrelated within 5 deviations", () => {
    const base = new Random(11, 0).normals(COUNT);
    const others = [
      new Random(11, 1).normals(COUNT),
      new Random(11, 2).normals(COUNT),
      new Random(12, 0).normals(COUNT),
      new Random(0, 11).normals(COUNT),
      ...[1, 2, 3, 17].map((lag) => Float64Array.from(base, (_, k) => base[(k + lag) % COUNT])),
    ];
    for (const other of others) {
      const correlation = base.reduce((sum, v, k) => sum + v * other[k], 0) / COUNT;
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(COUNT));
      const squares = base.reduce((sum, v, k) => sum + (v * v - 1) * (other[k] ** 2 - 1), 0) / COUNT;
      expect(Math.abs(squares)).toBeLessThan((5 * 2) / Math.sqrt(COUNT)); // variance of x² is 2
    }
  });
});

describe("a bad argument of Random", () => {
  it("is a seed that is not a whole number", () => {
    for (const seed of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => new Random(seed)).toThrow(LagwiseError);
      expect(() => new Random(seed)).toThrow(`invalid seed: ${seed}`);
    }
  });

  it("is never a seed of minus zero: it is the seed zero", () => {
    expect(new Random(-0).uniform()).toBe(new Random(0).uniform());
  });
});
