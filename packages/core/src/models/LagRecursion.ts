import { pointer, type Workspace } from "../kernels/Workspace.js";
import type { Matrix } from "../linalg/Matrix.js";

/** Sizes of a linear RNN: n, n_x, n_y and T. */
export interface RnnShape {
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly lags: number;
}

/** Which way lags are walked: both sides of W together, or only the narrower one where one is much narrower. */
export type Side = "both" | "rows" | "columns";

/** `both` costs one pass over W a lag, the other two ways two passes of their few rows or columns. */
function cheapestSide({ inputs, outputs }: RnnShape): Side {
  if (Math.max(inputs, outputs) <= 2 * Math.min(inputs, outputs)) return "both";
  return outputs < inputs ? "rows" : "columns";
}

/** How many doubles a LagRecursion lays out in its workspace. */
export function recursionDoubles(shape: RnnShape): number {
  const { width, inputs, outputs, lags } = shape;
  const side = cheapestSide(shape);
  const adjoint = side === "columns" ? inputs : outputs;
  const hankel = side === "both" ? lags * lags * inputs * outputs : 0;
  return lags * width * (inputs + outputs + adjoint) + lags * inputs * outputs + hankel;
}

/**
 * What a linear RNN's weights make of each lag, and the way back:
 *   P_j = n^(−1/2) C (n^(−1/2) W)^j,  Q_j = (n^(−1/2) W)^j F,
 *   A_j = G_j Fᵀ + n^(−1/2) A_(j+1) Wᵀ = sum_(i≥j) G_i Q_(i−j)ᵀ,  or its mirror image
 *   B_j = G_jᵀ P_0 + n^(−1/2) B_(j+1) W,
 * all held as rows of n. P and Q are kept until the weights change; nothing is allocated after construction.
 */
export class LagRecursion {
  readonly side: Side;
  /** rows (j, o): P_j, T·n_y × n */
  readonly P: Matrix;
  /** rows (j, i): Q_jᵀ, T·n_x × n */
  readonly Q: Matrix;
  /** rows (j, o) of A, or rows (j, i) of B where columns are walked */
  readonly adjoint: Matrix;
  /** G, n_y × T·n_x: set before `pullBack` */
  readonly G: Matrix;
  /** blocks G_(j+k), zero past the last lag: T·n_y × T·n_x */
  readonly #hankel?: Matrix;
  readonly #scale: number;
  #haveP = false;
  #haveQ = false;

  /** W is n×n, C n_y×n, F held as n_x×n rows; all in `work`. */
  constructor(
    private readonly work: Workspace,
    private readonly shape: RnnShape,
    private readonly weights: { readonly W: Matrix; readonly C: Matrix; readonly F: Matrix },
  ) {
    const { width, inputs, outputs, lags } = shape;
    this.side = cheapestSide(shape);
    this.P = work.matrix(lags * outputs, width);
    this.Q = work.matrix(lags * inputs, width);
    this.adjoint = work.matrix(lags * (this.side === "columns" ? inputs : outputs), width);
    this.G = work.matrix(outputs, lags * inputs);
    if (this.side === "both") this.#hankel = work.matrix(lags * outputs, lags * inputs);
    this.#scale = 1 / Math.sqrt(width);
  }

  /** Forgets P and Q: the weights have changed. */
  invalidate(): void {
    this.#haveP = false;
    this.#haveQ = false;
  }

  /** Makes all P_j current; Q_j too where both sides walk together. */
  refreshRows(): void {
    if (this.#haveP) return;
    const both = this.side === "both" && !this.#haveQ;
    this.#startRows();
    if (both) this.Q.data.set(this.weights.F.data);
    for (let j = 0; j + 1 < this.shape.lags; j++) this.#advance(j, true, both);
    this.#haveP = true;
    this.#haveQ ||= both;
  }

  /** Makes all Q_j current, and P_0. */
  refreshColumns(): void {
    if (!this.#haveP) this.#startRows();
    if (this.#haveQ) return;
    this.Q.data.set(this.weights.F.data);
    for (let j = 0; j + 1 < this.shape.lags; j++) this.#advance(j, false, true);
    this.#haveQ = true;
  }

  /** Pulls G back through the lags: fills `adjoint` with all A_j, or with all B_j where columns are walked. */
  pullBack(): void {
    const { lags, inputs: nx, outputs: ny } = this.shape;
    if (this.side === "both") {
      this.refreshRows();
      this.#pullBackAtOnce();
    } else if (this.side === "rows") {
      this.refreshRows();
      this.#pullBackStepwise(ny, nx, pointer(this.weights.F), lags * nx, 1);
    } else {
      this.refreshColumns();
      this.#pullBackStepwise(nx, ny, pointer(this.P), 1, lags * nx);
    }
  }

  #startRows(): void {
    const { data } = this.weights.C;
    for (let k = 0; k < data.length; k++) this.P.data[k] = this.#scale * data[k];
  }

  #advance(j: number, rows: boolean, columns: boolean): void {
    const { width, inputs, outputs } = this.shape;
    const [row, column] = [outputs * width * 8, inputs * width * 8];
    const [p, q] = [pointer(this.P) + j * row, pointer(this.Q) + j * column];
    const [ny, nx] = [rows ? outputs : 0, columns ? inputs : 0];
    this.work.kernels.advance(
      width,
      pointer(this.weights.W),
      this.#scale,
      ny,
      p,
      p + row,
      nx,
      q,
      q + column,
      j % 2 === 1,
    );
  }

  /** All A_j from the columns that the way forward has left: the block Hankel matrix of G times Q. */
  #pullBackAtOnce(): void {
    const { lags, inputs: nx, outputs: ny, width } = this.shape;
    const hankel = this.#hankel as Matrix;
    const size = lags * nx;
    for (let j = 0; j < lags; j++) {
      for (let o = 0; o < ny; o++) {
        hankel.data.set(this.G.data.subarray(o * size + j * nx, (o + 1) * size), (j * ny + o) * size);
      }
    }
    this.adjoint.data.fill(0);
    const [h, q, a] = [pointer(hankel), pointer(this.Q), pointer(this.adjoint)];
    this.work.kernels.addProduct(lags * ny, width, size, 1, h, size, 1, q, width, a, width);
  }

  /**
   * From the last lag to the first: `rows` rows, each lag's G_j (or its transpose, by its two strides; rows × inner)
   * times `seed` (inner × n), and what the lag after it sends back through W.
   */
  #pullBackStepwise(rows: number, inner: number, seed: number, gRow: number, gColumn: number): void {
    const { lags, inputs: nx, width } = this.shape;
    const { kernels } = this.work;
    const block = rows * width * 8;
    const w = pointer(this.weights.W);
    this.adjoint.data.fill(0);
    for (let j = lags - 1; j >= 0; j--) {
      const at = pointer(this.adjoint) + j * block;
      if (j + 1 < lags) {
        const up = j % 2 === 1;
        if (this.side === "rows") kernels.advance(width, w, this.#scale, 0, 0, 0, rows, at + block, at, up);
        else kernels.advance(width, w, this.#scale, rows, at + block, at, 0, 0, 0, up);
      }
      const g = pointer(this.G) + j * nx * 8;
      kernels.addProduct(rows, width, inner, 1, g, gRow, gColumn, seed, width, at, width);
    }
  }
}
