// Cholesky factorisation A = L Lᵀ of a symmetric positive definite matrix (row-major, lower triangle read), and
// solves with L whose right-hand sides are held as rows, so that every inner loop is a product of rows.

import { addProductTransposed, dot } from "./products";

const F64: usize = 8;
const BLOCK: usize = 48;

/** Overwrites the lower triangle of A with L and clears the rest. Returns −1, or the first row that fails. */
export function cholesky(n: usize, a: usize, lda: usize): i32 {
  for (let k0: usize = 0; k0 < n; k0 += BLOCK) {
    const width = min(BLOCK, n - k0);
    const diagonal = a + (k0 * lda + k0) * F64;
    for (let i: usize = 0; i < width; i++) {
      const row = diagonal + i * lda * F64;
      for (let j: usize = 0; j < i; j++) {
        const other = diagonal + j * lda * F64;
        store<f64>(row + j * F64, (load<f64>(row + j * F64) - dot(j, row, other)) / load<f64>(other + j * F64));
      }
      const pivot = load<f64>(row + i * F64) - dot(i, row, row);
      if (!(pivot > 0)) return <i32>(k0 + i);
      store<f64>(row + i * F64, sqrt(pivot));
    }
    const below = n - k0 - width;
    if (below == 0) break;
    const panel = a + ((k0 + width) * lda + k0) * F64;
    solveRows(below, width, diagonal, lda, panel, lda);
    // trailing part: rows in blocks, each against the rows down to its own end
    for (let i: usize = 0; i < below; i += BLOCK) {
      const rows = min(BLOCK, below - i);
      const left = panel + i * lda * F64;
      addProductTransposed(rows, i + rows, width, -1, left, lda, panel, lda, 1, left + width * F64, lda);
    }
  }
  for (let i: usize = 0; i + 1 < n; i++) memory.fill(a + (i * lda + i + 1) * F64, 0, (n - i - 1) * F64);
  return -1;
}

/** Solves L yᵀ = xᵀ for each of m rows x (length n), in place: forward substitution, blocked. */
export function solveLower(m: usize, n: usize, l: usize, ldl: usize, x: usize, ldx: usize): void {
  for (let k0: usize = 0; k0 < n; k0 += BLOCK) {
    const width = min(BLOCK, n - k0);
    const target = x + k0 * F64;
    const row = l + k0 * ldl * F64;
    addProductTransposed(m, width, k0, -1, x, ldx, row, ldl, 1, target, ldx);
    solveRows(m, width, row + k0 * F64, ldl, target, ldx);
  }
}

/** Solves Lᵀ yᵀ = xᵀ for each of m rows x (length n), in place: back substitution. */
export function solveLowerTransposed(m: usize, n: usize, l: usize, ldl: usize, x: usize, ldx: usize): void {
  for (let r: usize = 0; r < m; r++) {
    const row = x + r * ldx * F64;
    for (let i = n; i-- > 0; ) {
      const factor = l + i * ldl * F64;
      const y = load<f64>(row + i * F64) / load<f64>(factor + i * F64);
      store<f64>(row + i * F64, y);
      for (let j: usize = 0; j < i; j++) {
        store<f64>(row + j * F64, load<f64>(row + j * F64) - y * load<f64>(factor + j * F64));
      }
    }
  }
}

/**
 * K = L⁻¹, held transposed: row j of `out` is column j of L⁻¹ (so out is upper triangular). Starts each block of
 * rows at its own diagonal, which halves the work.
 */
export function invertLower(n: usize, l: usize, ldl: usize, out: usize, ldo: usize): void {
  for (let j0: usize = 0; j0 < n; j0 += BLOCK) {
    const rows = min(BLOCK, n - j0);
    for (let j: usize = j0; j < j0 + rows; j++) {
      memory.fill(out + j * ldo * F64, 0, n * F64);
      store<f64>(out + (j * ldo + j) * F64, 1);
    }
    solveLower(rows, n - j0, l + (j0 * ldl + j0) * F64, ldl, out + (j0 * ldo + j0) * F64, ldo);
  }
}

/** Forward substitution within one diagonal block, four right-hand sides at a time. */
function solveRows(m: usize, n: usize, l: usize, ldl: usize, x: usize, ldx: usize): void {
  let r: usize = 0;
  for (; r + 4 <= m; r += 4) {
    const x0 = x + r * ldx * F64, x1 = x0 + ldx * F64, x2 = x1 + ldx * F64, x3 = x2 + ldx * F64;
    for (let i: usize = 0; i < n; i++) {
      const row = l + i * ldl * F64;
      let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
      const end = (i & ~1) * F64;
      for (let o: usize = 0; o < end; o += 16) {
        const v = v128.load(row + o);
        s0 = f64x2.add(s0, f64x2.mul(v, v128.load(x0 + o)));
        s1 = f64x2.add(s1, f64x2.mul(v, v128.load(x1 + o)));
        s2 = f64x2.add(s2, f64x2.mul(v, v128.load(x2 + o)));
        s3 = f64x2.add(s3, f64x2.mul(v, v128.load(x3 + o)));
      }
      const last = i & 1 ? load<f64>(row + end) : 0;
      const inverse = 1 / load<f64>(row + i * F64);
      finish(x0, i, end, s0, last, inverse);
      finish(x1, i, end, s1, last, inverse);
      finish(x2, i, end, s2, last, inverse);
      finish(x3, i, end, s3, last, inverse);
    }
  }
  for (; r < m; r++) {
    const row = x + r * ldx * F64;
    for (let i: usize = 0; i < n; i++) {
      const factor = l + i * ldl * F64;
      store<f64>(row + i * F64, (load<f64>(row + i * F64) - dot(i, factor, row)) / load<f64>(factor + i * F64));
    }
  }
}

// @ts-ignore: decorator
@inline
function finish(x: usize, i: usize, end: usize, s: v128, last: f64, inverse: f64): void {
  const sum = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1) + last * (i & 1 ? load<f64>(x + end) : 0);
  store<f64>(x + i * F64, (load<f64>(x + i * F64) - sum) * inverse);
}
