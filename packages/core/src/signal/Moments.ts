import type { Matrix } from "../linalg/Matrix.js";

/** Moments as plain numbers, to be sent and kept: `squares` are sums of squared deviations from the mean. */
export interface MomentSums {
  readonly count: number;
  readonly mean: readonly number[];
  readonly squares: readonly number[];
}

/** Count, mean and sum of squared deviations of each channel; pieces merge (Chan, Golub and LeVeque 1983). */
export class Moments {
  count = 0;
  readonly mean: Float64Array;
  readonly #squares: Float64Array;

  constructor(channels: number) {
    this.mean = new Float64Array(channels);
    this.#squares = new Float64Array(channels);
  }

  /** The inverse of `sums`. */
  static from({ count, mean, squares }: MomentSums): Moments {
    const moments = new Moments(mean.length);
    moments.count = count;
    moments.mean.set(mean);
    moments.#squares.set(squares);
    return moments;
  }

  sums(): MomentSums {
    return { count: this.count, mean: Array.from(this.mean), squares: Array.from(this.#squares) };
  }

  /** Adds the rows of a N×channels matrix. */
  add(rows: Matrix): void {
    if (rows.rows === 0) return;
    const total = this.count + rows.rows;
    for (let c = 0; c < rows.columns; c++) {
      const first = rows.data[c];
      let sum = 0;
      for (let k = c; k < rows.data.length; k += rows.columns) sum += rows.data[k] - first;
      const mean = first + sum / rows.rows;
      let squares = 0;
      for (let k = c; k < rows.data.length; k += rows.columns) {
        squares += (rows.data[k] - mean) * (rows.data[k] - mean);
      }
      this.#join(c, rows.rows, mean, squares, total);
    }
    this.count = total;
  }

  /** Adds what other moments of as many channels have seen. */
  merge(other: Moments): void {
    if (other.mean.length !== this.mean.length) {
      throw new RangeError(
        `moments of ${other.mean.length} and of ${this.mean.length} channels do not merge`,
      );
    }
    if (other.count === 0) return;
    const total = this.count + other.count;
    for (let c = 0; c < this.mean.length; c++) {
      this.#join(c, other.count, other.mean[c], other.#squares[c], total);
    }
    this.count = total;
  }

  /** Standard deviations (divided by the count, not by the count less one). Exactly 0 for a constant channel. */
  deviation(): Float64Array {
    return this.#squares.map((squares, c) => {
      const deviation = Math.sqrt(squares / this.count);
      return deviation <= 1e-14 * Math.abs(this.mean[c]) ? 0 : deviation;
    });
  }

  #join(channel: number, count: number, mean: number, squares: number, total: number): void {
    const shift = mean - this.mean[channel];
    this.#squares[channel] += squares + (shift * shift * this.count * count) / total;
    this.mean[channel] += shift * (count / total);
  }
}
