import { pointer, withWorkspace } from "../kernels/Workspace.js";
import { LagwiseError } from "../LagwiseError.js";
import { type Matrix, matrix } from "./Matrix.js";

/** L of A = L Lᵀ, lower triangular n×n. Reads the lower triangle of A; a LagwiseError if A is not positive definite. */
export function cholesky(a: Matrix): Matrix {
  return withWorkspace(a.data.length, (work) => {
    const factor = work.copy(a);
    const failed = work.kernels.cholesky(a.rows, pointer(factor), a.rows);
    if (failed >= 0)
      throw new LagwiseError(`the matrix is not positive definite (row ${failed + 1} of ${a.rows})`);
    return matrix(a.rows, a.rows, factor.data.slice());
  });
}

/** Solutions x of L Lᵀ xᵀ = bᵀ for each row b of `rows` (m×n). */
export function choleskySolve(factor: Matrix, rows: Matrix): Matrix {
  return withWorkspace(factor.data.length + rows.data.length, (work) => {
    const l = work.copy(factor);
    const x = work.copy(rows);
    const n = factor.rows;
    work.kernels.solveLower(rows.rows, n, pointer(l), n, pointer(x), n);
    work.kernels.solveLowerTransposed(rows.rows, n, pointer(l), n, pointer(x), n);
    return matrix(rows.rows, n, x.data.slice());
  });
}

/** (L⁻¹)ᵀ, upper triangular n×n: A⁻¹ = (L⁻¹)ᵀ L⁻¹, so row i of the result has the squared norm (A⁻¹)_ii. */
export function inverseFactor(factor: Matrix): Matrix {
  return withWorkspace(2 * factor.data.length, (work) => {
    const l = work.copy(factor);
    const out = work.matrix(factor.rows, factor.rows);
    work.kernels.invertLower(factor.rows, pointer(l), factor.rows, pointer(out), factor.rows);
    return matrix(factor.rows, factor.rows, out.data.slice());
  });
}
