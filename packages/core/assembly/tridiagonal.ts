// Householder reduction of a symmetric matrix to tridiagonal form, A = Q T Qᵀ, with rows b carried along as b Q.
// One sweep over the triangle per column: the rank-two update of this column and the product that the next
// one needs share it, so each entry is read and written once a column.

import { dot } from "./products";

const F64: usize = 8;

/**
 * a: n×n row-major, lower triangle read and destroyed. diagonal: n, off: n (entry i couples i and i+1; the last
 * is 0). rows: m×n right-hand sides, replaced by rows · Q. work: 4n doubles.
 */
export function tridiagonalise(
  n: usize, a: usize, lda: usize, diagonal: usize, off: usize, m: usize, rows: usize, work: usize,
): void {
  let v = work, w = work + n * F64, nextV = work + 2 * n * F64, p = work + 3 * n * F64;
  memory.fill(work, 0, 4 * n * F64);
  for (let k: usize = 0; k < n; k++) {
    // column k of the matrix with the pending update A − v wᵀ − w vᵀ applied to it
    const vk = load<f64>(v + k * F64), wk = load<f64>(w + k * F64);
    for (let i = k; i < n; i++) {
      const entry = a + (i * lda + k) * F64;
      const update = load<f64>(v + i * F64) * wk + load<f64>(w + i * F64) * vk;
      store<f64>(nextV + i * F64, load<f64>(entry) - update);
    }
    store<f64>(diagonal + k * F64, load<f64>(nextV + k * F64));
    store<f64>(off + k * F64, 0);
    if (k + 1 == n) break;
    const first = k + 1;
    const tau = reflector(n - first, nextV + first * F64, off + k * F64);
    for (let r: usize = 0; r < m; r++) reflect(n - first, tau, nextV + first * F64, rows + (r * n + first) * F64);
    memory.fill(p, 0, n * F64);
    sweep(first, n, a, lda, v, w, nextV, p);
    // w = tau p − (tau² pᵀv / 2) v
    const half = 0.5 * tau * tau * dot(n - first, p + first * F64, nextV + first * F64);
    for (let i = first; i < n; i++) {
      store<f64>(p + i * F64, tau * load<f64>(p + i * F64) - half * load<f64>(nextV + i * F64));
    }
    const oldV = v, oldW = w;
    v = nextV;
    w = p;
    nextV = oldV;
    p = oldW;
  }
}

/** Turns x into v of H = 1 − tau v vᵀ with H x = beta e₁, v₁ = 1; stores beta. Returns tau (0: nothing to do). */
function reflector(n: usize, x: usize, beta: usize): f64 {
  const alpha = load<f64>(x);
  const tail = dot(n - 1, x + F64, x + F64);
  if (tail == 0) {
    store<f64>(beta, alpha);
    store<f64>(x, 1);
    return 0;
  }
  const norm = sqrt(alpha * alpha + tail);
  const b = alpha > 0 ? -norm : norm;
  const scale = 1 / (alpha - b);
  for (let i: usize = 1; i < n; i++) store<f64>(x + i * F64, load<f64>(x + i * F64) * scale);
  store<f64>(x, 1);
  store<f64>(beta, b);
  return (b - alpha) / b;
}

function reflect(n: usize, tau: f64, v: usize, row: usize): void {
  const s = tau * dot(n, v, row);
  for (let i: usize = 0; i < n; i++) {
    store<f64>(row + i * F64, load<f64>(row + i * F64) - s * load<f64>(v + i * F64));
  }
}

/** Rows first … n of the triangle: A ← A − v wᵀ − w vᵀ, and p = A u with the updated A. Two rows at a time. */
function sweep(first: usize, n: usize, a: usize, lda: usize, v: usize, w: usize, u: usize, p: usize): void {
  let i = first;
  for (; i + 2 <= n; i += 2) sweepPair(first, i, a + i * lda * F64, a + (i + 1) * lda * F64, v, w, u, p);
  if (i < n) sweepRow(first, i, a + i * lda * F64, v, w, u, p);
}

