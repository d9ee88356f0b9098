import { pointer, type Workspace } from "../kernels/Workspace.js";
import { addSpectralProduct, powerOfTwoFrom, RealFft } from "../linalg/fft.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";

/** From here on sums over lags are quicker through the Fourier transform (measured in bench/). */
export const FFT_FROM_LAGS = 768;
/** A transform costs about what this part of its length costs directly. */
const SMALL_PIECE = 8;

/**
 * Sums of x_t x_(t−k)ᵀ and y_t x_(t−k)ᵀ over all samples added, for k = 0 … T−1.
 * `x` and `y` hold samples newest first; `count` of them from row `first` are added, the rows of x after them are
 * their past.
 */
export interface Correlator {
  add(x: Matrix, y: Matrix, first: number, count: number): void;
  /** xx is n_x × T·n_x, yx is n_y × T·n_x */
  sums(): { xx: Matrix; yx: Matrix };
}

/** A matrix product: newest first, the window of a sample is T·n_x contiguous values, and windows overlap. */
export function directCorrelator(work: Workspace, lags: number, outputs: number, inputs: number): Correlator {
  const size = lags * inputs;
  const xx = work.matrix(inputs, size);
  const yx = work.matrix(outputs, size);
  return {
    add(x, y, first, count) {
      const windows = pointer(x) + first * inputs * 8;
      const targets = pointer(y) + first * outputs * 8;
      const add = work.kernels.addProduct;
      add(inputs, size, count, 1, windows, 1, inputs, windows, inputs, pointer(xx), size);
      add(outputs, size, count, 1, targets, 1, outputs, windows, inputs, pointer(yx), size);
    },
    sums: () => ({ xx, yx }),
  };
}

/**
 * Cross spectra summed over chunks, transformed back once: the cost of a sample grows with log T. At most `capacity`
 * samples are added at a time; a piece much smaller than that is quicker added directly.
 */
export function fftCorrelator(
  work: Workspace,
  capacity: number,
  lags: number,
  outputs: number,
  inputs: number,
): Correlator {
  const channels = inputs + outputs;
  const direct = directCorrelator(work, lags, outputs, inputs);
  const fft = new RealFft(powerOfTwoFrom(capacity + 2 * lags));
  const spectra = Array.from({ length: channels * inputs }, () => new Float64Array(2 * fft.length));
  return {
    add(x, y, first, count) {
      if (count < capacity / SMALL_PIECE) {
        direct.add(x, y, first, count);
        return;
      }
      const past = Array.from({ length: inputs }, (_, i) =>
        forwardColumn(fft, x, i, first, first + count + lags - 1),
      );
      for (let c = 0; c < channels; c++) {
        const counted =
          c < inputs
            ? forwardColumn(fft, x, c, first, first + count)
            : forwardColumn(fft, y, c - inputs, first, first + count);
        // newest first, the sample k steps older stands k rows further on
        past.forEach((spectrum, i) => {
          addSpectralProduct(spectra[c * inputs + i], spectrum, counted, true);
        });
      }
    },
    sums() {
      const { xx, yx } = direct.sums();
      const all = matrix(channels, lags * inputs);
      all.data.set(xx.data);
      all.data.set(yx.data, xx.data.length);
      spectra.forEach((spectrum, pair) => {
        const lagged = fft.inverse(spectrum);
        const [c, i] = [Math.floor(pair / inputs), pair % inputs];
        for (let k = 0; k < lags; k++) all.data[c * all.columns + k * inputs + i] += lagged[k];
      });
      const split = inputs * all.columns;
      return {
        xx: matrix(inputs, all.columns, all.data.slice(0, split)),
        yx: matrix(outputs, all.columns, all.data.slice(split)),
      };
    },
  };
}

function forwardColumn(fft: RealFft, a: Matrix, column: number, from: number, to: number): Float64Array {
  return fft.forward(
    Float64Array.from({ length: to - from }, (_, r) => a.data[(from + r) * a.columns + column]),
  );
}
