import { portableMath } from "../kernels/portableMath.js";
import { pointer, withWorkspace } from "../kernels/Workspace.js";
import { type Matrix, matrix } from "./Matrix.js";

/** A symmetric matrix in its own orthogonal basis: A = Q T Qᵀ with T tridiagonal, and right-hand sides b Q. */
export interface Tridiagonal {
  /** n diagonal entries of T */
  readonly diagonal: Float64Array;
  /** n entries; entry i couples rows i and i + 1, the last is 0 */
  readonly offDiagonal: Float64Array;
  /** m×n: the given rows, each multiplied by Q */
  readonly rows: Matrix;
}

/** Reduces a symmetric A (n×n, lower triangle read) and carries `rows` (m×n) along. O(4n³/3), once. */
export function tridiagonalise(a: Matrix, rows: Matrix): Tridiagonal {
  const n = a.rows;
  return withWorkspace(a.data.length + rows.data.length + 6 * n, (work) => {
    const held = work.copy(a);
    const carried = work.copy(rows);
    const diagonal = work.matrix(1, n);
    const off = work.matrix(1, n);
    const scratch = work.matrix(4, n);
    work.kernels.tridiagonalise(
      n,
      pointer(held),
      n,
      pointer(diagonal),
      pointer(off),
      rows.rows,
      pointer(carried),
      pointer(scratch),
    );
    return {
      diagonal: diagonal.data.slice(),
      offDiagonal: off.data.slice(),
      rows: matrix(rows.rows, n, carried.data.slice()),
    };
  });
}

/**
 * For M = I + γ T, positive definite: log det M and, for row `index` b of `t.rows`, the quadratic form b M⁻¹ bᵀ.
 * O(n), so that one reduction serves every γ.
 */
export function shiftedForms(
  t: Tridiagonal,
  gamma: number,
  index: number,
): { logDeterminant: number; quadratic: number } {
  const n = t.diagonal.length;
  const b = t.rows.data.subarray(index * n, (index + 1) * n);
  let logDeterminant = 0;
  let quadratic = 0;
  let pivot = 0;
  let forward = 0;
  for (let i = 0; i < n; i++) {
    const coupling = i === 0 ? 0 : (gamma * t.offDiagonal[i - 1]) / pivot;
    forward = b[i] - coupling * forward;
    // rounding may leave a semidefinite T a hair below zero; M's pivots are at least 1 in exact arithmetic
    pivot = Math.max(1, 1 + gamma * t.diagonal[i] - (i === 0 ? 0 : coupling * gamma * t.offDiagonal[i - 1]));
    logDeterminant += portableMath.log(pivot);
    quadratic += (forward * forward) / pivot;
  }
  return { logDeterminant, quadratic };
}

/** The largest eigenvalue of T, to rounding: bisection between bounds, counting eigenvalues by Sturm's sequence. */
export function largestEigenvalue({ diagonal, offDiagonal }: Tridiagonal): number {
  const n = diagonal.length;
  let above = Number.NEGATIVE_INFINITY;
  let below = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    const radius = Math.abs(offDiagonal[i]) + (i > 0 ? Math.abs(offDiagonal[i - 1]) : 0);
    above = Math.max(above, diagonal[i] + radius);
    below = Math.max(below, diagonal[i]);
  }
  for (;;) {
    const middle = below + (above - below) / 2;
    if (!(middle > below && middle < above)) return above;
    if (hasEigenvalueAbove(diagonal, offDiagonal, middle)) below = middle;
    else above = middle;
  }
}

/** Whether any pivot of T − x I is positive. */
function hasEigenvalueAbove(diagonal: Float64Array, offDiagonal: Float64Array, x: number): boolean {
  let pivot = diagonal[0] - x;
  for (let i = 1; pivot <= 0; i++) {
    if (i === diagonal.length) return false;
    pivot = diagonal[i] - x - (offDiagonal[i - 1] * offDiagonal[i - 1]) / Math.min(pivot, -Number.MIN_VALUE);
  }
  return true;
}
