/**
 * The compiled kernels of assembly/, on the memory of one Workspace. Pointers (a, b, c, …) are byte offsets in
 * that memory, leading dimensions (ld…) and strides are in doubles. Shapes are given beside each.
 */
export interface Kernels {
  /** C (m×n) += alpha op(A) B, op(A)[i, l] at a + i·aRow + l·aCol (m×k), B k×n */
  addProduct(
    m: number,
    n: number,
    k: number,
    alpha: number,
    a: number,
    aRow: number,
    aCol: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
  ): void;
  /** C (m×n) = beta C + alpha A Bᵀ, A m×k, B n×k */
  addProductTransposed(
    m: number,
    n: number,
    k: number,
    alpha: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    beta: number,
    c: number,
    ldc: number,
  ): void;
  /** C (m×n) = A B for few rows m; B (k×n) streams through memory once */
  rowsTimesMatrix(
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
  ): void;
  /** lower triangle of C (m×m) += alpha Aᵀ A, A k×m; entries just above the diagonal may change */
  addGram(m: number, k: number, alpha: number, a: number, lda: number, c: number, ldc: number): void;
  /** y += alpha x, length n */
  addMultiple(n: number, alpha: number, x: number, y: number): void;
  dot(n: number, a: number, b: number): number;
  /** A (n×n) ← L; −1, or the first row whose pivot is not positive */
  cholesky(n: number, a: number, lda: number): number;
  /** rows x (m×n) ← solutions of L yᵀ = xᵀ */
  solveLower(m: number, n: number, l: number, ldl: number, x: number, ldx: number): void;
  /** rows x (m×n) ← solutions of Lᵀ yᵀ = xᵀ */
  solveLowerTransposed(m: number, n: number, l: number, ldl: number, x: number, ldx: number): void;
  /** out (n×n) ← (L⁻¹)ᵀ */
  invertLower(n: number, l: number, ldl: number, out: number, ldo: number): void;
  /** A = Q T Qᵀ: diagonal and off (n each) of T; rows (m×n) ← rows · Q; work holds 4n doubles */
  tridiagonalise(
    n: number,
    a: number,
    lda: number,
    diagonal: number,
    off: number,
    m: number,
    rows: number,
    work: number,
  ): void;
  /** pOut (ny×n) = scale · p W, qOut (nx×n) = scale · q Wᵀ in one pass over W (n×n) */
  advance(
    n: number,
    w: number,
    scale: number,
    ny: number,
    p: number,
    pOut: number,
    nx: number,
    q: number,
    qOut: number,
    /** from W's last rows to its first: alternate passes find the end of the last one in cache */
    upwards: boolean,
  ): void;
  /** the sum of n doubles: how fast memory can be read */
  readAll(n: number, a: number): number;
  /** 26 · n floating-point operations in registers: how fast they can be done */
  multiplyAll(n: number, step: number): number;
  /** state: four 64-bit words */
  seedRandom(state: number, seed: number, stream: number): void;
  nextUniform(state: number): number;
  fillNormals(state: number, count: number, deviation: number, out: number): void;
  exp(x: number): number;
  expm1(x: number): number;
  log(x: number): number;
  log1p(x: number): number;
  pow(x: number, y: number): number;
  sin(x: number): number;
  cos(x: number): number;
  firstFreeByte(): number;
}
