import { describe, expect, it } from "vitest";
import { matrix } from "../../src/linalg/Matrix.js";
import { symmetricEigen } from "../../src/linalg/symmetricEigen.js";
import { gaussians, identity, positiveDefinite, product, relativeError, transposed } from "../oracles.js";

describe("symmetricEigen", () => {
  it("gives ascending values, orthonormal columns and A = U Λ Uᵀ", () => {
    for (const [n, rank] of [
      [1, 1],
      [2, 2],
      [5, 2],
      [40, 40],
      [60, 7],
    ] as const) {
      const a = positiveDefinite(n, gaussians(n), 0, rank);
      const { values, vectors } = symmetricEigen(a);
      expect(Array.from(values)).toEqual(Array.from(values).sort((x, y) => x - y));
      expect(relativeError(product(transposed(vectors), vectors).data, identity(n).data)).toBeLessThan(1e-12);
      const scaled = matrix(
        n,
        n,
        vectors.data.map((v, e) => v * values[e % n]),
      );
      expect(relativeError(product(scaled, transposed(vectors)).data, a.data)).toBeLessThan(1e-12);
    }
  });

  it("knows the discrete Laplacian: 2 − 2 cos(kπ/(n+1))", () => {
    const n = 25;
    const a = matrix(n, n);
    for (let i = 0; i < n; i++) {
      a.data[i * n + i] = 2;
      if (i + 1 < n) a.data[i * n + i + 1] = a.data[(i + 1) * n + i] = -1;
    }
    const wanted = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
    expect(relativeError(symmetricEigen(a).values, wanted)).toBeLessThan(1e-13);
  });

  it("refuses a matrix that is not square", () => {
    expect(() => symmetricEigen(matrix(2, 3))).toThrow("invalid symmetric matrix: 2 × 3");
  });
});
