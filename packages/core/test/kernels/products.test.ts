import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Matrix, matrix } from "../../src/linalg/Matrix.js";
import { gaussians, largestDifference, product, randomMatrix, transposed } from "../oracles.js";
import { Guarded } from "./guarded.js";

// Two orders of the same sum of k products differ by at most k·2⁻⁵³ times the sum of their sizes: with normals and
// k ≤ 300 that is below 300 · 1.1e-16 · 300 = 1e-11, and mostly far less. A wrong term is of order 1.
const ROUNDING = 1e-11;
const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 17, 31, 32, 33, 47, 48, 49, 65, 97, 130];
const size = fc.oneof(fc.constantFrom(...SIZES), fc.integer({ min: 1, max: 70 }));
const inner = fc.oneof(fc.constant(0), size, fc.constantFrom(127, 128, 129, 257, 300));
const factor = fc.constantFrom(1, -1, 0, 0.5, -2.25);
const pad = fc.integer({ min: 0, max: 5 });
const shift = fc.integer({ min: 0, max: 3 });
const seed = fc.integer();
const guarded = new Guarded();

/** beta C + alpha A B */
function combined(beta: number, c: Matrix, alpha: number, ab: Matrix): Float64Array {
  return c.data.map((value, k) => beta * value + alpha * ab.data[k]);
}

describe("addProduct", () => {
  const check = (
    m: number,
    n: number,
    k: number,
    alpha: number,
    pads: number[],
    flip: boolean,
    s: number,
  ) => {
    const draw = gaussians(s);
    const [a, b, c] = [randomMatrix(m, k, draw), randomMatrix(k, n, draw), randomMatrix(m, n, draw)];
    const held = flip ? transposed(a) : a;
    const left = guarded.place(held, held.columns + pads[0], pads[3] & 1);
    const right = guarded.place(b, n + pads[1], pads[3] >> 1);
    const out = guarded.place(c, n + pads[2]);
    const [aRow, aCol] = flip ? [1, left.ld] : [left.ld, 1];
    guarded.kernels.addProduct(
      ...([m, n, k, alpha, left.pointer, aRow, aCol, right.pointer, right.ld, out.pointer, out.ld] as const),
    );
    expect(largestDifference(out.values(), combined(1, c, alpha, product(a, b)))).toBeLessThan(ROUNDING);
    expect(left.values()).toEqual(held.data);
    expect(right.values()).toEqual(b.data);
    expect(guarded.intact()).toBe(true);
  };

  it("adds alpha A B to C for every small and every tile-crossing size", () => {
    for (const m of [1, 2, 3, 4, 5, 7, 8, 9]) {
      for (const n of SIZES)
        for (const k of [0, 1, 2, 3, 5, 8]) check(m, n, k, 1, [0, 0, 0, 0], false, m + n + k);
    }
    for (const n of SIZES) check(n, n, n, -1, [1, 2, 3, 1], true, n);
  });

  it("adds alpha op(A) B to C for any shape, leading dimension, alignment and for A transposed", () => {
    fc.assert(
      fc.property(size, size, inner, factor, fc.tuple(pad, pad, pad, shift), fc.boolean(), seed, check),
      { numRuns: 150 },
    );
  });

  it("reads windows that overlap: rows of B that begin fewer doubles apart than they are wide", () => {
    for (const [inputs, lags, count] of [
      [1, 1, 40],
      [1, 5, 33],
      [1, 130, 150],
      [2, 7, 65],
      [3, 47, 131],
    ] as const) {
      const draw = gaussians(lags);
      const x = randomMatrix(count + lags - 1, inputs, draw);
      const y = randomMatrix(count, inputs + 1, draw);
      const width = lags * inputs;
      const windows = matrix(count, width);
      for (let t = 0; t < count; t++) {
        windows.data.set(x.data.subarray(t * inputs, t * inputs + width), t * width);
      }
      const [held, target] = [guarded.place(x, inputs, 1), guarded.place(y)];
      const out = guarded.place(matrix(inputs + 1, width), width + 2);
      guarded.kernels.addProduct(
        ...([inputs + 1, width, count, 1, target.pointer, 1, target.ld] as const),
        ...([held.pointer, inputs, out.pointer, out.ld] as const),
      );
      expect(largestDifference(out.values(), product(transposed(y), windows).data)).toBeLessThan(ROUNDING);
      expect(guarded.intact()).toBe(true);
    }
  });
});

