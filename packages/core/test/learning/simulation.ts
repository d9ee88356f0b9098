import { matrix } from "../../src/linalg/Matrix.js";
import type { ImpulseResponse } from "../../src/response/ImpulseResponse.js";
import type { Segment } from "../../src/signal/Recording.js";
import { convolve, gaussians, randomMatrix } from "../oracles.js";

export interface Simulation {
  readonly samples: number;
  readonly lags: number;
  readonly inputs: number;
  readonly outputs: number;
  /** x_t = colour x_(t−1) + √(1 − colour²) white */
  readonly colour: number;
  /** noise power over signal power */
  readonly noise: number;
  /** deviation of the coefficients at each lag */
  readonly spread: (lag: number) => number;
  readonly seed: number;
}

/** Odd units on purpose: input i is 10^(3i) times as large and sits on an offset. */
export const INPUT_UNIT = [0.02, 30, 5e4];
export const INPUT_OFFSET = [7, -4e3, 1e6];
const OUTPUT_UNIT = [1e-3, 250];
const OUTPUT_OFFSET = [-0.5, 3e4];

/**
 * A recording of a random linear system in data units, at rest at the offsets before it begins. Returns the true
 * response in data units and the true noise variance of each output relative to its measured variance.
 */
export function simulate(s: Simulation): { segment: Segment; truth: ImpulseResponse; noiseShare: number[] } {
  const draw = gaussians(s.seed);
  const size = s.lags * s.inputs;
  const coefficients = randomMatrix(s.outputs, size, draw);
  coefficients.data.forEach((v, k) => {
    coefficients.data[k] = v * s.spread(Math.floor((k % size) / s.inputs));
  });
  const x = randomMatrix(s.samples, s.inputs, draw);
  for (let k = s.inputs; k < x.data.length; k++) {
    x.data[k] = s.colour * x.data[k - s.inputs] + Math.sqrt(1 - s.colour ** 2) * x.data[k];
  }
  const { lags, inputs, outputs } = s;
  const y = convolve({ lags, inputs, outputs, coefficients }, x);
  const noiseShare: number[] = [];
  for (let o = 0; o < outputs; o++) {
    const rows = Array.from({ length: s.samples }, (_, t) => t * outputs + o);
    const power = rows.reduce((sum, k) => sum + y.data[k] ** 2, 0) / s.samples;
    noiseShare.push(s.noise / (1 + s.noise));
    for (const k of rows) {
      y.data[k] = OUTPUT_OFFSET[o] + OUTPUT_UNIT[o] * (y.data[k] + Math.sqrt(s.noise * power) * draw());
    }
  }
  const truth = matrix(
    outputs,
    size,
    coefficients.data.map(
      (v, k) => (v * OUTPUT_UNIT[Math.floor(k / size)]) / INPUT_UNIT[(k % size) % inputs],
    ),
  );
  const measured = matrix(
    s.samples,
    inputs,
    x.data.map((v, k) => INPUT_OFFSET[k % inputs] + INPUT_UNIT[k % inputs] * v),
  );
  return {
    segment: { inputs: measured, outputs: y },
    truth: { lags, inputs, outputs, coefficients: truth },
    noiseShare,
  };
}