function sweepRow(first: usize, i: usize, row: usize, v: usize, w: usize, u: usize, p: usize): void {
  const vi = load<f64>(v + i * F64), wi = load<f64>(w + i * F64), ui = load<f64>(u + i * F64);
  let sum: f64 = 0;
  for (let j = first; j < i; j++) {
    const x = load<f64>(row + j * F64) - vi * load<f64>(w + j * F64) - wi * load<f64>(v + j * F64);
    store<f64>(row + j * F64, x);
    sum += x * load<f64>(u + j * F64);
    store<f64>(p + j * F64, load<f64>(p + j * F64) + x * ui);
  }
  const x = load<f64>(row + i * F64) - 2 * vi * wi;
  store<f64>(row + i * F64, x);
  store<f64>(p + i * F64, load<f64>(p + i * F64) + sum + x * ui);
}

function sweepPair(first: usize, i: usize, row: usize, next: usize, v: usize, w: usize, u: usize, p: usize): void {
  const vi = v128.load64_splat(v + i * F64), wi = v128.load64_splat(w + i * F64), ui = v128.load64_splat(u + i * F64);
  const vn = v128.load64_splat(v + (i + 1) * F64), wn = v128.load64_splat(w + (i + 1) * F64);
  const un = v128.load64_splat(u + (i + 1) * F64);
  let sumI = f64x2.splat(0), sumN = f64x2.splat(0);
  let j = first;
  for (; j + 2 <= i; j += 2) {
    const o = j * F64;
    const wj = v128.load(w + o), vj = v128.load(v + o), uj = v128.load(u + o);
    const x = f64x2.sub(f64x2.sub(v128.load(row + o), f64x2.mul(vi, wj)), f64x2.mul(wi, vj));
    const y = f64x2.sub(f64x2.sub(v128.load(next + o), f64x2.mul(vn, wj)), f64x2.mul(wn, vj));
    v128.store(row + o, x);
    v128.store(next + o, y);
    sumI = f64x2.add(sumI, f64x2.mul(x, uj));
    sumN = f64x2.add(sumN, f64x2.mul(y, uj));
    v128.store(p + o, f64x2.add(v128.load(p + o), f64x2.add(f64x2.mul(x, ui), f64x2.mul(y, un))));
  }
  let tailI: f64 = f64x2.extract_lane(sumI, 0) + f64x2.extract_lane(sumI, 1);
  let tailN: f64 = f64x2.extract_lane(sumN, 0) + f64x2.extract_lane(sumN, 1);
  const vI = f64x2.extract_lane(vi, 0), wI = f64x2.extract_lane(wi, 0), uI = f64x2.extract_lane(ui, 0);
  const vN = f64x2.extract_lane(vn, 0), wN = f64x2.extract_lane(wn, 0), uN = f64x2.extract_lane(un, 0);
  for (; j < i; j++) {
    const o = j * F64;
    const x = load<f64>(row + o) - vI * load<f64>(w + o) - wI * load<f64>(v + o);
    const y = load<f64>(next + o) - vN * load<f64>(w + o) - wN * load<f64>(v + o);
    store<f64>(row + o, x);
    store<f64>(next + o, y);
    tailI += x * load<f64>(u + o);
    tailN += y * load<f64>(u + o);
    store<f64>(p + o, load<f64>(p + o) + x * uI + y * uN);
  }
  const ii = load<f64>(row + i * F64) - 2 * vI * wI;
  const ni = load<f64>(next + i * F64) - vN * wI - wN * vI;
  const nn = load<f64>(next + (i + 1) * F64) - 2 * vN * wN;
  store<f64>(row + i * F64, ii);
  store<f64>(next + i * F64, ni);
  store<f64>(next + (i + 1) * F64, nn);
  store<f64>(p + i * F64, load<f64>(p + i * F64) + tailI + ii * uI + ni * uN);
  store<f64>(p + (i + 1) * F64, load<f64>(p + (i + 1) * F64) + tailN + ni * uI + nn * uN);
}
