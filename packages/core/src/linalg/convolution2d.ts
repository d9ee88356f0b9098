import FFT from "fft.js";
import { powerOfTwoFrom } from "./fft.js";
import { type Matrix, matrix } from "./Matrix.js";

/** Above so many multiply-adds the Fourier transform takes over; below it the direct sum is exact to rounding. */
const DIRECT_UP_TO = 4e6;

/** Z[j, k] = sum_(a≤j) sum_(b≤k) X[a, b] Y[j−a, k−b] for m×m X and Y: the first m×m of their convolution. */
export function convolve2d(x: Matrix, y: Matrix): Matrix {
  return x.rows ** 4 / 4 <= DIRECT_UP_TO ? convolveDirectly(x, y) : convolveByFft(x, y);
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

export function convolveByFft(x: Matrix, y: Matrix): Matrix {
  const m = x.rows;
  const length = powerOfTwoFrom(2 * m);
  const fft = new FFT(length);
  const [a, b] = [transform2d(fft, x, length), transform2d(fft, y, length)];
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
  return z;
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
