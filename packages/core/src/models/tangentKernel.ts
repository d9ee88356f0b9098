import { convolve2d } from "../linalg/convolution2d.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";

/** The tangent kernel's three additive parts: what C, F and W each contribute. Each is (T·n_y·n_x)². */
export interface TangentKernelShares {
  readonly readout: Matrix;
  readonly input: Matrix;
  readonly transition: Matrix;
}

/** The Gram blocks of a linear RNN: GP[a, b] = P_a P_bᵀ (n_y×n_y) and GQ[a, b] = Q_aᵀ Q_b / n (n_x×n_x). */
export interface GramBlocks {
  readonly lags: number;
  readonly outputs: number;
  readonly inputs: number;
  /** T·n_y square */
  readonly GP: Matrix;
  /** T·n_x square */
  readonly GQ: Matrix;
}

/**
 * K[j, k] = I ⊗ GQ[j, k] + GP[j, k] ⊗ I + sum_(a<j) sum_(b<k) GP[a, b] ⊗ GQ[j−1−a, k−1−b],
 * exactly and without automatic differentiation. The last sum is a two-dimensional convolution for each pair of
 * entries, O(T² log T) where T is large. Coordinate (lag, output, input) is (j·n_y + o)·n_x + i.
 */
export function tangentKernelShares(blocks: GramBlocks): TangentKernelShares {
  const { lags, outputs, inputs, GP, GQ } = blocks;
  const size = lags * outputs * inputs;
  const [readout, input, transition] = [matrix(size, size), matrix(size, size), matrix(size, size)];
  const index = (lag: number, o: number, i: number) => (lag * outputs + o) * inputs + i;
  for (let o = 0; o < outputs; o++) {
    for (let p = 0; p < outputs; p++) {
      const gp = strided(GP, lags, outputs, o, p);
      for (let i = 0; i < inputs; i++) {
        for (let h = 0; h < inputs; h++) {
          const gq = strided(GQ, lags, inputs, i, h);
          const convolved = lags > 1 ? convolve2d(leading(gp), leading(gq)) : undefined;
          for (let j = 0; j < lags; j++) {
            for (let k = 0; k < lags; k++) {
              const at = index(j, o, i) * size + index(k, p, h);
              if (o === p) readout.data[at] = gq.data[j * lags + k];
              if (i === h) input.data[at] = gp.data[j * lags + k];
              if (convolved && j > 0 && k > 0) {
                transition.data[at] = convolved.data[(j - 1) * (lags - 1) + k - 1];
              }
            }
          }
        }
      }
    }
  }
  return { readout, input, transition };
}

/** Entry (r, c) of every block: T×T. */
function strided(blocks: Matrix, lags: number, width: number, r: number, c: number): Matrix {
  const entries = matrix(lags, lags);
  for (let a = 0; a < lags; a++) {
    for (let b = 0; b < lags; b++) {
      entries.data[a * lags + b] = blocks.data[(a * width + r) * blocks.columns + b * width + c];
    }
  }
  return entries;
}

/** All but the last row and column. */
function leading(a: Matrix): Matrix {
  const m = a.rows - 1;
  const part = matrix(m, m);
  for (let j = 0; j < m; j++) part.data.set(a.data.subarray(j * a.columns, j * a.columns + m), j * m);
  return part;
}
