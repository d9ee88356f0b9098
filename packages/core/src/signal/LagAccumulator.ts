import { Workspace } from "../kernels/Workspace.js";
import { LagwiseError } from "../LagwiseError.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";
import { type Correlator, directCorrelator, FFT_FROM_LAGS, fftCorrelator } from "./correlators.js";
import type { FirstSamples, LagStatistics } from "./LagStatistics.js";
import type { Segment } from "./Recording.js";

/** About so many values of the input are worked on at a time. */
const CHUNK_VALUES = 65536;

/**
 * Builds LagStatistics in one pass over pieces of any size, in memory that does not grow with them.
 *
 * Neighbouring lag blocks of sum z zᵀ differ only at a segment's ends,
 *   R(a+1, b+1) = R(a, b) + h_a h_bᵀ before its first counted sample − h_a h_bᵀ at its end,
 * where h_a is the sample a steps before that point. So only the first block row (n_x × T·n_x) is summed over all
 * samples, N·T·n_x² work; the outer products at the ends are kept apart and run down the diagonals once, at last.
 */
export class LagAccumulator {
  readonly #lags: number;
  readonly #inputs: number;
  readonly #outputs: number;
  readonly #firstSamples: FirstSamples;
  readonly #work: Workspace;
  readonly #capacity: number;
  /** newest first: up to `capacity` rows of a chunk, then the T−1 rows before it */
  readonly #x: Matrix;
  readonly #y: Matrix;
  /** sums of outer products of the T−1 samples before a segment's counted part, less those at its end */
  readonly #ends: Matrix;
  readonly #correlator: Correlator;
  readonly #yy: Float64Array;
  readonly #ySum: Float64Array;
  #samples = 0;
  /** how many samples of this segment are remembered or counted so far */
  #seen = 0;
  /** whether this segment has counted samples, whose end is still to be accounted for */
  #open = false;

