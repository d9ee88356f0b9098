import { type FullInitialisation, fullInitialisation, type Initialisation } from "../kernel/lagWeights.js";
import { pointer, Workspace } from "../kernels/Workspace.js";
import { LagwiseError } from "../LagwiseError.js";
import { copyMatrix, type Matrix, matrix, transpose } from "../linalg/Matrix.js";
import { multiplyTransposed } from "../linalg/products.js";
import { Random } from "../random/Random.js";
import { emptyResponse, type ImpulseResponse } from "../response/ImpulseResponse.js";
import type { ImpulseModel } from "./ImpulseModel.js";
import { LagRecursion, recursionDoubles } from "./LagRecursion.js";
import { type GramBlocks, type TangentKernelShares, tangentKernelShares } from "./tangentKernel.js";

/** The weights themselves: C n_y×n, F n×n_x, W n×n, all in the NTK parameterisation. */
export interface RnnWeights {
  readonly C: Matrix;
  readonly F: Matrix;
  readonly W: Matrix;
}

export interface RnnSettings {
  /** n */
  readonly width: number;
  /** n_x */
  readonly inputs: number;
  /** n_y */
  readonly outputs: number;
  /** T */
  readonly lags: number;
  readonly initialisation: Initialisation;
  readonly seed: number;
  /** heavy-ball momentum mu of every parameter, 0 ≤ mu < 1; 0 unless given */
  readonly momentum?: number;
}

/** The widest network whose W fits into 4 GiB beside what a step needs. */
const WIDEST = 23_000;

/**
 * A linear recurrent network, h_t = n^(−1/2) W h_(t−1) + F x_t, y_t = n^(−1/2) C h_t (arXiv 2101.07833), trained
 * exactly and never unrolled over samples: everything a step needs is in the impulse response.
 *
 * With P_j = n^(−1/2) C (n^(−1/2) W)^j and Q_j = (n^(−1/2) W)^j F, L_j = P_j F. One step costs T−1 passes over W
 * that advance P and Q together, or, where one side is much narrower, 2(T−1) passes on that side, and one rank-
 * (T−1)·min(n_y, n_x) update of W in place. Nothing depends on the number of samples; a step allocates nothing.
 *
 * The usual parameterisation h_t = W' h_(t−1) + F' x_t, y_t = C' h_t with one learning rate eta' is this one with
 * W' = n^(−1/2) W, C' = n^(−1/2) C, F' = F, multipliers eta_C = eta_W = 1, eta_F = 1/n and learning rate n·eta'.
 *
 * @example new LinearRnn({ width: 1000, inputs: 1, outputs: 1, lags: 20, initialisation: { nuW: 0.3 }, seed: 1 })
 */
export class LinearRnn implements ImpulseModel {
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly lags: number;
  readonly initialisation: FullInitialisation;
  readonly momentum: number;
  readonly #work: Workspace;
  /** n^(−1/2) */
  readonly #scale: number;
  /** F is held as its transpose, n_x×n */
  readonly #weights: { readonly W: Matrix; readonly C: Matrix; readonly F: Matrix };
  readonly #velocities?: { readonly W: Matrix; readonly C: Matrix; readonly F: Matrix };
  readonly #recursion: LagRecursion;
  /** scratch for L, in rows (j, o) or in the response's own layout */
  readonly #L: Matrix;

  /**
   * Draws the weights from `settings.initialisation`, or takes `weights`. Throws a LagwiseError for sizes that are
   * not whole numbers of at least 1, and for a width that does not fit into memory.
   */
  constructor(settings: RnnSettings, weights?: RnnWeights) {
    checkSettings(settings);
    const { width, inputs, outputs, lags, momentum = 0 } = settings;
    this.width = width;
    this.inputs = inputs;
    this.outputs = outputs;
    this.lags = lags;
    this.momentum = momentum;
    this.initialisation = fullInitialisation(settings.initialisation);
    this.#scale = 1 / Math.sqrt(width);
    const parameters = width * (width + inputs + outputs) * (momentum > 0 ? 2 : 1);
    const response = lags * inputs * outputs;
    const work = new Workspace(parameters + response + recursionDoubles(settings));
    const layOut = () => ({
      W: work.matrix(width, width),
      C: work.matrix(outputs, width),
      F: work.matrix(inputs, width),
    });
    this.#work = work;
    this.#weights = layOut();
    if (momentum > 0) this.#velocities = layOut();
    this.#recursion = new LagRecursion(work, this, this.#weights);
    this.#L = work.matrix(1, response);
    if (weights) this.#set(weights);
    else this.#draw(settings.seed);
  }

