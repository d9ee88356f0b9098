import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { cholesky, choleskySolve, inverseFactor } from "../../src/linalg/cholesky.js";
import { matrix } from "../../src/linalg/Matrix.js";
import {
  gaussians,
  identity,
  positiveDefinite,
  product,
  randomMatrix,
  relativeError,
  solveDense,
  transposed,
} from "../oracles.js";

describe("cholesky, choleskySolve and inverseFactor", () => {
  it("rebuild A, solve with A and invert A as plain elimination does", () => {
    for (const n of [1, 2, 3, 5, 17, 48, 49, 97]) {
      const draw = gaussians(n);
      const a = positiveDefinite(n, draw, n);
      const rows = randomMatrix(3, n, draw);
      const factor = cholesky(a);
      expect(relativeError(product(factor, transposed(factor)).data, a.data)).toBeLessThan(1e-13);
      const solved = choleskySolve(factor, rows);
      const wanted = transposed(solveDense(a, transposed(rows)).solution);
      expect(relativeError(solved.data, wanted.data)).toBeLessThan(1e-12);
      const inverse = inverseFactor(factor);
      const covariance = solveDense(a, identity(n)).solution;
      expect(relativeError(product(inverse, transposed(inverse)).data, covariance.data)).toBeLessThan(1e-12);
    }
  });

  it("leave the matrix that they are given as it was", () => {
    const a = matrix(2, 2, [4, 2, 2, 3]);
    cholesky(a);
    expect(Array.from(a.data)).toEqual([4, 2, 2, 3]);
  });

  it("say at which row a matrix is not positive definite, counted from 1", () => {
    const indefinite = matrix(2, 2, [1, 2, 2, 1]);
    expect(() => cholesky(indefinite)).toThrow(LagwiseError);
    expect(() => cholesky(indefinite)).toThrow("the matrix is not positive definite (row 2 of 2)");
  });
});
