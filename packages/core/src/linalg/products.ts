import { pointer, withWorkspace } from "../kernels/Workspace.js";
import { type Matrix, matrix } from "./Matrix.js";

/** A B, with A m×k and B k×n. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) {
    throw new RangeError(`invalid product: ${a.rows}×${a.columns} by ${b.rows}×${b.columns}`);
  }
  return withWorkspace(a.data.length + b.data.length + a.rows * b.columns, (work) => {
    const left = work.copy(a);
    const right = work.copy(b);
    const product = work.matrix(a.rows, b.columns);
    const [m, n, k] = [a.rows, b.columns, a.columns];
    if (m < 8) {
      work.kernels.rowsTimesMatrix(m, n, k, pointer(left), k, pointer(right), n, pointer(product), n);
    } else {
      work.kernels.addProduct(m, n, k, 1, pointer(left), k, 1, pointer(right), n, pointer(product), n);
    }
    return matrix(m, n, product.data.slice());
  });
}

/** A Bᵀ, with A m×k and B n×k. */
export function multiplyTransposed(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.columns) {
    throw new RangeError(
      `invalid product: ${a.rows}×${a.columns} by the transpose of ${b.rows}×${b.columns}`,
    );
  }
  return withWorkspace(a.data.length + b.data.length + a.rows * b.rows, (work) => {
    const left = work.copy(a);
    const right = work.copy(b);
    const product = work.matrix(a.rows, b.rows);
    const [m, n, k] = [a.rows, b.rows, a.columns];
    work.kernels.addProductTransposed(
      m,
      n,
      k,
      1,
      pointer(left),
      k,
      pointer(right),
      k,
      0,
      pointer(product),
      n,
    );
    return matrix(m, n, product.data.slice());
  });
}
