import type { Matrix } from "../linalg/Matrix.js";
import type { ImpulseResponse } from "../response/ImpulseResponse.js";

/**
 * Whatever has an impulse response can be trained, analysed, compared and drawn: the one interface between
 * models and learning.
 */
export interface ImpulseModel {
  /** n_x */
  readonly inputs: number;
  /** n_y */
  readonly outputs: number;
  /** T */
  readonly lags: number;
  /** L as it is now */
  impulseResponse(): ImpulseResponse;
  /** One step of gradient descent: pulls G = ∂loss/∂L (n_y × T·n_x) back to the parameters. */
  descend(gradient: Matrix, learningRate: number): void;
  /** K = J Jᵀ on the coordinates of L, (T·n_y·n_x)²; coordinate (lag, output, input) is (j·n_y + o)·n_x + i. */
  tangentKernel(): Matrix;
}
