import { LagwiseError } from "../LagwiseError.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";
import { emptyResponse, type ImpulseResponse } from "../response/ImpulseResponse.js";
import type { ImpulseModel } from "./ImpulseModel.js";

/**
 * The weighted 1D convolution L_j = √rho_j theta_j that a wide linear RNN equals (arXiv 2101.07833). A step of
 * gradient descent on theta moves L_j by −eta rho_j G_j.
 */
export class ScaledConvolution implements ImpulseModel {
  readonly inputs: number;
  readonly outputs: number;
  readonly lags: number;
  readonly #rho: Float64Array;
  readonly #response: ImpulseResponse;
  readonly #velocity: Float64Array;

  /**
   * rho: T weights of at least 0. Starts at `initial`, or at zero. `momentum` is theta's heavy-ball momentum mu. Throws a LagwiseError for a negative weight or
   * for an initial response that does not fit.
   */
  constructor(
    rho: Float64Array,
    outputs: number,
    inputs: number,
    initial?: ImpulseResponse,
    private readonly momentum = 0,
  ) {
    const bad = rho.findIndex((weight) => !(weight >= 0));
    if (bad >= 0) throw new LagwiseError(`invalid lag weight at lag ${bad}: ${rho[bad]} (at least 0)`);
    if (
      initial &&
      (initial.lags !== rho.length || initial.outputs !== outputs || initial.inputs !== inputs)
    ) {
      throw new LagwiseError(
        `invalid initial response: ${initial.lags} lags of ${initial.outputs} × ${initial.inputs}, ` +
          `not ${rho.length} of ${outputs} × ${inputs}`,
      );
    }
    this.inputs = inputs;
    this.outputs = outputs;
    this.lags = rho.length;
    this.#rho = rho.slice();
    this.#response = emptyResponse(rho.length, outputs, inputs);
    this.#velocity = new Float64Array(outputs * rho.length * inputs);
    if (initial) this.#response.coefficients.data.set(initial.coefficients.data);
  }

  impulseResponse(): ImpulseResponse {
    const { rows, columns, data } = this.#response.coefficients;
    return { ...this.#response, coefficients: matrix(rows, columns, data.slice()) };
  }

  descend(gradient: Matrix, learningRate: number): void {
    const { data, columns } = this.#response.coefficients;
    for (let k = 0; k < data.length; k++) {
      const lag = Math.floor((k % columns) / this.inputs);
      // √rho times theta's own velocity
      this.#velocity[k] = this.momentum * this.#velocity[k] + this.#rho[lag] * gradient.data[k];
      data[k] -= learningRate * this.#velocity[k];
    }
  }

  /** diag(rho) ⊗ I ⊗ I */
  tangentKernel(): Matrix {
    const perLag = this.outputs * this.inputs;
    const size = this.lags * perLag;
    const kernel = matrix(size, size);
    for (let k = 0; k < size; k++) kernel.data[k * size + k] = this.#rho[Math.floor(k / perLag)];
    return kernel;
  }
}
