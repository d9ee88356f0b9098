import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Matrix, matrix } from "../../src/linalg/Matrix.js";
import { symmetricEigen } from "../../src/linalg/symmetricEigen.js";
import { shiftedForms, tridiagonalise } from "../../src/linalg/tridiagonal.js";
import { Guarded } from "../kernels/guarded.js";
import {
  gaussians,
  positiveDefinite,
  product,
  randomMatrix,
  relativeError,
  solveDense,
  transposed,
} from "../oracles.js";

const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 17, 31, 33, 47, 48, 49, 65, 97, 130];

/** log det(I + γA) and b (I + γA)⁻¹ bᵀ by elimination, for each row b. */
function denseForms(
  a: Matrix,
  gamma: number,
  rows: Matrix,
): { logDeterminant: number; quadratics: number[] } {
  const shifted = matrix(
    a.rows,
    a.rows,
    a.data.map((v) => gamma * v),
  );
  for (let i = 0; i < a.rows; i++) shifted.data[i * a.rows + i] += 1;
  const { solution, logDeterminant } = solveDense(shifted, transposed(rows));
  const all = product(rows, solution);
  return {
    logDeterminant,
    quadratics: Array.from({ length: rows.rows }, (_, r) => all.data[r * rows.rows + r]),
  };
}

function expectForms(a: Matrix, rows: Matrix, gamma: number, tolerance: number): void {
  const reduced = tridiagonalise(a, rows);
  const wanted = denseForms(a, gamma, rows);
  for (let r = 0; r < rows.rows; r++) {
    const { logDeterminant, quadratic } = shiftedForms(reduced, gamma, r);
    expect(Math.abs(logDeterminant - wanted.logDeterminant)).toBeLessThan(
      tolerance * (1 + wanted.logDeterminant),
    );
    expect(Math.abs(quadratic - wanted.quadratics[r])).toBeLessThan(tolerance * (1 + wanted.quadratics[r]));
  }
}

describe("tridiagonalise", () => {
  it("keeps trace, Frobenius norm and the norms of the rows, for every size", () => {
    for (const n of SIZES) {
      const draw = gaussians(n);
      const a = positiveDefinite(n, draw, 0);
      const rows = randomMatrix(3, n, draw);
      const { diagonal, offDiagonal, rows: carried } = tridiagonalise(a, rows);
      const trace = diagonal.reduce((sum, v) => sum + v, 0);
      expect(
        relativeError([trace], [a.data.filter((_, e) => e % (n + 1) === 0).reduce((s, v) => s + v, 0)]),
      ).toBeLessThan(1e-13);
      const square = (values: Float64Array) => values.reduce((sum, v) => sum + v * v, 0);
      expect(relativeError([square(diagonal) + 2 * square(offDiagonal)], [square(a.data)])).toBeLessThan(
        1e-13,
      );
      for (let r = 0; r < 3; r++) {
        const norm = (m: Matrix) => square(m.data.subarray(r * n, (r + 1) * n));
        expect(relativeError([norm(carried)], [norm(rows)])).toBeLessThan(1e-13);
      }
      expect(offDiagonal[n - 1]).toBe(0);
      expect(
        relativeError(product(carried, transposed(carried)).data, product(rows, transposed(rows)).data),
      ).toBeLessThan(1e-13);
    }
  });

  it("keeps the eigenvalues and the rows' moments b Aᵏ bᵀ", () => {
    for (const n of [2, 3, 9, 33, 48]) {
      const draw = gaussians(7 * n);
      const g = randomMatrix(n, n, draw);
      const a = matrix(
        n,
        n,
        g.data.map((v, e) => v + g.data[(e % n) * n + Math.floor(e / n)]),
      ); // indefinite
      const b = randomMatrix(1, n, draw);
      const { diagonal, offDiagonal, rows } = tridiagonalise(a, b);
      const t = matrix(n, n);
      for (let i = 0; i < n; i++) {
        t.data[i * n + i] = diagonal[i];
        if (i + 1 < n) t.data[i * n + i + 1] = t.data[(i + 1) * n + i] = offDiagonal[i];
      }
      expect(relativeError(symmetricEigen(t).values, symmetricEigen(a).values)).toBeLessThan(1e-12);
      let [left, right] = [b, rows];
      for (let power = 1; power <= 4; power++) {
        [left, right] = [product(left, a), product(right, t)];
        expect(
          relativeError(product(right, transposed(rows)).data, product(left, transposed(b)).data),
        ).toBeLessThan(1e-11);
      }
    }
  });

  it("writes into its matrix, rows and results only, at any leading dimension", () => {
    const guarded = new Guarded();
    for (const n of SIZES) {
      const draw = gaussians(n);
      const a = positiveDefinite(n, draw);
      a.data.forEach((_, e) => {
        if (e % n > Math.floor(e / n)) a.data[e] = Number.NaN; // the lower triangle alone is read
      });
      const held = guarded.place(a, n + (n % 4), n & 1);
      const [diagonal, off] = [guarded.place(matrix(1, n)), guarded.place(matrix(1, n))];
      const rows = guarded.place(randomMatrix(2, n, draw));
      const work = guarded.place(randomMatrix(4, n, () => Number.NaN));
      guarded.kernels.tridiagonalise(
        ...([
          n,
          held.pointer,
          held.ld,
          diagonal.pointer,
          off.pointer,
          2,
          rows.pointer,
          work.pointer,
        ] as const),
      );
      expect([diagonal, off, rows].every((placed) => placed.values().every(Number.isFinite))).toBe(true);
      expect(held.values().every((v, e) => e % n <= Math.floor(e / n) || Number.isNaN(v))).toBe(true);
      expect(guarded.intact()).toBe(true);
    }
  });
});

