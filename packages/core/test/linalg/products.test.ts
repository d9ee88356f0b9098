import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyMatrix, matrix, transpose } from "../../src/linalg/Matrix.js";
import { multiply, multiplyTransposed } from "../../src/linalg/products.js";
import { gaussians, largestDifference, product, randomMatrix, transposed } from "../oracles.js";

const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(47, 49, 97, 130));

describe("products of matrices", () => {
  it("equal the triple loop for any shapes", () => {
    fc.assert(
      fc.property(size, size, size, fc.integer(), (m, n, k, seed) => {
        const draw = gaussians(seed);
        const [a, b] = [randomMatrix(m, k, draw), randomMatrix(k, n, draw)];
        const wanted = product(a, b);
        expect(largestDifference(multiply(a, b).data, wanted.data)).toBeLessThan(1e-12);
        expect(largestDifference(multiplyTransposed(a, transposed(b)).data, wanted.data)).toBeLessThan(1e-12);
        expect(multiply(a, b)).toMatchObject({ rows: m, columns: n });
      }),
      { numRuns: 100 },
    );
  });

  it("are exact on whole numbers", () => {
    const a = matrix(2, 3, [1, 2, 3, 4, 5, 6]);
    const b = matrix(3, 2, [7, 8, 9, 10, 11, 12]);
    expect(Array.from(multiply(a, b).data)).toEqual([58, 64, 139, 154]);
  });

  it("say which shapes do not fit", () => {
    expect(() => multiply(matrix(2, 3), matrix(2, 3))).toThrow("invalid product: 2×3 by 2×3");
    expect(() => multiplyTransposed(matrix(2, 3), matrix(3, 2))).toThrow(RangeError);
  });
});

describe("matrix", () => {
  it("refuses values that do not fill it, and keeps the array that it is given", () => {
    expect(() => matrix(2, 2, [1, 2, 3])).toThrow("invalid matrix: 3 values for 2 × 2");
    const data = new Float64Array(4);
    expect(matrix(2, 2, data).data).toBe(data);
    expect(copyMatrix(matrix(2, 2, data)).data).not.toBe(data);
  });

  it("transposes: entry (i, j) goes to (j, i)", () => {
    expect(Array.from(transpose(matrix(2, 3, [1, 2, 3, 4, 5, 6])).data)).toEqual([1, 4, 2, 5, 3, 6]);
  });
});
