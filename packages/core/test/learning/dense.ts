// Bayesian linear regression in N×N matrices, sample by sample: what evidence.ts and posterior.ts say in lag
// statistics. Valid with weights of 0, since no weight is inverted.
import { type Matrix, matrix } from "../../src/linalg/Matrix.js";
import type { Segment } from "../../src/signal/Recording.js";
import { product, solveDense, transposed, windowAt } from "../oracles.js";

/** All windows (N × T·n_x) and the samples of one output (N × 1). */
export function regression(segments: readonly Segment[], lags: number, output = 0): { z: Matrix; y: Matrix } {
  const windows = segments.flatMap(({ inputs }) =>
    Array.from({ length: inputs.rows }, (_, t) => windowAt(inputs, t, lags)),
  );
  const y = segments.flatMap(({ outputs }) =>
    Array.from(outputs.data).filter((_, k) => k % outputs.columns === output),
  );
  return { z: matrix(windows.length, windows[0].length, windows.flat()), y: matrix(y.length, 1, y) };
}

/** Z (g D) and s² I + Z (g D) Zᵀ */
function covariances(
  z: Matrix,
  rho: Float64Array,
  scale: number,
  noise: number,
): { zd: Matrix; total: Matrix } {
  const inputs = z.columns / rho.length;
  const zd = matrix(
    z.rows,
    z.columns,
    z.data.map((v, k) => v * scale * rho[Math.floor((k % z.columns) / inputs)]),
  );
  const total = product(zd, transposed(z));
  for (let t = 0; t < z.rows; t++) total.data[t * (z.rows + 1)] += noise;
  return { zd, total };
}

/** log N(y; 0, s² I + Z (g D) Zᵀ) */
export function denseLogEvidence(
  z: Matrix,
  y: Matrix,
  rho: Float64Array,
  scale: number,
  noise: number,
): number {
  const { solution, logDeterminant } = solveDense(covariances(z, rho, scale, noise).total, y);
  const quadratic = y.data.reduce((sum, v, t) => sum + v * solution.data[t], 0);
  return -0.5 * (y.rows * Math.log(2 * Math.PI) + logDeterminant + quadratic);
}

/** Mean g D Zᵀ V⁻¹ y and covariance g D − g D Zᵀ V⁻¹ Z g D, with V = s² I + Z (g D) Zᵀ. */
export function densePosterior(z: Matrix, y: Matrix, rho: Float64Array, scale: number, noise: number) {
  const { zd, total } = covariances(z, rho, scale, noise);
  const mean = product(transposed(zd), solveDense(total, y).solution);
  const covariance = product(transposed(zd), solveDense(total, zd).solution);
  for (let e = 0; e < covariance.data.length; e++) covariance.data[e] *= -1;
  const inputs = z.columns / rho.length;
  for (let k = 0; k < z.columns; k++)
    covariance.data[k * (z.columns + 1)] += scale * rho[Math.floor(k / inputs)];
  return { mean, covariance };
}
