// Products of row-major float64 matrices in linear memory. Every pointer is in bytes, every leading
// dimension (ld) in doubles. No SIMD load needs alignment. Nothing here allocates.

const F64: usize = 8;

// @ts-ignore: decorator
@inline
function at(pointer: usize, index: usize): usize {
  return pointer + index * F64;
}

// @ts-ignore: decorator
@inline
function sum2(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

// @ts-ignore: decorator
@inline
function madd(acc: v128, a: v128, b: v128): v128 {
  return f64x2.add(acc, f64x2.mul(a, b));
}

// ---------------------------------------------------------------------------------------------------------
// C += alpha op(A) B, in tiles. op(A) is m×k with strides: op(A)[i, l] at a + i·aRow + l·aCol. The same tile
// serves A (aRow = lda, aCol = 1) and its transpose (aRow = 1, aCol = lda). B is k×n, C is m×n.

const TILE_K: usize = 128;
const TILE_N: usize = 32;

export function addProduct(
  m: usize, n: usize, k: usize, alpha: f64,
  a: usize, aRow: usize, aCol: usize, b: usize, ldb: usize, c: usize, ldc: usize,
): void {
  for (let k0: usize = 0; k0 < k; k0 += TILE_K) {
    const kk = min(TILE_K, k - k0);
    for (let n0: usize = 0; n0 < n; n0 += TILE_N) {
      const nn = min(TILE_N, n - n0);
      const panel = at(b, k0 * ldb + n0);
      let i: usize = 0;
      for (; i + 4 <= m; i += 4) {
        const rows = at(a, i * aRow + k0 * aCol);
        const out = at(c, i * ldc + n0);
        let j: usize = 0;
        for (; j + 4 <= nn; j += 4) tile4x4(kk, alpha, rows, aRow, aCol, at(panel, j), ldb, at(out, j), ldc);
        for (; j < nn; j++) {
          for (let r: usize = 0; r < 4; r++) {
            tile1x1(kk, alpha, at(rows, r * aRow), aCol, at(panel, j), ldb, at(out, r * ldc + j));
          }
        }
      }
      for (; i < m; i++) {
        const row = at(a, i * aRow + k0 * aCol);
        const out = at(c, i * ldc + n0);
        let j: usize = 0;
        for (; j + 8 <= nn; j += 8) tile1x8(kk, alpha, row, aCol, at(panel, j), ldb, at(out, j));
        for (; j + 2 <= nn; j += 2) tile1x2(kk, alpha, row, aCol, at(panel, j), ldb, at(out, j));
        for (; j < nn; j++) tile1x1(kk, alpha, row, aCol, at(panel, j), ldb, at(out, j));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function addTo(c: usize, alpha: v128, value: v128): void {
  v128.store(c, madd(v128.load(c), alpha, value));
}

function tile4x4(
  k: usize, alpha: f64, a: usize, aRow: usize, aCol: usize, b: usize, ldb: usize, c: usize, ldc: usize,
): void {
  let c00 = f64x2.splat(0), c01 = f64x2.splat(0), c10 = f64x2.splat(0), c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0), c21 = f64x2.splat(0), c30 = f64x2.splat(0), c31 = f64x2.splat(0);
  const aStep = aCol * F64;
  const bStep = ldb * F64;
  let a0 = a, a1 = at(a, aRow), a2 = at(a, 2 * aRow), a3 = at(a, 3 * aRow);
  for (let l: usize = 0; l < k; l++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load64_splat(a0);
    c00 = madd(c00, x, b0);
    c01 = madd(c01, x, b1);
    x = v128.load64_splat(a1);
    c10 = madd(c10, x, b0);
    c11 = madd(c11, x, b1);
    x = v128.load64_splat(a2);
    c20 = madd(c20, x, b0);
    c21 = madd(c21, x, b1);
    x = v128.load64_splat(a3);
    c30 = madd(c30, x, b0);
    c31 = madd(c31, x, b1);
    a0 += aStep; a1 += aStep; a2 += aStep; a3 += aStep;
    b += bStep;
  }
  const s = f64x2.splat(alpha);
  addTo(c, s, c00); addTo(c + 16, s, c01);
  c = at(c, ldc);
  addTo(c, s, c10); addTo(c + 16, s, c11);
  c = at(c, ldc);
  addTo(c, s, c20); addTo(c + 16, s, c21);
  c = at(c, ldc);
  addTo(c, s, c30); addTo(c + 16, s, c31);
}

function tile1x8(k: usize, alpha: f64, a: usize, aCol: usize, b: usize, ldb: usize, c: usize): void {
  let c0 = f64x2.splat(0), c1 = f64x2.splat(0), c2 = f64x2.splat(0), c3 = f64x2.splat(0);
  for (let l: usize = 0; l < k; l++) {
    const x = v128.load64_splat(a);
    c0 = madd(c0, x, v128.load(b));
    c1 = madd(c1, x, v128.load(b, 16));
    c2 = madd(c2, x, v128.load(b, 32));
    c3 = madd(c3, x, v128.load(b, 48));
    a = at(a, aCol);
    b = at(b, ldb);
  }
  const s = f64x2.splat(alpha);
  addTo(c, s, c0); addTo(c + 16, s, c1); addTo(c + 32, s, c2); addTo(c + 48, s, c3);
}

function tile1x2(k: usize, alpha: f64, a: usize, aCol: usize, b: usize, ldb: usize, c: usize): void {
  let c0 = f64x2.splat(0);
  for (let l: usize = 0; l < k; l++) {
    c0 = madd(c0, v128.load64_splat(a), v128.load(b));
    a = at(a, aCol);
    b = at(b, ldb);
  }
  addTo(c, f64x2.splat(alpha), c0);
}

function tile1x1(k: usize, alpha: f64, a: usize, aCol: usize, b: usize, ldb: usize, c: usize): void {
  let sum: f64 = 0;
  for (let l: usize = 0; l < k; l++) {
    sum += load<f64>(a) * load<f64>(b);
    a = at(a, aCol);
    b = at(b, ldb);
  }
  store<f64>(c, load<f64>(c) + alpha * sum);
}

// ---------------------------------------------------------------------------------------------------------
// Row-block × matrix: C = A B with A m×k (few rows), B k×n, C m×n. B streams through once, whatever m is: a
// chunk of its rows stays in the second-level cache while every row of A uses it.

const CHUNK_BYTES: usize = 256 * 1024;

export function rowsTimesMatrix(
  m: usize, n: usize, k: usize, a: usize, lda: usize, b: usize, ldb: usize, c: usize, ldc: usize,
): void {
  for (let i: usize = 0; i < m; i++) memory.fill(at(c, i * ldc), 0, n * F64);
  const chunk = rowsPerChunk(n);
  for (let k0: usize = 0; k0 < k; k0 += chunk) {
    addRowsTimes(m, n, min(chunk, k - k0), 1, at(a, k0), lda, at(b, k0 * ldb), ldb, c, ldc);
  }
}

/** How many rows of n doubles stay in the second-level cache; a multiple of four. */
export function rowsPerChunk(n: usize): usize {
  return max<usize>(4, (CHUNK_BYTES / (n * F64)) & ~3);
}

/** C (m×n) += alpha A B over k rows of B that are in cache */
export function addRowsTimes(
  m: usize, n: usize, k: usize, alpha: f64, a: usize, lda: usize, b: usize, ldb: usize, c: usize, ldc: usize,
): void {
  let i: usize = 0;
  for (; i + 2 <= m; i += 2) rows2(n, k, alpha, at(a, i * lda), lda, b, ldb, at(c, i * ldc), ldc);
  if (i < m) rows1(n, k, alpha, at(a, i * lda), b, ldb, at(c, i * ldc));
}

// @ts-ignore: decorator
@inline
function scaledSplat(alpha: f64, a: usize): v128 {
  return f64x2.splat(alpha * load<f64>(a));
}

function rows1(n: usize, k: usize, alpha: f64, a: usize, b: usize, ldb: usize, c: usize): void {
  const even = n & ~1;
  let l: usize = 0;
  for (; l + 4 <= k; l += 4) {
    const x0 = scaledSplat(alpha, at(a, l)), x1 = scaledSplat(alpha, at(a, l + 1));
    const x2 = scaledSplat(alpha, at(a, l + 2)), x3 = scaledSplat(alpha, at(a, l + 3));
    const b0 = at(b, l * ldb), b1 = at(b0, ldb), b2 = at(b1, ldb), b3 = at(b2, ldb);
    for (let j: usize = 0; j < even; j += 2) {
      const o = j * F64;
      const s01 = madd(f64x2.mul(x0, v128.load(b0 + o)), x1, v128.load(b1 + o));
      const s23 = madd(f64x2.mul(x2, v128.load(b2 + o)), x3, v128.load(b3 + o));
      v128.store(c + o, f64x2.add(v128.load(c + o), f64x2.add(s01, s23)));
    }
    if (even < n) {
      const o = even * F64;
      const s01 = f64x2.extract_lane(x0, 0) * load<f64>(b0 + o) + f64x2.extract_lane(x1, 0) * load<f64>(b1 + o);
      const s23 = f64x2.extract_lane(x2, 0) * load<f64>(b2 + o) + f64x2.extract_lane(x3, 0) * load<f64>(b3 + o);
      store<f64>(c + o, load<f64>(c + o) + (s01 + s23));
    }
  }
  for (; l < k; l++) addMultiple(n, alpha * load<f64>(at(a, l)), at(b, l * ldb), c);
}

function rows2(
  n: usize, k: usize, alpha: f64, a: usize, lda: usize, b: usize, ldb: usize, c: usize, ldc: usize,
): void {
  const even = n & ~1;
  const d = at(c, ldc);
  const e = at(a, lda);
  let l: usize = 0;
  for (; l + 4 <= k; l += 4) {
    const x0 = scaledSplat(alpha, at(a, l)), x1 = scaledSplat(alpha, at(a, l + 1));
    const x2 = scaledSplat(alpha, at(a, l + 2)), x3 = scaledSplat(alpha, at(a, l + 3));
    const y0 = scaledSplat(alpha, at(e, l)), y1 = scaledSplat(alpha, at(e, l + 1));
    const y2 = scaledSplat(alpha, at(e, l + 2)), y3 = scaledSplat(alpha, at(e, l + 3));
    const b0 = at(b, l * ldb), b1 = at(b0, ldb), b2 = at(b1, ldb), b3 = at(b2, ldb);
    for (let j: usize = 0; j < even; j += 2) {
      const o = j * F64;
      const r0 = v128.load(b0 + o), r1 = v128.load(b1 + o), r2 = v128.load(b2 + o), r3 = v128.load(b3 + o);
      const s = f64x2.add(madd(f64x2.mul(x0, r0), x1, r1), madd(f64x2.mul(x2, r2), x3, r3));
      const t = f64x2.add(madd(f64x2.mul(y0, r0), y1, r1), madd(f64x2.mul(y2, r2), y3, r3));
      v128.store(c + o, f64x2.add(v128.load(c + o), s));
      v128.store(d + o, f64x2.add(v128.load(d + o), t));
    }
    if (even < n) {
      for (let r: usize = l; r < l + 4; r++) {
        const o = even * F64;
        const v = alpha * load<f64>(at(b, r * ldb + even));
        store<f64>(c + o, load<f64>(c + o) + load<f64>(at(a, r)) * v);
        store<f64>(d + o, load<f64>(d + o) + load<f64>(at(e, r)) * v);
      }
    }
  }
  for (; l < k; l++) {
    addMultiple(n, alpha * load<f64>(at(a, l)), at(b, l * ldb), c);
    addMultiple(n, alpha * load<f64>(at(e, l)), at(b, l * ldb), d);
  }
}

/** y += alpha x, both of length n */
export function addMultiple(n: usize, alpha: f64, x: usize, y: usize): void {
  const s = f64x2.splat(alpha);
  const even = n & ~1;
  for (let j: usize = 0; j < even; j += 2) addTo(at(y, j), s, v128.load(at(x, j)));
  if (even < n) store<f64>(at(y, even), load<f64>(at(y, even)) + alpha * load<f64>(at(x, even)));
}

// ---------------------------------------------------------------------------------------------------------
// Row-block × transposed matrix, C = beta C + alpha A Bᵀ, with A m×k, B n×k, C m×n; beta 0 overwrites. With
// column blocks held as rows this is also matrix × column-block. B streams through once per four rows of A.

export function addProductTransposed(
  m: usize, n: usize, k: usize, alpha: f64, a: usize, lda: usize, b: usize, ldb: usize,
  beta: f64, c: usize, ldc: usize,
): void {
  let i: usize = 0;
  for (; i + 4 <= m; i += 4) {
    const rows = at(a, i * lda);
    const out = at(c, i * ldc);
    let j: usize = 0;
    for (; j + 2 <= n; j += 2) dot4x2(k, alpha, rows, lda, at(b, j * ldb), ldb, beta, at(out, j), ldc);
    for (; j < n; j++) dot1xN(4, k, alpha, at(b, j * ldb), rows, lda, beta, at(out, j), ldc);
  }
  if (i + 2 <= m) {
    const rows = at(a, i * lda);
    const out = at(c, i * ldc);
    let j: usize = 0;
    for (; j + 4 <= n; j += 4) dot2x4(k, alpha, rows, lda, at(b, j * ldb), ldb, beta, at(out, j), ldc);
    for (; j < n; j++) dot1xN(2, k, alpha, at(b, j * ldb), rows, lda, beta, at(out, j), ldc);
    i += 2;
  }
  if (i < m) dot1xN(n, k, alpha, at(a, i * lda), b, ldb, beta, at(c, i * ldc), 1);
}

// @ts-ignore: decorator
@inline
function put(c: usize, beta: f64, value: f64): void {
  store<f64>(c, beta == 0 ? value : beta * load<f64>(c) + value);
}

function dot4x2(
  k: usize, alpha: f64, a: usize, lda: usize, b: usize, ldb: usize, beta: f64, c: usize, ldc: usize,
): void {
  let s00 = f64x2.splat(0), s01 = f64x2.splat(0), s10 = f64x2.splat(0), s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0), s21 = f64x2.splat(0), s30 = f64x2.splat(0), s31 = f64x2.splat(0);
  const a1 = at(a, lda), a2 = at(a1, lda), a3 = at(a2, lda), b1 = at(b, ldb);
  const end = (k & ~1) * F64;
  for (let o: usize = 0; o < end; o += 16) {
    const y0 = v128.load(b + o), y1 = v128.load(b1 + o);
    let x = v128.load(a + o);
    s00 = madd(s00, x, y0);
    s01 = madd(s01, x, y1);
    x = v128.load(a1 + o);
    s10 = madd(s10, x, y0);
    s11 = madd(s11, x, y1);
    x = v128.load(a2 + o);
    s20 = madd(s20, x, y0);
    s21 = madd(s21, x, y1);
    x = v128.load(a3 + o);
    s30 = madd(s30, x, y0);
    s31 = madd(s31, x, y1);
  }
  let t0: f64 = 0, t1: f64 = 0, x0: f64 = 0, x1: f64 = 0, x2: f64 = 0, x3: f64 = 0;
  if (k & 1) {
    t0 = load<f64>(b + end);
    t1 = load<f64>(b1 + end);
    x0 = load<f64>(a + end);
    x1 = load<f64>(a1 + end);
    x2 = load<f64>(a2 + end);
    x3 = load<f64>(a3 + end);
  }
  put(c, beta, alpha * (sum2(s00) + x0 * t0));
  put(c + F64, beta, alpha * (sum2(s01) + x0 * t1));
  c = at(c, ldc);
  put(c, beta, alpha * (sum2(s10) + x1 * t0));
  put(c + F64, beta, alpha * (sum2(s11) + x1 * t1));
  c = at(c, ldc);
  put(c, beta, alpha * (sum2(s20) + x2 * t0));
  put(c + F64, beta, alpha * (sum2(s21) + x2 * t1));
  c = at(c, ldc);
  put(c, beta, alpha * (sum2(s30) + x3 * t0));
  put(c + F64, beta, alpha * (sum2(s31) + x3 * t1));
}

/** Two rows of A with four of B: the transposed tile of dot4x2. */
function dot2x4(
  k: usize, alpha: f64, a: usize, lda: usize, b: usize, ldb: usize, beta: f64, c: usize, ldc: usize,
): void {
  let s00 = f64x2.splat(0), s01 = f64x2.splat(0), s02 = f64x2.splat(0), s03 = f64x2.splat(0);
  let s10 = f64x2.splat(0), s11 = f64x2.splat(0), s12 = f64x2.splat(0), s13 = f64x2.splat(0);
  const a1 = at(a, lda), b1 = at(b, ldb), b2 = at(b1, ldb), b3 = at(b2, ldb);
  const end = (k & ~1) * F64;
  for (let o: usize = 0; o < end; o += 16) {
    const x0 = v128.load(a + o), x1 = v128.load(a1 + o);
    let y = v128.load(b + o);
    s00 = madd(s00, x0, y);
    s10 = madd(s10, x1, y);
    y = v128.load(b1 + o);
    s01 = madd(s01, x0, y);
    s11 = madd(s11, x1, y);
    y = v128.load(b2 + o);
    s02 = madd(s02, x0, y);
    s12 = madd(s12, x1, y);
    y = v128.load(b3 + o);
    s03 = madd(s03, x0, y);
    s13 = madd(s13, x1, y);
  }
  let x0: f64 = 0, x1: f64 = 0, y0: f64 = 0, y1: f64 = 0, y2: f64 = 0, y3: f64 = 0;
  if (k & 1) {
    x0 = load<f64>(a + end);
    x1 = load<f64>(a1 + end);
    y0 = load<f64>(b + end);
    y1 = load<f64>(b1 + end);
    y2 = load<f64>(b2 + end);
    y3 = load<f64>(b3 + end);
  }
  put(c, beta, alpha * (sum2(s00) + x0 * y0));
  put(c + F64, beta, alpha * (sum2(s01) + x0 * y1));
  put(c + 2 * F64, beta, alpha * (sum2(s02) + x0 * y2));
  put(c + 3 * F64, beta, alpha * (sum2(s03) + x0 * y3));
  c = at(c, ldc);
  put(c, beta, alpha * (sum2(s10) + x1 * y0));
  put(c + F64, beta, alpha * (sum2(s11) + x1 * y1));
  put(c + 2 * F64, beta, alpha * (sum2(s12) + x1 * y2));
  put(c + 3 * F64, beta, alpha * (sum2(s13) + x1 * y3));
}

/** c[j·step] = beta c[j·step] + alpha ⟨a, row j of b⟩ for n rows of b */
function dot1xN(
  n: usize, k: usize, alpha: f64, a: usize, b: usize, ldb: usize, beta: f64, c: usize, step: usize,
): void {
  let j: usize = 0;
  const end = (k & ~1) * F64;
  for (; j + 4 <= n; j += 4) {
    const b0 = at(b, j * ldb), b1 = at(b0, ldb), b2 = at(b1, ldb), b3 = at(b2, ldb);
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
    for (let o: usize = 0; o < end; o += 16) {
      const x = v128.load(a + o);
      s0 = madd(s0, x, v128.load(b0 + o));
      s1 = madd(s1, x, v128.load(b1 + o));
      s2 = madd(s2, x, v128.load(b2 + o));
      s3 = madd(s3, x, v128.load(b3 + o));
    }
    let t0 = sum2(s0), t1 = sum2(s1), t2 = sum2(s2), t3 = sum2(s3);
    if (k & 1) {
      const x = load<f64>(a + end);
      t0 += x * load<f64>(b0 + end);
      t1 += x * load<f64>(b1 + end);
      t2 += x * load<f64>(b2 + end);
      t3 += x * load<f64>(b3 + end);
    }
    put(at(c, j * step), beta, alpha * t0);
    put(at(c, (j + 1) * step), beta, alpha * t1);
    put(at(c, (j + 2) * step), beta, alpha * t2);
    put(at(c, (j + 3) * step), beta, alpha * t3);
  }
  for (; j < n; j++) put(at(c, j * step), beta, alpha * dot(k, a, at(b, j * ldb)));
}

/** ⟨a, b⟩ over k entries; two accumulators hide the latency of the addition */
export function dot(k: usize, a: usize, b: usize): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0);
  const four = (k & ~3) * F64;
  const end = k * F64;
  let o: usize = 0;
  for (; o < four; o += 32) {
    s0 = madd(s0, v128.load(a + o), v128.load(b + o));
    s1 = madd(s1, v128.load(a + o, 16), v128.load(b + o, 16));
  }
  let sum = sum2(f64x2.add(s0, s1));
  for (; o < end; o += F64) sum += load<f64>(a + o) * load<f64>(b + o);
  return sum;
}

/** Lower triangle of C += alpha Aᵀ A, with A k×m and C m×m; a tile on the diagonal may touch entries above it. */
export function addGram(m: usize, k: usize, alpha: f64, a: usize, lda: usize, c: usize, ldc: usize): void {
  for (let i: usize = 0; i < m; i += TILE_N) {
    const rows = min(TILE_N, m - i);
    addProduct(rows, i + rows, k, alpha, at(a, i), 1, lda, a, lda, at(c, i * ldc), ldc);
  }
}
