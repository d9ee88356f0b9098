import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lagWeights } from "../../src/kernel/lagWeights.js";
import { designTransitionVariance, memoryHorizon, totalLagWeight } from "../../src/kernel/memoryHorizon.js";
import { namedInitialisations } from "../../src/kernel/namedInitialisations.js";
import { LagwiseError } from "../../src/LagwiseError.js";

const variance = fc.double({ min: 1e-3, max: 5, noNaN: true });
const others = fc.record({
  nuF: variance,
  nuC: variance,
  multipliers: fc.record({
    C: variance,
    F: fc.oneof(fc.constant(0), variance),
    W: fc.oneof(fc.constant(0), variance),
  }),
});
const fractions = fc.constantFrom(0.01, 0.5, 0.9, 0.95, 0.99, 0.9999);

describe("totalLagWeight", () => {
  it("is the sum of very many lag weights", () => {
    fc.assert(
      fc.property(others, fc.double({ min: 0, max: 0.99, noNaN: true }), (rest, nuW) => {
        const sum = lagWeights({ ...rest, nuW }, 8000).reduceRight((s, v) => s + v, 0);
        expect(Math.abs(totalLagWeight({ ...rest, nuW }) / sum - 1)).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it("is infinite from nu_W = 1", () => {
    expect(totalLagWeight({ nuW: 1 })).toBe(Number.POSITIVE_INFINITY);
    expect(totalLagWeight({ nuW: 1.5, nuF: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  it("is 0 where no lag has weight, also at nu_W = 1", () => {
    expect(totalLagWeight({ nuW: 0.5, nuF: 0, nuC: 0 })).toBe(0);
    expect(totalLagWeight({ nuW: 1, nuF: 0, nuC: 0 })).toBe(0);
  });
});

describe("memoryHorizon", () => {
  it("is the smallest number of lags that hold the fraction, by summation", () => {
    fc.assert(
      fc.property(others, fc.double({ min: 0, max: 0.98, noNaN: true }), fractions, (rest, nuW, p) => {
        const rho = lagWeights({ ...rest, nuW }, 5000);
        const total = rho.reduceRight((s, v) => s + v, 0);
        const tails = new Float64Array(5001);
        for (let j = 4999; j >= 0; j--) tails[j] = tails[j + 1] + rho[j];
        const h = memoryHorizon({ ...rest, nuW }, p);
        // a tie within 1e-9 of the total counts either way
        expect(tails[h]).toBeLessThanOrEqual((1 - p) * total + 1e-9 * total);
        expect(tails[h - 1]).toBeGreaterThan((1 - p) * total - 1e-9 * total);
      }),
      { numRuns: 200 },
    );
  });

  it("is 4 for PyTorch's default, 1 without memory, infinite for Glorot's and He's", () => {
    const horizons = namedInitialisations.map(({ name, initialisation }) => [
      name,
      memoryHorizon(initialisation),
    ]);
    expect(horizons).toEqual([
      ["PyTorch", 4],
      ["Glorot", Number.POSITIVE_INFINITY],
      ["He", Number.POSITIVE_INFINITY],
    ]);
    expect(memoryHorizon({ nuW: 0, nuF: 1, nuC: 0 })).toBe(1);
    expect(memoryHorizon({ nuW: 0 })).toBe(2); // weights 2, 1
    expect(memoryHorizon({ nuW: 0 }, 0.5)).toBe(1);
  });

  it("is the geometric law's where W does not learn: smallest h with 1 − nu_W^h ≥ p", () => {
    for (const nuW of [0.1, 0.5, 0.9, 0.99, 0.9999]) {
      const wanted = Math.ceil(Math.log(1 - 0.95) / Math.log(nuW));
      expect(memoryHorizon({ nuW, multipliers: { C: 1, F: 1, W: 0 } })).toBe(wanted);
    }
  });

  it("refuses a fraction outside (0, 1), and weights that are all 0", () => {
    for (const p of [0, 1, -0.5, 2, Number.NaN]) {
      expect(() => memoryHorizon({ nuW: 0.5 }, p)).toThrow(`invalid fraction: ${p}`);
    }
    for (const nuW of [0, 0.5, 1, 1.5]) {
      expect(() => memoryHorizon({ nuW, nuF: 0, nuC: 0 })).toThrow(LagwiseError);
      expect(() => memoryHorizon({ nuW, nuF: 0, nuC: 0 })).toThrow(/every lag weight is 0/);
    }
  });
});

describe("designTransitionVariance", () => {
  it("reaches the wanted horizon, and a hair below it does not", () => {
    const wanted = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(100, 1000, 3000));
    fc.assert(
      fc.property(wanted, others, fractions, (horizon, rest, p) => {
        const nuW = designTransitionVariance(horizon, rest, p);
        expect(nuW).toBeGreaterThanOrEqual(0);
        expect(nuW).toBeLessThan(1);
        expect(memoryHorizon({ ...rest, nuW }, p)).toBeGreaterThanOrEqual(horizon);
        if (nuW > 1e-9)
          expect(memoryHorizon({ ...rest, nuW: nuW - 1e-9 * (1 - nuW) - 2e-12 }, p)).toBeLessThan(horizon);
      }),
      { numRuns: 40 },
    );
  });

  it("is 0 where lag 0 and 1 suffice, and √0.05 for two lags of a geometric law", () => {
    expect(designTransitionVariance(1)).toBe(0);
    expect(designTransitionVariance(2)).toBe(0);
    // horizon ≥ 3 wants 1 − nu_W² < 0.95
    const geometric = designTransitionVariance(3, { multipliers: { C: 1, F: 1, W: 0 } });
    expect(Math.abs(geometric - Math.sqrt(0.05))).toBeLessThan(2e-12);
  });

  it("refuses a horizon that is not a whole number of at least 1, a bad fraction, and others all 0", () => {
    for (const horizon of [0, -3, 2.5, Number.NaN, Number.POSITIVE_INFINITY, 1e7]) {
      expect(() => designTransitionVariance(horizon)).toThrow(`invalid horizon: ${horizon}`);
    }
    expect(() => designTransitionVariance(3, {}, 1)).toThrow("invalid fraction: 1");
    expect(() => designTransitionVariance(3, { nuF: 0, nuC: 0 })).toThrow(LagwiseError);
    expect(() => designTransitionVariance(3, { nuF: -1 })).toThrow("invalid nu_F: -1");
  });
});
