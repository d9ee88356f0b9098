import { LagwiseError } from "../LagwiseError.js";
import { cholesky, choleskySolve, inverseFactor } from "../linalg/cholesky.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";
import { multiplyTransposed } from "../linalg/products.js";
import type { ImpulseResponse } from "../response/ImpulseResponse.js";
import type { LagStatistics } from "../signal/LagStatistics.js";
import { weighted } from "./evidence.js";

/** What is believed before the data: each output's L ~ N(0, scale · diag(rho) ⊗ I), its noise N(0, noiseVariance). */
export interface Prior {
  readonly rho: Float64Array;
  readonly scale: Float64Array;
  readonly noiseVariance: Float64Array;
}

/** What is believed after the data. */
export interface Posterior {
  readonly mean: ImpulseResponse;
  /** the standard deviation of each coefficient, in the mean's layout */
  readonly deviation: ImpulseResponse;
}

/**
 * Gaussian posterior of the impulse response, output by output:
 * mean (S/s²)(R/s² + (N g D)⁻¹)⁻¹, covariance (N R/s² + (g D)⁻¹)⁻¹, written with M = I + γ D^½ R D^½,
 * γ = N g / s², so that weights of 0 need no inverse. One Cholesky factorisation an output, O((T·n_x)³/3), and
 * the same again for the deviations.
 * Throws a LagwiseError where the prior does not fit the statistics.
 */
export function posterior(statistics: LagStatistics, prior: Prior): Posterior {
  const { lags, outputs, inputs } = statistics;
  const size = lags * inputs;
  const mean = matrix(outputs, size);
  const deviation = matrix(outputs, size);
  for (let o = 0; o < outputs; o++) {
    const { factor, gamma, root, row } = factorise(statistics, prior, o);
    const solved = choleskySolve(factor, row);
    const inverse = inverseFactor(factor);
    for (let k = 0; k < size; k++) {
      mean.data[o * size + k] = gamma * root[k] * solved.data[k];
      const norm = sumOfSquares(inverse, k);
      deviation.data[o * size + k] = root[k] * Math.sqrt(prior.scale[o] * norm);
    }
  }
  return {
    mean: { lags, outputs, inputs, coefficients: mean },
    deviation: { lags, outputs, inputs, coefficients: deviation },
  };
}

/** Posterior covariance g D^½ M⁻¹ D^½ of one output's coefficients, T·n_x square, in the order of the coefficients. */
export function posteriorCovariance(statistics: LagStatistics, prior: Prior, output: number): Matrix {
  const { factor, root } = factorise(statistics, prior, output);
  const size = root.length;
  const inverse = inverseFactor(factor);
  const covariance = multiplyTransposed(inverse, inverse);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) covariance.data[i * size + j] *= prior.scale[output] * root[i] * root[j];
  }
  return covariance;
}

function factorise(
  statistics: LagStatistics,
  prior: Prior,
  output: number,
): { factor: Matrix; gamma: number; root: Float64Array; row: Matrix } {
  if (prior.scale.length !== statistics.outputs || prior.noiseVariance.length !== statistics.outputs) {
    throw new LagwiseError(`the prior has ${prior.scale.length} scales for ${statistics.outputs} outputs`);
  }
  const { weightedR, weightedS, root } = weighted(statistics, prior.rho);
  const size = root.length;
  const gamma = (statistics.samples * prior.scale[output]) / prior.noiseVariance[output];
  for (let k = 0; k < weightedR.data.length; k++) weightedR.data[k] *= gamma;
  for (let i = 0; i < size; i++) weightedR.data[i * size + i] += 1;
  const row = matrix(1, size, weightedS.data.slice(output * size, (output + 1) * size));
  return { factor: cholesky(weightedR), gamma, root, row };
}

function sumOfSquares(a: Matrix, row: number): number {
  let sum = 0;
  for (const value of a.data.subarray(row * a.columns + row, (row + 1) * a.columns)) sum += value * value;
  return sum;
}
