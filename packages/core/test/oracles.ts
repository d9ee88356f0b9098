// Plain loops, written from the formulas and not from the code under test. Slow and obvious on purpose.
import { type Matrix, matrix } from "../src/linalg/Matrix.js";
import type { ImpulseResponse } from "../src/response/ImpulseResponse.js";
import type { FirstSamples, LagStatistics, MeanStatistics } from "../src/signal/LagStatistics.js";
import type { Block, RecordingSource, Segment } from "../src/signal/Recording.js";

/** A generator of the tests' own (mulberry32), so that tests of Random do not lean on Random. */
export function uniforms(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Independent standard normals by Box and Muller. */
export function gaussians(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

export function randomMatrix(rows: number, columns: number, draw: () => number): Matrix {
  return matrix(rows, columns, Float64Array.from({ length: rows * columns }, draw));
}

export function identity(n: number): Matrix {
  const a = matrix(n, n);
  for (let i = 0; i < n; i++) a.data[i * n + i] = 1;
  return a;
}

export function transposed(a: Matrix): Matrix {
  const t = matrix(a.columns, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) t.data[j * a.rows + i] = a.data[i * a.columns + j];
  }
  return t;
}

/** A B, by the triple loop. */
export function product(a: Matrix, b: Matrix): Matrix {
  const c = matrix(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.columns; j++) {
      let sum = 0;
      for (let l = 0; l < a.columns; l++) sum += a.data[i * a.columns + l] * b.data[l * b.columns + j];
      c.data[i * b.columns + j] = sum;
    }
  }
  return c;
}

/** A symmetric positive definite n×n matrix, B Bᵀ + ridge·I with B n×rank. */
export function positiveDefinite(n: number, draw: () => number, ridge = 1, rank = n): Matrix {
  const b = randomMatrix(n, rank, draw);
  const a = product(b, transposed(b));
  for (let i = 0; i < n; i++) a.data[i * n + i] += ridge;
  return a;
}

/** Gaussian elimination with partial pivoting: X of A X = B, and log |det A|. */
export function solveDense(a: Matrix, b: Matrix): { solution: Matrix; logDeterminant: number } {
  const n = a.rows;
  const left = Array.from({ length: n }, (_, i) => Array.from(a.data.subarray(i * n, (i + 1) * n)));
  const right = Array.from({ length: n }, (_, i) =>
    Array.from(b.data.subarray(i * b.columns, (i + 1) * b.columns)),
  );
  let logDeterminant = 0;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(left[i][k]) > Math.abs(left[pivot][k])) pivot = i;
    [left[k], left[pivot]] = [left[pivot], left[k]];
    [right[k], right[pivot]] = [right[pivot], right[k]];
    logDeterminant += Math.log(Math.abs(left[k][k]));
    for (let i = k + 1; i < n; i++) {
      const factor = left[i][k] / left[k][k];
      for (let j = k; j < n; j++) left[i][j] -= factor * left[k][j];
      for (let j = 0; j < b.columns; j++) right[i][j] -= factor * right[k][j];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = 0; j < b.columns; j++) {
      for (let i = k + 1; i < n; i++) right[k][j] -= left[k][i] * right[i][j];
      right[k][j] /= left[k][k];
    }
  }
  return { solution: matrix(n, b.columns, right.flat()), logDeterminant };
}

/** The window z_t = [x_t; x_(t−1); …; x_(t−T+1)], zeros before the segment's start. */
export function windowAt(inputs: Matrix, t: number, lags: number): number[] {
  const window: number[] = [];
  for (let j = 0; j < lags; j++) {
    for (let i = 0; i < inputs.columns; i++) {
      window.push(t - j >= 0 ? inputs.data[(t - j) * inputs.columns + i] : 0);
    }
  }
  return window;
}

/** Sums over all windows that `counts` lets in, one outer product after the other. */
export function bruteStatistics(
  segments: readonly Segment[],
  lags: number,
  firstSamples: FirstSamples = "zero-padded",
  counts: (segment: number, t: number) => boolean = () => true,
): LagStatistics {
  const inputs = segments[0].inputs.columns;
  const outputs = segments[0].outputs.columns;
  const size = lags * inputs;
  const [zz, yz] = [matrix(size, size), matrix(outputs, size)];
  const [yy, y] = [new Float64Array(outputs), new Float64Array(outputs)];
  let samples = 0;
  segments.forEach((segment, s) => {
    for (let t = firstSamples === "skipped" ? lags - 1 : 0; t < segment.inputs.rows; t++) {
      if (!counts(s, t)) continue;
      samples++;
      const z = windowAt(segment.inputs, t, lags);
      for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) zz.data[i * size + j] += z[i] * z[j];
      for (let o = 0; o < outputs; o++) {
        const value = segment.outputs.data[t * outputs + o];
        y[o] += value;
        yy[o] += value * value;
        for (let i = 0; i < size; i++) yz.data[o * size + i] += value * z[i];
      }
    }
  });
  return { lags, inputs, outputs, firstSamples, samples, zz, yz, yy, y };
}