  /**
   * For T lags, n_y outputs and n_x inputs. Throws a LagwiseError where (T·n_x)² values do not fit into memory.
   */
  constructor(
    lags: number,
    outputs: number,
    inputs: number,
    firstSamples: FirstSamples = "zero-padded",
    method: "auto" | "direct" | "fft" = "auto",
  ) {
    if (!(Number.isInteger(lags) && lags >= 1)) {
      throw new LagwiseError(`invalid number of lags: ${lags} (a whole number of at least 1)`);
    }
    this.#lags = lags;
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#firstSamples = firstSamples;
    this.#capacity = Math.max(64, 3 * lags, Math.floor(CHUNK_VALUES / inputs));
    const size = lags * inputs;
    const rows = this.#capacity + lags - 1;
    this.#work = new Workspace(
      rows * inputs + this.#capacity * outputs + size * size + (inputs + outputs) * size,
    );
    this.#x = this.#work.matrix(rows, inputs);
    this.#y = this.#work.matrix(this.#capacity, outputs);
    this.#ends = this.#work.matrix(size - inputs, size - inputs);
    const throughFft = method === "fft" || (method === "auto" && lags >= FFT_FROM_LAGS);
    this.#correlator = throughFft
      ? fftCorrelator(this.#work, this.#capacity, lags, outputs, inputs)
      : directCorrelator(this.#work, lags, outputs, inputs);
    this.#yy = new Float64Array(outputs);
    this.#ySum = new Float64Array(outputs);
  }

  /** Adds samples that continue the segment. */
  add(piece: Segment): void {
    let start = 0;
    if (this.#firstSamples === "skipped" && this.#seen < this.#lags - 1) {
      start = Math.min(piece.inputs.rows, this.#lags - 1 - this.#seen);
      this.#take(piece, 0, start, false);
    }
    this.#take(piece, start, piece.inputs.rows, true);
  }

  /** Takes samples as the past of those that follow, without counting them. */
  remember(piece: Segment): void {
    this.#closeCounted();
    this.#take(piece, Math.max(0, piece.inputs.rows - this.#lags), piece.inputs.rows, false);
  }

  /** Ends the segment: what comes next starts from a zero state. */
  endSegment(): void {
    this.#closeCounted();
    this.#history().fill(0);
    this.#seen = 0;
  }

  /** The statistics of all that was added; the accumulator can go on afterwards. */
  statistics(): LagStatistics {
    const size = this.#lags * this.#inputs;
    const ends = this.#ends.data.slice();
    if (this.#open) addOuterProduct(ends, this.#history(), -1);
    const { xx, yx } = this.#correlator.sums();
    return {
      lags: this.#lags,
      inputs: this.#inputs,
      outputs: this.#outputs,
      firstSamples: this.#firstSamples,
      samples: this.#samples,
      zz: spread(xx, ends, this.#lags, this.#inputs),
      yz: matrix(this.#outputs, size, yx.data.slice()),
      yy: this.#yy.slice(),
      y: this.#ySum.slice(),
    };
  }

  #history(): Float64Array {
    return this.#x.data.subarray(this.#capacity * this.#inputs);
  }

  #closeCounted(): void {
    if (this.#open) addOuterProduct(this.#ends.data, this.#history(), -1);
    this.#open = false;
  }

  #take(piece: Segment, from: number, to: number, counted: boolean): void {
    if (counted && from < to && !this.#open) {
      addOuterProduct(this.#ends.data, this.#history(), 1);
      this.#open = true;
    }
    for (let start = from; start < to; start += this.#capacity) {
      const count = Math.min(this.#capacity, to - start);
      const first = this.#capacity - count;
      copyReversed(piece.inputs, start, count, this.#x, first);
      if (counted) {
        copyReversed(piece.outputs, start, count, this.#y, first);
        this.#correlator.add(this.#x, this.#y, first, count);
        this.#addOutputs(piece.outputs, start, count);
        this.#samples += count;
      }
      const kept = (this.#lags - 1) * this.#inputs;
      this.#x.data.copyWithin(
        this.#capacity * this.#inputs,
        first * this.#inputs,
        first * this.#inputs + kept,
      );
      this.#seen += count;
    }
  }

  #addOutputs(outputs: Matrix, start: number, count: number): void {
    for (let o = 0; o < this.#outputs; o++) {
      let sum = 0;
      let squares = 0;
      for (let t = start; t < start + count; t++) {
        const value = outputs.data[t * this.#outputs + o];
        sum += value;
        squares += value * value;
      }
      this.#ySum[o] += sum;
      this.#yy[o] += squares;
    }
  }
}

function copyReversed(from: Matrix, start: number, count: number, to: Matrix, first: number): void {
  const { columns } = from;
  for (let t = 0; t < count; t++) {
    const source = (start + t) * columns;
    const target = (first + count - 1 - t) * columns;
    for (let c = 0; c < columns; c++) to.data[target + c] = from.data[source + c];
  }
}

function addOuterProduct(target: Float64Array, h: Float64Array, sign: 1 | -1): void {
  const size = h.length;
  for (let i = 0; i < size; i++) {
    const factor = sign * h[i];
    if (factor === 0) continue;
    for (let j = 0; j < size; j++) target[i * size + j] += factor * h[j];
  }
}

/** Block (a, b) = xx_(b−a) + the outer products above it on its diagonal; the lower half by symmetry. */
function spread(xx: Matrix, ends: Float64Array, lags: number, inputs: number): Matrix {
  const size = lags * inputs;
  const shorter = size - inputs;
  const zz = matrix(size, size);
  zz.data.set(xx.data);
  for (let i = inputs; i < size; i++) {
    for (let j = Math.floor(i / inputs) * inputs; j < size; j++) {
      zz.data[i * size + j] =
        zz.data[(i - inputs) * size + j - inputs] + ends[(i - inputs) * shorter + j - inputs];
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) zz.data[i * size + j] = zz.data[j * size + i];
  }
  return zz;
}
