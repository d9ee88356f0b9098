import type { Matrix } from "../linalg/Matrix.js";

/**
 * ‖K − diag(rho) ⊗ I‖ / ‖diag(rho) ⊗ I‖ in the Frobenius norm: how far a network of finite width is from its limit.
 * K is (T·n_y·n_x)², its coordinates lag first; falls as n^(−1/2).
 */
export function kernelDistance(kernel: Matrix, rho: Float64Array): number {
  const perLag = kernel.rows / rho.length;
  let distance = 0;
  let norm = 0;
  for (let j = 0; j < kernel.rows; j++) {
    const limit = rho[Math.floor(j / perLag)];
    norm += limit * limit;
    for (let k = 0; k < kernel.columns; k++) {
      const off = kernel.data[j * kernel.columns + k] - (j === k ? limit : 0);
      distance += off * off;
    }
  }
  return Math.sqrt(distance / norm);
}
