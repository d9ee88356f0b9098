import type FFT from "fft.js";
import { portableMath } from "../kernels/portableMath.js";
import { portableFft, powerOfTwoFrom } from "./fft.js";
import { type Matrix, matrix } from "./Matrix.js";

/** Above so many multiply-adds the Fourier transform takes over; below it the direct sum is exact to rounding. */
const DIRECT_UP_TO = 4e6;

/** Z[j, k] = sum_(a≤j) sum_(b≤k) X[a, b] Y[j−a, k−b] for m×m X and Y: the first m×m of their convolution. */
export function convolve2d(x: Matrix, y: Matrix): Matrix {
  return (x.rows * x.rows * x.rows * x.rows) / 4 <= DIRECT_UP_TO
    ? convolveDirectly(x, y)
    : convolveByFft(x, y);
}

export function convolveDirectly(x: Matrix, y: Matrix): Matrix {
  const m = x.rows;
  const z = matrix(m, m);
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      const factor = x.data[a * m + b];
      for (let j = a; j < m; j++) {
        const target = j * m;
        const source = (j - a) * m - b;
        for (let k = b; k < m; k++) z.data[target + k] += factor * y.data[source + k];
      }
    }
  }
  return z;
}

/**
 * A transform spreads the rounding of the largest entry over all others, and the entries of an exploding or vanishing
 * network differ by many decades. So they are levelled first: (X s^−(a+b)) ∗ (Y s^−(c+d)) = Z s^−(j+k).
 */
export function convolveByFft(x: Matrix, y: Matrix): Matrix {
  const m = x.rows;
  const length = powerOfTwoFrom(2 * m);
  const fft = portableFft(length);
  const growth = (logGrowth(x) + logGrowth(y)) / 2;
  const [a, b] = [graded(x, -growth), graded(y, -growth)].map((part) => transform2d(fft, part, length));
  for (let k = 0; k < a.length; k += 2) {
    const re = a[k] * b[k] - a[k + 1] * b[k + 1];
    a[k + 1] = a[k] * b[k + 1] + a[k + 1] * b[k];
    a[k] = re;
  }
  const columns = rowsThrough(a, length, (out, row) => fft.inverseTransform(out, row));
  const rows = rowsThrough(transposeComplex(columns, length), length, (out, row) =>
    fft.inverseTransform(out, row),
  );
  const z = matrix(m, m);
  for (let j = 0; j < m; j++) {
    for (let k = 0; k < m; k++) z.data[j * m + k] = rows[2 * (j * length + k)];
  }
  return graded(z, growth);
}

/** Log of the factor by which entries grow with each row, and with each column, judged by the ends of the diagonal. */
function logGrowth({ rows, data }: Matrix): number {
  const ratio = data[data.length - 1] / data[0];
  return rows > 1 && ratio > 0 && ratio < Number.POSITIVE_INFINITY
    ? portableMath.log(ratio) / (2 * (rows - 1))
    : 0;
}

/** A_jk times e^(rate (j + k)). */
function graded({ rows, data }: Matrix, rate: number): Matrix {
  const factor = Float64Array.from({ length: rows }, (_, j) => portableMath.exp(rate * j));
  const result = matrix(rows, rows);
  for (let j = 0; j < rows; j++) {
    for (let k = 0; k < rows; k++) result.data[j * rows + k] = data[j * rows + k] * factor[j] * factor[k];
  }
  return result;
}

/** The two-dimensional spectrum, transposed, of a matrix padded with zeros to length × length. */
function transform2d(fft: FFT, x: Matrix, length: number): Float64Array {
  const padded = new Float64Array(2 * length * length);
  for (let j = 0; j < x.rows; j++) {
    for (let k = 0; k < x.columns; k++) padded[2 * (j * length + k)] = x.data[j * x.columns + k];
  }
  const rows = rowsThrough(padded, length, (out, row) => fft.transform(out, row));
  return rowsThrough(transposeComplex(rows, length), length, (out, row) => fft.transform(out, row));
}

function rowsThrough(
  a: Float64Array,
  length: number,
  transform: (out: Float64Array, row: Float64Array) => void,
): Float64Array {
  const result = new Float64Array(a.length);
  for (let j = 0; j < length; j++) {
    const row = a.subarray(2 * j * length, 2 * (j + 1) * length);
    transform(result.subarray(2 * j * length, 2 * (j + 1) * length), row);
  }
  return result;
}

function transposeComplex(a: Float64Array, length: number): Float64Array {
  const t = new Float64Array(a.length);
  for (let j = 0; j < length; j++) {
    for (let k = 0; k < length; k++) {
      t[2 * (k * length + j)] = a[2 * (j * length + k)];
      t[2 * (k * length + j) + 1] = a[2 * (j * length + k) + 1];
    }
  }
  return t;
}
