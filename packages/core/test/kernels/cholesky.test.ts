import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Matrix, matrix } from "../../src/linalg/Matrix.js";
import {
  gaussians,
  identity,
  positiveDefinite,
  product,
  randomMatrix,
  relativeError,
  transposed,
} from "../oracles.js";
import { Guarded } from "./guarded.js";

const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 17, 31, 33, 47, 48, 49, 65, 95, 96, 97, 130, 145];
const guarded = new Guarded();

/** The textbook factor, row by row; undefined where a pivot fails. */
function plainFactor(a: Matrix): { factor: Matrix; failed: number } {
  const n = a.rows;
  const l = matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a.data[i * n + j];
      for (let k = 0; k < j; k++) sum -= l.data[i * n + k] * l.data[j * n + k];
      if (i === j && !(sum > 0)) return { factor: l, failed: i };
      l.data[i * n + j] = i === j ? Math.sqrt(sum) : sum / l.data[j * n + j];
    }
  }
  return { factor: l, failed: -1 };
}

/** Only the lower triangle is read: the upper one is spoilt on purpose. */
function spoilt(a: Matrix): Matrix {
  const data = a.data.map((v, e) => (e % a.rows > Math.floor(e / a.rows) ? Number.NaN : v));
  return matrix(a.rows, a.rows, data);
}

describe("cholesky", () => {
  it("equals the plain loops for every size, reads the lower triangle only and clears the upper one", () => {
    for (const n of SIZES) {
      const a = positiveDefinite(n, gaussians(n), 1);
      const held = guarded.place(spoilt(a), n + (n % 3), n & 1);
      expect(guarded.kernels.cholesky(n, held.pointer, held.ld)).toBe(-1);
      // the condition number is at most about 4 n, hence the room of 1e-12
      expect(relativeError(held.values(), plainFactor(a).factor.data)).toBeLessThan(1e-12);
      expect(guarded.intact()).toBe(true);
    }
  });

  it("returns the first row whose leading minor is not positive, in whatever block it lies", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.nat(), fc.integer(), (n, at, seed) => {
        const row = at % n;
        const a = positiveDefinite(n, gaussians(seed), n);
        // the Schur complement at `row` is at most the diagonal entry, so a negative entry fails right there
        a.data[row * n + row] = -1;
        const held = guarded.place(a, n + 1);
        expect(guarded.kernels.cholesky(n, held.pointer, held.ld)).toBe(row);
        expect(plainFactor(a).failed).toBe(row);
        expect(guarded.intact()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("refuses zero, NaN and infinite minus infinite pivots", () => {
    for (const bad of [0, -0, Number.NaN, Number.NEGATIVE_INFINITY]) {
      const held = guarded.place(matrix(2, 2, [1, 0, 0, bad]));
      expect(guarded.kernels.cholesky(2, held.pointer, 2)).toBe(1);
      expect(guarded.intact()).toBe(true);
    }
  });
});

describe("solves with a factor", () => {
  const shapes = fc.record({
    n: fc.constantFrom(...SIZES),
    m: fc.integer({ min: 1, max: 11 }),
    padL: fc.integer({ min: 0, max: 4 }),
    padX: fc.integer({ min: 0, max: 4 }),
    seed: fc.integer(),
  });

  it("undo the products with L and with Lᵀ, for any number of rows and leading dimensions", () => {
    fc.assert(
      fc.property(shapes, ({ n, m, padL, padX, seed }) => {
        const draw = gaussians(seed);
        const l = plainFactor(positiveDefinite(n, draw, n)).factor;
        const x = randomMatrix(m, n, draw);
        const factor = guarded.place(l, n + padL, 1);
        const lower = guarded.place(product(x, transposed(l)), n + padX, padX & 1);
        guarded.kernels.solveLower(m, n, factor.pointer, factor.ld, lower.pointer, lower.ld);
        expect(relativeError(lower.values(), x.data)).toBeLessThan(1e-12);
        const upper = guarded.place(product(x, l), n + padX);
        guarded.kernels.solveLowerTransposed(m, n, factor.pointer, factor.ld, upper.pointer, upper.ld);
        expect(relativeError(upper.values(), x.data)).toBeLessThan(1e-12);
        expect(factor.values()).toEqual(l.data);
        expect(guarded.intact()).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("invertLower gives (L⁻¹)ᵀ with exact zeros below its diagonal, whatever stood there", () => {
    for (const n of SIZES) {
      const l = plainFactor(positiveDefinite(n, gaussians(n), n)).factor;
      const factor = guarded.place(l, n + 2);
      const out = guarded.place(
        randomMatrix(n, n, () => Number.NaN),
        n + 3,
        1,
      );
      guarded.kernels.invertLower(n, factor.pointer, factor.ld, out.pointer, out.ld);
      const inverse = matrix(n, n, out.values());
      expect(relativeError(product(l, transposed(inverse)).data, identity(n).data)).toBeLessThan(1e-12);
      expect(inverse.data.every((v, e) => e % n >= Math.floor(e / n) || v === 0)).toBe(true);
      expect(guarded.intact()).toBe(true);
    }
  });
});