describe("shiftedForms", () => {
  it("equal dense elimination for any size, rank, γ and number of rows", () => {
    const n = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(48, 65));
    const logGamma = fc.double({ min: -12, max: 12, noNaN: true });
    fc.assert(
      fc.property(n, fc.integer({ min: 0, max: 40 }), logGamma, fc.integer(), (size, rank, power, seed) => {
        const draw = gaussians(seed);
        // the condition number of I + γA is about γ·4n: both ways lose that many digits where γ is large
        const gamma = Math.exp(power);
        const a = positiveDefinite(size, draw, 0, Math.min(rank, size));
        expectForms(a, randomMatrix(2, size, draw), gamma, 1e-14 * (size + 4 * size * size * gamma) + 1e-12);
      }),
      { numRuns: 120 },
    );
  });

  it("hold for zero, diagonal, 1×1, 2×2, rank-one and already tridiagonal matrices", () => {
    const rows = (n: number) => randomMatrix(2, n, gaussians(n));
    expectForms(matrix(6, 6), rows(6), 3, 1e-13);
    expectForms(matrix(1, 1, [2.5]), rows(1), 3, 1e-13);
    expectForms(matrix(2, 2, [2, -1, -1, 2]), rows(2), 3, 1e-13);
    expectForms(matrix(2, 2, [1, 1, 1, 1]), rows(2), 1e3, 1e-11);
    const diagonal = matrix(9, 9);
    for (let i = 0; i < 9; i++) diagonal.data[i * 10] = i % 3;
    expectForms(diagonal, rows(9), 2, 1e-13);
    expectForms(matrix(7, 7, new Float64Array(49).fill(1)), rows(7), 5, 1e-12);
    const chain = matrix(8, 8);
    for (let i = 0; i < 8; i++) {
      chain.data[i * 9] = 2;
      if (i < 7) chain.data[i * 9 + 1] = chain.data[i * 9 + 8] = -1;
    }
    expectForms(chain, rows(8), 10, 1e-12);
  });

  it("hold for weights that fall to 1e-300, as lag weights do", () => {
    const n = 40;
    const draw = gaussians(3);
    const base = positiveDefinite(n, draw, 1);
    const root = (k: number) => 10 ** ((-150 * k) / (n - 1));
    const a = matrix(
      n,
      n,
      base.data.map((v, e) => v * root(e % n) * root(Math.floor(e / n))),
    );
    const b = randomMatrix(1, n, draw);
    expectForms(
      a,
      matrix(
        1,
        n,
        b.data.map((v, k) => v * root(k)),
      ),
      100,
      1e-11,
    );
  });
});
