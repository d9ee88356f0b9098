import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fullInitialisation,
  type Initialisation,
  lagWeightShares,
  lagWeights,
} from "../../src/kernel/lagWeights.js";
import { namedInitialisations } from "../../src/kernel/namedInitialisations.js";
import { LagwiseError } from "../../src/LagwiseError.js";
import { Random } from "../../src/random/Random.js";
import { relativeError } from "../oracles.js";

const variance = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 3, noNaN: true }));
const initialisations = fc.record({
  nuW: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 1e-3, max: 1.2, noNaN: true })),
  nuF: variance,
  nuC: variance,
  multipliers: fc.record({ C: variance, F: variance, W: variance }),
});

/** The formula, with powers by Math.pow. */
function formula({ nuW, nuF = 1, nuC = 1, multipliers = { C: 1, F: 1, W: 1 } }: Initialisation, j: number) {
  const readout = multipliers.C * nuF * nuW ** j;
  const input = multipliers.F * nuC * nuW ** j;
  const transition = j === 0 ? 0 : multipliers.W * j * nuC * nuF * nuW ** (j - 1);
  return { readout, input, transition };
}

describe("lagWeights", () => {
  it("are the formula's, share by share and in sum, for any variances and multipliers", () => {
    fc.assert(
      fc.property(initialisations, fc.integer({ min: 1, max: 60 }), (initialisation, lags) => {
        const shares = lagWeightShares(initialisation, lags);
        const rho = lagWeights(initialisation, lags);
        expect(rho).toHaveLength(lags);
        for (let j = 0; j < lags; j++) {
          const wanted = formula(initialisation, j);
          for (const key of ["readout", "input", "transition"] as const) {
            // each of the j products of a running power rounds once
            expect(Math.abs(shares[key][j] - wanted[key])).toBeLessThanOrEqual(
              1e-16 * (j + 4) * 2 * wanted[key],
            );
          }
          const sum = shares.readout[j] + shares.input[j] + shares.transition[j];
          expect(rho[j]).toBe(sum);
        }
      }),
    );
  });

  it("are (2/3) 3^(−j) + (j/9) 3^(−(j−1)) for PyTorch's default", () => {
    const [{ name, initialisation }] = namedInitialisations;
    expect(name).toBe("PyTorch");
    const wanted = Array.from({ length: 30 }, (_, j) => (2 / 3) * 3 ** -j + (j / 9) * 3 ** -(j - 1));
    const rho = lagWeights(initialisation, 30);
    for (let j = 0; j < 30; j++) expect(Math.abs(rho[j] / wanted[j] - 1)).toBeLessThan(1e-14);
    expect(
      relativeError(lagWeights({ nuW: 1 / 3, nuF: 1 / 3, nuC: 1 / 3 }, 3), [2 / 3, 1 / 3, 4 / 27]),
    ).toBeLessThan(1e-15);
  });

  it("end after lag 1 where nu_W is 0: nu_F + nu_C, then nu_F nu_C", () => {
    expect(Array.from(lagWeights({ nuW: 0, nuF: 2, nuC: 3 }, 4))).toEqual([5, 6, 0, 0]);
  });

  it("are what random networks have: E |P_a|², |Q_a|² and their convolution, at width 400", () => {
    const n = 400;
    const { nuW, nuF, nuC } = { nuW: 0.6, nuF: 0.7, nuC: 1.3 };
    const lags = 5;
    const seeds = 8;
    const shares = lagWeightShares({ nuW, nuF, nuC }, lags);
    const [readout, input] = [new Float64Array(lags), new Float64Array(lags)];
    for (let seed = 1; seed <= seeds; seed++) {
      const random = new Random(seed);
      const w = random.normals(n * n, nuW / n);
      let [q, p] = [random.normals(n, nuF), random.normals(n, nuC / n)];
      for (let j = 0; j < lags; j++) {
        readout[j] += q.reduce((s, v) => s + v * v, 0) / n / seeds; // GQ_jj: the readout's share
        input[j] += p.reduce((s, v) => s + v * v, 0) / seeds; // GP_jj: the input matrix's share
        q = q.map((_, i) => w.subarray(i * n, (i + 1) * n).reduce((s, v, k) => s + v * q[k], 0));
        p = p.map((_, k) => p.reduce((s, v, i) => s + v * w[i * n + k], 0));
      }
    }
    for (let j = 0; j < lags; j++) {
      // the relative deviation of such a mean is √(2(j+1)/(n·seeds)), at most 0.056: four of them
      const bound = 4 * Math.sqrt((2 * (j + 1)) / (n * seeds));
      expect(Math.abs(readout[j] / shares.readout[j] - 1)).toBeLessThan(bound);
      expect(Math.abs(input[j] / shares.input[j] - 1)).toBeLessThan(bound);
      const convolved = Array.from({ length: j }, (_, a) => input[a] * readout[j - 1 - a]).reduce(
        (s, v) => s + v,
        0,
      );
      if (j > 0) expect(Math.abs(convolved / shares.transition[j] - 1)).toBeLessThan(2 * bound);
    }
  });

  it("stay finite and fall to zero without a NaN, however many lags", () => {
    const rho = lagWeights({ nuW: 0.3 }, 5000);
    expect(rho.every((v) => v >= 0)).toBe(true);
    expect(rho[4999]).toBe(0);
  });
});

describe("fullInitialisation", () => {
  it("fills in ones", () => {
    expect(fullInitialisation({ nuW: 0.5 })).toEqual({
      nuW: 0.5,
      nuF: 1,
      nuC: 1,
      multipliers: { C: 1, F: 1, W: 1 },
    });
  });

  it("refuses what is no variance or multiplier, by name", () => {
    for (const bad of [-1, -1e-300, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => lagWeights({ nuW: bad }, 3)).toThrow(LagwiseError);
      expect(() => lagWeights({ nuW: bad }, 3)).toThrow(`invalid nu_W: ${bad} (a variance`);
      expect(() => lagWeights({ nuW: 1, nuF: bad }, 3)).toThrow(`invalid nu_F: ${bad}`);
      expect(() => lagWeights({ nuW: 1, nuC: bad }, 3)).toThrow(`invalid nu_C: ${bad}`);
      const multipliers = { C: 1, F: 1, W: bad };
      expect(() => lagWeights({ nuW: 1, multipliers }, 3)).toThrow(
        `invalid eta_W: ${bad} (a learning-rate multiplier`,
      );
    }
    for (const lags of [0, -1, 2.5, Number.NaN]) {
      expect(() => lagWeights({ nuW: 0.5 }, lags)).toThrow(`invalid number of lags: ${lags}`);
    }
  });
});
