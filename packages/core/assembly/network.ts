// One lag further on both sides of a transition matrix in one pass over it: rows P ← scale P W and columns
// Q ← scale W Q, the columns held as rows. A chunk of W's rows stays in the second-level cache while every
// row and column uses it; where both sides have one to advance they share the very loads.

import { addMultiple, addProductTransposed, addRowsTimes, dot, rowsPerChunk } from "./products";

const F64: usize = 8;

/**
 * pOut (ny×n) = scale · p W, qOut (nx×n) = scale · q Wᵀ, with W n×n. Inputs and outputs may not overlap. `upwards`
 * goes through W from its last chunk to its first: passes that alternate find in cache where the last one ended.
 */
export function advance(
  n: usize, w: usize, scale: f64, ny: usize, p: usize, pOut: usize, nx: usize, q: usize, qOut: usize,
  upwards: bool,
): void {
  const row = n * F64;
  memory.fill(pOut, 0, ny * row);
  const shared = min(ny, nx);
  const chunk = rowsPerChunk(n);
  const chunks = (n + chunk - 1) / chunk;
  for (let c: usize = 0; c < chunks; c++) {
    const k0 = (upwards ? chunks - 1 - c : c) * chunk;
    const rows = min(chunk, n - k0);
    const block = w + k0 * row;
    for (let r: usize = 0; r < shared; r++) {
      both(n, rows, block, scale, p + r * row + k0 * F64, pOut + r * row, q + r * row, qOut + r * row + k0 * F64);
    }
    const rest = shared * row;
    addRowsTimes(ny - shared, n, rows, scale, p + rest + k0 * F64, n, block, n, pOut + rest, n);
    addProductTransposed(nx - shared, rows, n, scale, q + rest, n, block, n, 0, qOut + rest + k0 * F64, n);
  }
}

/** For `rows` rows of W: out += scale Σ p_k W_k (length n), products_k = scale ⟨W_k, q⟩. Four rows at a time. */
function both(
  n: usize, rows: usize, w: usize, scale: f64, p: usize, out: usize, q: usize, products: usize,
): void {
  const step = n * F64;
  const end = (n & ~1) * F64;
  let k: usize = 0;
  for (; k + 4 <= rows; k += 4) {
    const w0 = w + k * step, w1 = w0 + step, w2 = w1 + step, w3 = w2 + step;
    const at = p + k * F64;
    const x0 = f64x2.splat(scale * load<f64>(at)), x1 = f64x2.splat(scale * load<f64>(at, 8));
    const x2 = f64x2.splat(scale * load<f64>(at, 16)), x3 = f64x2.splat(scale * load<f64>(at, 24));
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
    for (let o: usize = 0; o < end; o += 16) {
      const v = v128.load(q + o);
      const a0 = v128.load(w0 + o), a1 = v128.load(w1 + o), a2 = v128.load(w2 + o), a3 = v128.load(w3 + o);
      s0 = f64x2.add(s0, f64x2.mul(a0, v));
      s1 = f64x2.add(s1, f64x2.mul(a1, v));
      s2 = f64x2.add(s2, f64x2.mul(a2, v));
      s3 = f64x2.add(s3, f64x2.mul(a3, v));
      const t01 = f64x2.add(f64x2.mul(a0, x0), f64x2.mul(a1, x1));
      const t23 = f64x2.add(f64x2.mul(a2, x2), f64x2.mul(a3, x3));
      v128.store(out + o, f64x2.add(v128.load(out + o), f64x2.add(t01, t23)));
    }
    store4(products + k * F64, s0, s1, s2, s3);
    if (n & 1) {
      const v = load<f64>(q + end);
      const a0 = load<f64>(w0 + end), a1 = load<f64>(w1 + end), a2 = load<f64>(w2 + end), a3 = load<f64>(w3 + end);
      addAt(products + k * F64, a0 * v);
      addAt(products + (k + 1) * F64, a1 * v);
      addAt(products + (k + 2) * F64, a2 * v);
      addAt(products + (k + 3) * F64, a3 * v);
      const t01 = a0 * f64x2.extract_lane(x0, 0) + a1 * f64x2.extract_lane(x1, 0);
      addAt(out + end, t01 + a2 * f64x2.extract_lane(x2, 0) + a3 * f64x2.extract_lane(x3, 0));
    }
    for (let i: usize = k; i < k + 4; i++) store<f64>(products + i * F64, scale * load<f64>(products + i * F64));
  }
  for (; k < rows; k++) {
    addMultiple(n, scale * load<f64>(p + k * F64), w + k * step, out);
    store<f64>(products + k * F64, scale * dot(n, w + k * step, q));
  }
}

// @ts-ignore: decorator
@inline
function store4(at: usize, s0: v128, s1: v128, s2: v128, s3: v128): void {
  store<f64>(at, f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1));
  store<f64>(at + 8, f64x2.extract_lane(s1, 0) + f64x2.extract_lane(s1, 1));
  store<f64>(at + 16, f64x2.extract_lane(s2, 0) + f64x2.extract_lane(s2, 1));
  store<f64>(at + 24, f64x2.extract_lane(s3, 0) + f64x2.extract_lane(s3, 1));
}

// @ts-ignore: decorator
@inline
function addAt(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

/** The plainest pass over memory: the sum of n doubles, at the speed at which they can be read. For bench/. */
export function readAll(n: usize, a: usize): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
  const end = (n & ~7) * F64;
  for (let o: usize = 0; o < end; o += 64) {
    s0 = f64x2.add(s0, v128.load(a + o));
    s1 = f64x2.add(s1, v128.load(a + o, 16));
    s2 = f64x2.add(s2, v128.load(a + o, 32));
    s3 = f64x2.add(s3, v128.load(a + o, 48));
  }
  const s = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/**
 * Multiply-adds in registers, six independent sums of products as in a matrix product, 26·n floating-point
 * operations: the peak of this machine's f64x2 arithmetic. For bench/.
 */
export function multiplyAll(n: usize, step: f64): f64 {
  const d = f64x2.splat(step);
  const x0 = f64x2.splat(1.1), x1 = f64x2.splat(1.2), x2 = f64x2.splat(1.3);
  let y = d, z = f64x2.splat(2 * step);
  let s0 = d, s1 = d, s2 = d, t0 = d, t1 = d, t2 = d;
  for (let i: usize = 0; i < n; i++) {
    s0 = f64x2.add(s0, f64x2.mul(x0, y));
    s1 = f64x2.add(s1, f64x2.mul(x1, y));
    s2 = f64x2.add(s2, f64x2.mul(x2, y));
    t0 = f64x2.add(t0, f64x2.mul(x0, z));
    t1 = f64x2.add(t1, f64x2.mul(x1, z));
    t2 = f64x2.add(t2, f64x2.mul(x2, z));
    // a new factor, so that no product can be moved out of the loop
    y = z;
    z = f64x2.add(z, d);
  }
  const sum = f64x2.add(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, t0)), f64x2.add(t1, t2));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
