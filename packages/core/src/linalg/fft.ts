import FFT from "fft.js";
import { portableMath } from "../kernels/portableMath.js";

/** Real-input transforms of one power-of-two length. Spectra are interleaved re, im: `2 · length` doubles. */
export class RealFft {
  readonly length: number;
  readonly #fft: FFT;

  /** Throws a RangeError unless `length` is a power of two of at least 2. */
  constructor(length: number) {
    if (length < 2 || (length & (length - 1)) !== 0) throw new RangeError(`invalid FFT length: ${length}`);
    this.length = length;
    this.#fft = portableFft(length);
  }

  /** The full spectrum of `signal`, zero-padded to the length. */
  forward(signal: Float64Array): Float64Array {
    const padded = new Float64Array(this.length);
    padded.set(signal);
    const spectrum = new Float64Array(2 * this.length);
    this.#fft.realTransform(spectrum, padded);
    this.#fft.completeSpectrum(spectrum);
    return spectrum;
  }

  /** The real part of the inverse transform. */
  inverse(spectrum: Float64Array): Float64Array {
    const complex = new Float64Array(2 * this.length);
    this.#fft.inverseTransform(complex, spectrum);
    const real = new Float64Array(this.length);
    for (let i = 0; i < this.length; i++) real[i] = complex[2 * i];
    return real;
  }
}

/** fft.js on a table of cos(2πi/n), −sin(2πi/n) that has the same digits everywhere: its own has the engine's. */
export function portableFft(length: number): FFT {
  const fft = new FFT(length);
  for (let i = 0; i < length; i++) {
    fft.table[2 * i] = portableMath.cos((2 * Math.PI * i) / length);
    fft.table[2 * i + 1] = -portableMath.sin((2 * Math.PI * i) / length);
  }
  return fft;
}

/** target += a · b, or a · conj(b), entry by entry of two spectra. */
export function addSpectralProduct(
  target: Float64Array,
  a: Float64Array,
  b: Float64Array,
  conjugate: boolean,
): void {
  const sign = conjugate ? -1 : 1;
  for (let i = 0; i < target.length; i += 2) {
    const br = b[i];
    const bi = sign * b[i + 1];
    target[i] += a[i] * br - a[i + 1] * bi;
    target[i + 1] += a[i] * bi + a[i + 1] * br;
  }
}

/** The smallest power of two of at least n. */
export function powerOfTwoFrom(n: number): number {
  let length = 2;
  while (length < n) length *= 2;
  return length;
}
