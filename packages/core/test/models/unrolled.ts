import type { Matrix } from "../../src/linalg/Matrix.js";
import { matrix } from "../../src/linalg/Matrix.js";

/** A linear RNN in plain loops over samples: h_t = w·W h + F x, y = c·C h. Nothing here knows of lags. */
export interface PlainRnn {
  C: number[][];
  F: number[][];
  W: number[][];
}

/** One sequence, time down the rows. */
export interface Sequence {
  readonly x: number[][];
  readonly y: number[][];
}

export const nested = (a: Matrix): number[][] =>
  Array.from({ length: a.rows }, (_, i) => Array.from(a.data.subarray(i * a.columns, (i + 1) * a.columns)));

export const flat = (a: number[][]): Matrix => matrix(a.length, a[0].length, a.flat());

const zeros = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0));

const times = (a: number[][], v: number[]) => a.map((row) => row.reduce((sum, w, k) => sum + w * v[k], 0));

const addOuter = (target: number[][], a: number[], b: number[], factor: number) => {
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) target[i][j] += factor * a[i] * b[j];
};

/** The scales that the parameterisation puts before W and C: n^(−1/2) each in NTK's, 1 each in the usual one. */
export interface Scales {
  readonly w: number;
  readonly c: number;
}

/** ½ mean |y − ŷ|² over all samples, and its gradient by backpropagation through time. */
export function throughTime(
  { C, F, W }: PlainRnn,
  sequences: readonly Sequence[],
  { w, c }: Scales,
): { loss: number; gradient: PlainRnn } {
  const n = W.length;
  const gradient = { C: zeros(C.length, n), F: zeros(n, F[0].length), W: zeros(n, n) };
  const samples = sequences.reduce((sum, { x }) => sum + x.length, 0);
  let loss = 0;
  for (const { x, y } of sequences) {
    const states: number[][] = [];
    let h = new Array<number>(n).fill(0);
    for (const input of x) {
      const recurrent = times(W, h);
      const driven = times(F, input);
      h = recurrent.map((value, k) => w * value + driven[k]);
      states.push(h);
    }
    let back = new Array<number>(n).fill(0);
    for (let t = x.length - 1; t >= 0; t--) {
      const error = times(C, states[t]).map((value, o) => c * value - y[t][o]);
      loss += error.reduce((sum, e) => sum + e * e, 0) / (2 * samples);
      addOuter(gradient.C, error, states[t], c / samples);
      const later = back;
      back = new Array<number>(n).fill(0);
      for (let k = 0; k < n; k++) {
        for (let o = 0; o < error.length; o++) back[k] += (c * C[o][k] * error[o]) / samples;
        for (let i = 0; i < n; i++) back[k] += w * W[i][k] * later[i];
      }
      addOuter(gradient.F, back, x[t], 1);
      if (t > 0) addOuter(gradient.W, back, states[t - 1], w);
    }
  }
  return { loss, gradient };
}

/** parameter −= rate · velocity, velocity ← momentum · velocity + gradient; `rates` by parameter. */
export function step(
  rnn: PlainRnn,
  velocity: PlainRnn,
  gradient: PlainRnn,
  rates: { C: number; F: number; W: number },
  momentum: number,
): void {
  for (const name of ["C", "F", "W"] as const) {
    for (let i = 0; i < rnn[name].length; i++) {
      for (let j = 0; j < rnn[name][i].length; j++) {
        velocity[name][i][j] = momentum * velocity[name][i][j] + gradient[name][i][j];
        rnn[name][i][j] -= rates[name] * velocity[name][i][j];
      }
    }
  }
}

export const atRest = ({ C, F, W }: PlainRnn): PlainRnn => ({
  C: zeros(C.length, C[0].length),
  F: zeros(F.length, F[0].length),
  W: zeros(W.length, W[0].length),
});
