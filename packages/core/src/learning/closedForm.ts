import { portableMath } from "../kernels/portableMath.js";
import { matrix } from "../linalg/Matrix.js";
import { multiply, multiplyTransposed } from "../linalg/products.js";
import { symmetricEigen } from "../linalg/symmetricEigen.js";
import { emptyResponse, type ImpulseResponse } from "../response/ImpulseResponse.js";
import type { LagStatistics } from "../signal/LagStatistics.js";
import { weighted } from "./evidence.js";
import { QuadraticLoss } from "./QuadraticLoss.js";

const { expm1, log1p, pow } = portableMath;

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
  const { weightedR, root } = weighted(statistics, rho);
  const { values, vectors } = symmetricEigen(weightedR);
  const size = root.length;
  // L = L(0) + D^½ U g(Λ) Uᵀ D^½ (S − L(0) R): only what is gained passes through D^½, so that weights of 0 or near 0
  // neither divide anything nor hide what their lags began with
  const pull = new QuadraticLoss(statistics)
    .evaluate(initial)
    .gradient.data.map((v, k) => -v * root[k % size]);
  const target = multiply(matrix(initial.outputs, size, pull), vectors);
  /** `gained` is what a mode has of its target: (1 − what it keeps of its error)/λ, or its limit at λ = 0 */
  const response = (gained: (eigenvalue: number) => number) => {
    const modes = target.data.map((v, k) => gained(Math.max(0, values[k % size])) * v);
    const moved = multiplyTransposed(matrix(initial.outputs, size, modes), vectors).data;
    const data = moved.map((v, k) => initial.coefficients.data[k] + v * root[k % size]);
    return { ...initial, coefficients: matrix(initial.outputs, size, data) };
  };
  return {
    largestStableRate: 2 / values[size - 1],
    eigenvalues: values,
    afterSteps: (steps, rate) =>
      response((eigenvalue) => {
        const shrink = rate * eigenvalue;
        if (shrink === 0) return rate * steps;
        const lost = shrink < 0.5 ? -expm1(steps * log1p(-shrink)) : 1 - pow(1 - shrink, steps);
        return lost / eigenvalue;
      }),
    afterTime: (time) =>
      response((eigenvalue) => (eigenvalue === 0 ? time : -expm1(-eigenvalue * time) / eigenvalue)),
  };
}