/** y_t = sum_j L_j x_(t−j), coefficient by coefficient. */
export function convolve(response: ImpulseResponse, inputs: Matrix): Matrix {
  const { lags, outputs, inputs: width, coefficients } = response;
  const y = matrix(inputs.rows, outputs);
  for (let t = 0; t < inputs.rows; t++) {
    for (let o = 0; o < outputs; o++) {
      for (let j = 0; j < lags && j <= t; j++) {
        for (let i = 0; i < width; i++) {
          y.data[t * outputs + o] +=
            coefficients.data[o * coefficients.columns + j * width + i] * inputs.data[(t - j) * width + i];
        }
      }
    }
  }
  return y;
}

export function randomResponse(
  lags: number,
  outputs: number,
  inputs: number,
  draw: () => number,
): ImpulseResponse {
  return { lags, outputs, inputs, coefficients: randomMatrix(outputs, lags * inputs, draw) };
}

export function randomSegment(samples: number, outputs: number, inputs: number, draw: () => number): Segment {
  return { inputs: randomMatrix(samples, inputs, draw), outputs: randomMatrix(samples, outputs, draw) };
}

/** Rows from … to, copied. */
export function rowsBetween(a: Matrix, from: number, to: number): Matrix {
  return matrix(to - from, a.columns, a.data.slice(from * a.columns, to * a.columns));
}

export function cutOut({ inputs, outputs }: Segment, from: number, to: number): Segment {
  return { inputs: rowsBetween(inputs, from, to), outputs: rowsBetween(outputs, from, to) };
}

/** A source that hands its segments out in blocks of the lengths that `lengths` gives, as a stream would. */
export function inBlocks(
  segments: readonly Segment[],
  lengths: () => number,
  inputNames: readonly string[],
  outputNames: readonly string[],
): RecordingSource {
  return {
    inputNames,
    outputNames,
    async *blocks(): AsyncIterable<Block> {
      for (const segment of segments) {
        for (let t = 0; t < segment.inputs.rows; ) {
          const end = Math.min(segment.inputs.rows, t + Math.max(1, lengths()));
          yield { ...cutOut(segment, t, end), startsSegment: t === 0 };
          t = end;
        }
      }
    },
  };
}

/** Largest |a − b| over the largest |b|; infinite where anything is not a number or the lengths differ. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let [difference, size] = [0, 0];
  for (let k = 0; k < b.length; k++) {
    if (!(Number.isFinite(a[k]) && Number.isFinite(b[k]))) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, Math.abs(a[k] - b[k]));
    size = Math.max(size, Math.abs(b[k]));
  }
  return size === 0 ? difference : difference / size;
}

/** Largest |a − b|; infinite where anything is not a number or the lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  for (let k = 0; k < b.length; k++) difference = Math.max(difference, Math.abs(a[k] - b[k]));
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

/** The largest relative error of any part of two statistics; infinite where their shapes or counts differ. */
export function statisticsError(a: LagStatistics, b: LagStatistics): number {
  for (const key of ["lags", "inputs", "outputs", "samples", "firstSamples"] as const) {
    if (a[key] !== b[key]) return Number.POSITIVE_INFINITY;
  }
  return Math.max(
    relativeError(a.zz.data, b.zz.data),
    relativeError(a.yz.data, b.yz.data),
    relativeError(a.yy, b.yy),
    relativeError(a.y, b.y),
  );
}

/** G = L R − S by the triple loop. */
export function gradient({ R, S }: MeanStatistics, { coefficients: L }: ImpulseResponse): Matrix {
  const G = product(L, R);
  return matrix(
    G.rows,
    G.columns,
    G.data.map((v, k) => v - S.data[k]),
  );
}

/** ½ (c − 2⟨L, S⟩ + ⟨L R, L⟩) */
export function loss({ R, S, c }: MeanStatistics, { coefficients: L }: ImpulseResponse): number {
  const LR = product(L, R);
  return 0.5 * L.data.reduce((sum, v, k) => sum + v * (LR.data[k] - 2 * S.data[k]), c);
}
