import { matrix } from "../linalg/Matrix.js";
import { multiply, multiplyTransposed } from "../linalg/products.js";
import { symmetricEigen } from "../linalg/symmetricEigen.js";
import { emptyResponse, type ImpulseResponse } from "../response/ImpulseResponse.js";
import type { LagStatistics } from "../signal/LagStatistics.js";
import { weighted } from "./evidence.js";

/** The whole of a training run, known without training. */
export interface Trajectory {
  /** 2 / λ_max: gradient descent diverges above it */
  readonly largestStableRate: number;
  /** eigenvalues of D^½ R D^½, ascending; each mode's error shrinks by 1 − eta λ a step */
  readonly eigenvalues: Float64Array;
  /** L after `steps` steps of gradient descent at `learningRate` */
  afterSteps(steps: number, learningRate: number): ImpulseResponse;
  /** L after `time` units of gradient flow, the limit of many small steps */
  afterTime(time: number): ImpulseResponse;
}

/**
 * Gradient descent of the scaled convolution in closed form (weights `rho`, from `initial` or zero): with
 * D^½ R D^½ = U Λ Uᵀ each mode goes its own way. The first call costs one eigendecomposition of T·n_x, every step
 * asked for afterwards two products. Where a lag's weight is 0 the lag stays as it began.
 *
 * @example closedFormTrajectory(statistics, rho).afterSteps(200, 0.1)
 */
export function closedFormTrajectory(
  statistics: LagStatistics,
  rho: Float64Array,
  initial: ImpulseResponse = emptyResponse(statistics.lags, statistics.outputs, statistics.inputs),
): Trajectory {
  const { weightedR, weightedS, root } = weighted(statistics, rho);
  const { values, vectors } = symmetricEigen(weightedR);
  const size = root.length;
  const target = multiply(weightedS, vectors);
  const theta = initial.coefficients.data.map((v, k) => (root[k % size] > 0 ? v / root[k % size] : 0));
  const start = multiply(matrix(initial.outputs, size, theta), vectors);
  /** `kept` is what a mode keeps of its start, `gained` what it has of b: (1 − kept)/λ, or its limit at λ = 0 */
  const response = (kept: (eigenvalue: number) => number, gained: (eigenvalue: number) => number) => {
    const modes = start.data.map((v, k) => {
      const eigenvalue = Math.max(0, values[k % size]);
      return kept(eigenvalue) * v + gained(eigenvalue) * target.data[k];
    });
    const moved = multiplyTransposed(matrix(initial.outputs, size, modes), vectors).data;
    const data = moved.map((v, k) =>
      root[k % size] > 0 ? v * root[k % size] : initial.coefficients.data[k],
    );
    return { ...initial, coefficients: matrix(initial.outputs, size, data) };
  };
  return {
    largestStableRate: 2 / values[size - 1],
    eigenvalues: values,
    afterSteps: (steps, rate) =>
      response(
        (eigenvalue) => (1 - rate * eigenvalue) ** steps,
        (eigenvalue) => {
          const shrink = rate * eigenvalue;
          if (shrink * steps < 1e-8) return rate * steps;
          const lost = shrink < 0.5 ? -Math.expm1(steps * Math.log1p(-shrink)) : 1 - (1 - shrink) ** steps;
          return lost / eigenvalue;
        },
      ),
    afterTime: (time) =>
      response(
        (eigenvalue) => Math.exp(-eigenvalue * time),
        (eigenvalue) => (eigenvalue * time < 1e-8 ? time : -Math.expm1(-eigenvalue * time) / eigenvalue),
      ),
  };
}
