import { pointer, Workspace } from "../kernels/Workspace.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";
import type { ImpulseResponse } from "../response/ImpulseResponse.js";
import { type LagStatistics, means } from "../signal/LagStatistics.js";

/**
 * loss(L) = ½ (c − 2⟨L, S⟩ + ⟨L R, L⟩) = ½ mean |y_t − L z_t|², and G = ∂loss/∂L = L R − S. R stays where the
 * kernels work, so that an evaluation costs one product of n_y rows with it, whatever the recording's length.
 */
export class QuadraticLoss {
  /** c = mean |y|²; the loss of a response of zeros is half of it */
  readonly outputPower: number;
  readonly #work: Workspace;
  readonly #R: Matrix;
  readonly #S: Matrix;
  readonly #L: Matrix;
  readonly #product: Matrix;
  readonly #gradient: Matrix;

  /** Throws a LagwiseError where there are no samples. */
  constructor(statistics: LagStatistics) {
    const { R, S, c } = means(statistics);
    this.outputPower = c;
    this.#work = new Workspace(R.data.length + 2 * S.data.length);
    this.#R = this.#work.copy(R);
    this.#S = S;
    this.#L = this.#work.matrix(S.rows, S.columns);
    this.#product = this.#work.matrix(S.rows, S.columns);
    this.#gradient = matrix(S.rows, S.columns);
  }

  /** mean |y − ŷ|² / mean |y|²: 1 for a response of zeros. */
  normalised(response: ImpulseResponse): number {
    return (2 * this.evaluate(response).loss) / this.outputPower;
  }

  /** The gradient is this object's own matrix, n_y × T·n_x: the next evaluation overwrites it. */
  evaluate(response: ImpulseResponse): { loss: number; gradient: Matrix } {
    const { rows, columns, data: s } = this.#S;
    this.#L.data.set(response.coefficients.data);
    const [l, r, out] = [this.#L, this.#R, this.#product].map(pointer);
    this.#work.kernels.rowsTimesMatrix(rows, columns, columns, l, columns, r, columns, out, columns);
    const [L, LR, G] = [this.#L.data, this.#product.data, this.#gradient.data];
    let sum = this.outputPower;
    for (let k = 0; k < s.length; k++) {
      sum += L[k] * (LR[k] - 2 * s[k]);
      G[k] = LR[k] - s[k];
    }
    return { loss: 0.5 * sum, gradient: this.#gradient };
  }
}
