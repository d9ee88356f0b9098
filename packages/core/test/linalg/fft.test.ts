import { describe, expect, it } from "vitest";
import { addSpectralProduct, powerOfTwoFrom, RealFft } from "../../src/linalg/fft.js";
import { gaussians, relativeError } from "../oracles.js";

/** The discrete Fourier transform by its sum; interleaved re, im. */
function plainTransform(signal: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, k) => {
    const sum = (f: (angle: number) => number) =>
      signal.reduce((s, v, t) => s + v * f((-2 * Math.PI * ((k * t) % length)) / length), 0);
    return [sum(Math.cos), sum(Math.sin)];
  }).flat();
}

describe("RealFft", () => {
  it("equals the plain sum at every power of two, pads with zeros, and comes back", () => {
    for (const length of [2, 4, 8, 16, 64, 256]) {
      const draw = gaussians(length);
      for (const filled of [length, Math.max(1, length - 3)]) {
        const signal = Array.from({ length: filled }, draw);
        const fft = new RealFft(length);
        const spectrum = fft.forward(Float64Array.from(signal));
        expect(relativeError(spectrum, plainTransform(signal, length))).toBeLessThan(1e-13);
        const padded = [...signal, ...new Array(length - filled).fill(0)];
        expect(relativeError(fft.inverse(spectrum), padded)).toBeLessThan(1e-14);
      }
    }
  });

  it("convolves with a spectral product and correlates with a conjugate one", () => {
    const [a, b] = [
      [1, 2, 3, 0, 0, 0, 0, 0],
      [4, 5, 0, 0, 0, 0, 0, 0],
    ].map((v) => Float64Array.from(v));
    const fft = new RealFft(8);
    const through = (conjugate: boolean) => {
      const sum = new Float64Array(16);
      addSpectralProduct(sum, fft.forward(a), fft.forward(b), conjugate);
      return Array.from(fft.inverse(sum), (v) => Math.round(v * 1e9) / 1e9 + 0);
    };
    expect(through(false)).toEqual([4, 13, 22, 15, 0, 0, 0, 0]);
    expect(through(true)).toEqual([14, 23, 12, 0, 0, 0, 0, 5]);
  });

  it("refuses a length that is no power of two", () => {
    for (const length of [0, 1, 3, 6, 100]) {
      expect(() => new RealFft(length)).toThrow(`invalid FFT length: ${length}`);
    }
    expect([1, 2, 3, 4, 5, 1023, 1024, 1025].map(powerOfTwoFrom)).toEqual([2, 2, 4, 4, 8, 1024, 1024, 2048]);
  });
});