describe("addProductTransposed", () => {
  const check = (m: number, n: number, k: number, alpha: number, beta: number, pads: number[], s: number) => {
    const draw = gaussians(s);
    const [a, b, c] = [randomMatrix(m, k, draw), randomMatrix(n, k, draw), randomMatrix(m, n, draw)];
    // beta = 0 overwrites: what stood there, even NaN, does not count
    if (beta === 0) c.data.fill(Number.NaN);
    const [left, right] = [
      guarded.place(a, k + pads[0], pads[3] & 1),
      guarded.place(b, k + pads[1], pads[3] >> 1),
    ];
    const out = guarded.place(c, n + pads[2]);
    guarded.kernels.addProductTransposed(
      ...([
        m,
        n,
        k,
        alpha,
        left.pointer,
        left.ld,
        right.pointer,
        right.ld,
        beta,
        out.pointer,
        out.ld,
      ] as const),
    );
    if (beta === 0) c.data.fill(0);
    const wanted = combined(beta, c, alpha, product(a, transposed(b)));
    expect(largestDifference(out.values(), wanted)).toBeLessThan(ROUNDING);
    expect(guarded.intact()).toBe(true);
  };

  it("makes C = beta C + alpha A Bᵀ for every small and every odd size", () => {
    for (const m of [1, 2, 3, 4, 5, 7, 8, 9]) {
      for (const n of [1, 2, 3, 4, 5, 9])
        for (const k of [0, ...SIZES]) check(m, n, k, 1, 0, [0, 0, 0, 0], k);
    }
  });

  it("makes C = beta C + alpha A Bᵀ for any shape, leading dimension and alignment", () => {
    fc.assert(fc.property(size, size, inner, factor, factor, fc.tuple(pad, pad, pad, shift), seed, check), {
      numRuns: 150,
    });
  });
});

describe("rowsTimesMatrix", () => {
  it("makes C = A B for any shape and leading dimension, whatever stood in C", () => {
    const rows = fc.integer({ min: 1, max: 9 });
    const wide = fc.oneof(size, fc.constantFrom(1000, 4097));
    fc.assert(
      fc.property(rows, wide, inner, fc.tuple(pad, pad, pad, shift), seed, (m, n, k0, pads, s) => {
        const k = Math.min(k0, Math.floor(200_000 / n)); // so wide that B runs through in several chunks
        const draw = gaussians(s);
        const [a, b] = [randomMatrix(m, k, draw), randomMatrix(k, n, draw)];
        const [left, right] = [
          guarded.place(a, k + pads[0], pads[3] & 1),
          guarded.place(b, n + pads[1], pads[3] >> 1),
        ];
        const out = guarded.place(
          randomMatrix(m, n, () => Number.NaN),
          n + pads[2],
        );
        guarded.kernels.rowsTimesMatrix(
          ...([m, n, k, left.pointer, left.ld, right.pointer, right.ld, out.pointer, out.ld] as const),
        );
        expect(largestDifference(out.values(), product(a, b).data)).toBeLessThan(ROUNDING);
        expect(guarded.intact()).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe("addGram", () => {
  it("adds alpha Aᵀ A to the lower triangle and leaves what lies far above the diagonal", () => {
    fc.assert(
      fc.property(size, inner, factor, pad, pad, seed, (m, k, alpha, padA, padC, s) => {
        const draw = gaussians(s);
        const [a, c] = [randomMatrix(k, m, draw), randomMatrix(m, m, draw)];
        const [left, out] = [guarded.place(a, m + padA), guarded.place(c, m + padC)];
        guarded.kernels.addGram(m, k, alpha, left.pointer, left.ld, out.pointer, out.ld);
        const gram = product(transposed(a), a);
        const lower = (values: Float64Array) => values.filter((_, e) => e % m <= Math.floor(e / m));
        const wanted = combined(1, c, alpha, gram);
        expect(largestDifference(lower(out.values()), lower(wanted))).toBeLessThan(ROUNDING);
        expect(guarded.intact()).toBe(true);
        // tiles are 32 wide: nothing beyond a tile on the diagonal is touched
        const tile = (e: number) => Math.floor((e % m) / 32) > Math.floor(Math.floor(e / m) / 32);
        const above = out.values();
        expect(above.filter((_, e) => tile(e))).toEqual(c.data.filter((_, e) => tile(e)));
      }),
      { numRuns: 80 },
    );
  });
});

describe("addMultiple and dot", () => {
  it("equal the plain loops for every length from 0 to 130", () => {
    for (let n = 0; n <= 130; n++) {
      const draw = gaussians(n);
      const [x, y] = [randomMatrix(1, n, draw), randomMatrix(1, n, draw)];
      const [left, right] = [guarded.place(x, n, n & 1), guarded.place(y)];
      const wanted = x.data.reduce((sum, v, k) => sum + v * y.data[k], 0);
      const got = guarded.kernels.dot(n, left.pointer, right.pointer);
      expect(Math.abs(got - wanted)).toBeLessThanOrEqual(ROUNDING);
      guarded.kernels.addMultiple(n, -1.5, left.pointer, right.pointer);
      expect(largestDifference(right.values(), combined(1, y, -1.5, x))).toBeLessThan(ROUNDING);
      expect(guarded.intact()).toBe(true);
    }
  });
});