  /** Copies of the weights as they are now. */
  weights(): RnnWeights {
    const { C, F, W } = this.#weights;
    return { C: copyMatrix(C), F: transpose(F), W: copyMatrix(W) };
  }

  /** The recurrence itself, sample by sample from a zero state: N×n_x inputs to N×n_y outputs. O(N n²). */
  forward(inputs: Matrix): Matrix {
    if (inputs.columns !== this.inputs) {
      throw new LagwiseError(`the network has ${this.inputs} inputs, the recording has ${inputs.columns}`);
    }
    const n = this.width;
    const work = new Workspace(2 * n + n * (n + this.outputs) + inputs.rows * this.outputs);
    const [W, C] = [work.copy(this.#weights.W), work.copy(this.#weights.C)];
    let [state, next] = [work.matrix(1, n), work.matrix(1, n)];
    const outputs = work.matrix(inputs.rows, this.outputs);
    const product = work.kernels.addProductTransposed;
    for (let t = 0; t < inputs.rows; t++) {
      product(1, n, n, this.#scale, pointer(state), n, pointer(W), n, 0, pointer(next), n);
      for (let i = 0; i < this.inputs; i++) {
        const x = inputs.data[t * this.inputs + i];
        for (let k = 0; k < n; k++) next.data[k] += this.#weights.F.data[i * n + k] * x;
      }
      const at = pointer(outputs) + t * this.outputs * 8;
      product(1, this.outputs, n, this.#scale, pointer(next), n, pointer(C), n, 0, at, this.outputs);
      [state, next] = [next, state];
    }
    return copyMatrix(outputs);
  }

  impulseResponse(): ImpulseResponse {
    const { lags, inputs: nx, outputs: ny, width: n } = this;
    const response = emptyResponse(lags, ny, nx);
    const { data, columns } = response.coefficients;
    const { P, Q, side } = this.#recursion;
    const product = this.#work.kernels.addProductTransposed;
    const [p, l] = [pointer(P), pointer(this.#L)];
    if (side === "columns") {
      // L = P_0 [Q_0 Q_1 …], already in the response's layout
      this.#recursion.refreshColumns();
      product(ny, columns, n, 1, p, n, pointer(Q), n, 0, l, columns);
      data.set(this.#L.data);
      return response;
    }
    this.#recursion.refreshRows();
    product(lags * ny, nx, n, 1, p, n, pointer(this.#weights.F), n, 0, l, nx);
    for (let j = 0; j < lags; j++) {
      for (let o = 0; o < ny; o++) {
        const from = (j * ny + o) * nx;
        data.set(this.#L.data.subarray(from, from + nx), o * columns + j * nx);
      }
    }
    return response;
  }

  /**
   * ∂/∂C = n^(−1/2) sum_j G_j Q_jᵀ, ∂/∂F = sum_j P_jᵀ G_j, ∂/∂W = n^(−1/2) sum_(j<T−1) P_jᵀ A_(j+1), or
   * n^(−1/2) sum_(j<T−1) B_(j+1)ᵀ Q_jᵀ; where an adjoint is at hand it stands for the first or second sum.
   */
  descend(gradient: Matrix, learningRate: number): void {
    const { lags, inputs: nx, outputs: ny, width: n } = this;
    const size = lags * nx;
    if (gradient.rows !== ny || gradient.columns !== size) {
      throw new LagwiseError(
        `a gradient of ${gradient.rows} × ${gradient.columns} does not fit ${ny} × ${size}`,
      );
    }
    const { kernels } = this.#work;
    const { P, Q, adjoint, G, side } = this.#recursion;
    const [p, q, a, g] = [P, Q, adjoint, G].map(pointer);
    const byColumns = side === "columns";
    G.data.set(gradient.data);
    this.#recursion.pullBack();
    this.#step("C", learningRate, (alpha, target) => {
      if (byColumns) kernels.addProduct(ny, n, size, alpha * this.#scale, g, size, 1, q, n, target, n);
      else kernels.addMultiple(ny * n, alpha * this.#scale, a, target);
    });
    this.#step("F", learningRate, (alpha, target) => {
      if (byColumns) kernels.addMultiple(nx * n, alpha, a, target);
      for (let j = 0; j < lags && !byColumns; j++) {
        kernels.addProduct(nx, n, ny, alpha, g + j * nx * 8, 1, size, p + j * ny * n * 8, n, target, n);
      }
    });
    const rows = byColumns ? nx : ny;
    const [left, right] = byColumns ? [a + rows * n * 8, q] : [p, a + rows * n * 8];
    this.#step("W", learningRate, (alpha, target) => {
      kernels.addProduct(n, n, (lags - 1) * rows, alpha * this.#scale, left, 1, n, right, n, target, n);
    });
    this.#recursion.invalidate();
  }

  tangentKernel(): Matrix {
    const { readout, input, transition } = this.tangentKernelShares();
    const data = readout.data.map((value, k) => value + input.data[k] + transition.data[k]);
    return matrix(readout.rows, readout.columns, data);
  }

  /** The tangent kernel's parts, each times its parameter's learning-rate multiplier. */
  tangentKernelShares(): TangentKernelShares {
    const shares = tangentKernelShares(this.gramBlocks());
    const { multipliers } = this.initialisation;
    scale(shares.readout.data, multipliers.C);
    scale(shares.input.data, multipliers.F);
    scale(shares.transition.data, multipliers.W);
    return shares;
  }

  /** GP and GQ of the weights as they are. */
  gramBlocks(): GramBlocks {
    const { P, Q } = this.#allLags();
    const { lags, inputs, outputs, width } = this;
    const GQ = multiplyTransposed(Q, Q);
    scale(GQ.data, 1 / width);
    return { lags, outputs, inputs, GP: multiplyTransposed(P, P), GQ };
  }

  /**
   * How signals fade or explode with the lag: ‖Q_j‖, the hidden state that an impulse leaves after j steps, and
   * ‖P_j‖, what j steps leave of a readout's gradient on its way back (Frobenius norms). T values each.
   */
  normsByLag(): { hiddenState: Float64Array; gradient: Float64Array } {
    const { P, Q } = this.#allLags();
    return { hiddenState: blockNorms(Q, this.lags), gradient: blockNorms(P, this.lags) };
  }

  #allLags(): { P: Matrix; Q: Matrix } {
    this.#recursion.refreshRows();
    this.#recursion.refreshColumns();
    return this.#recursion;
  }

  #draw(seed: number): void {
    const { nuC, nuF, nuW } = this.initialisation;
    new Random(seed, 1).fillNormals(this.#weights.C.data, nuC);
    new Random(seed, 2).fillNormals(this.#weights.F.data, nuF);
    new Random(seed, 3).fillNormals(this.#weights.W.data, nuW);
  }

  #set({ C, F, W }: RnnWeights): void {
    this.#weights.C.data.set(C.data);
    this.#weights.F.data.set(transpose(F).data);
    this.#weights.W.data.set(W.data);
  }

  /** parameter −= rate · gradient, or through its velocity: v ← mu v + gradient, parameter −= rate · v. */
  #step(name: "C" | "F" | "W", rate: number, addGradient: (alpha: number, target: number) => void): void {
    const parameter = this.#weights[name];
    const velocity = this.#velocities?.[name];
    const alpha = -rate * this.initialisation.multipliers[name];
    if (velocity === undefined) {
      addGradient(alpha, pointer(parameter));
      return;
    }
    scale(velocity.data, this.momentum);
    addGradient(1, pointer(velocity));
    this.#work.kernels.addMultiple(velocity.data.length, alpha, pointer(velocity), pointer(parameter));
  }
}

function checkSettings({ width, inputs, outputs, lags, momentum = 0 }: RnnSettings): void {
  for (const [name, value] of Object.entries({ width, inputs, outputs, lags })) {
    if (!(Number.isInteger(value) && value >= 1)) {
      throw new LagwiseError(`invalid ${name}: ${value} (a whole number of at least 1)`);
    }
  }
  if (!(momentum >= 0 && momentum < 1))
    throw new LagwiseError(`invalid momentum: ${momentum} (0 or more, below 1)`);
  if (width > WIDEST) {
    const gigabytes = ((8 * width * width) / 2 ** 30).toFixed(1);
    throw new LagwiseError(`a width of ${width} needs ${gigabytes} GiB for W alone; the widest is ${WIDEST}`);
  }
}

function scale(values: Float64Array, factor: number): void {
  for (let k = 0; k < values.length; k++) values[k] *= factor;
}

function blockNorms(stack: Matrix, lags: number): Float64Array {
  const size = stack.data.length / lags;
  return Float64Array.from({ length: lags }, (_, j) => {
    let sum = 0;
    for (const value of stack.data.subarray(j * size, (j + 1) * size)) sum += value * value;
    return Math.sqrt(sum);
  });
}
