import { describe, expect, it } from "vitest";
import { convolveByFft, convolveDirectly } from "../../src/linalg/convolution2d.js";
import { gaussians, randomMatrix } from "../oracles.js";

describe("the two-dimensional convolution", () => {
  it.each([1, 2, 3, 7, 16, 33])(
    "of %d × %d is the quadruple sum, directly and by the Fourier transform",
    (m) => {
      const draw = gaussians(m);
      const [x, y] = [randomMatrix(m, m, draw), randomMatrix(m, m, draw)];
      const [direct, fft] = [convolveDirectly(x, y), convolveByFft(x, y)];
      for (let j = 0; j < m; j++) {
        for (let k = 0; k < m; k++) {
          let sum = 0;
          for (let a = 0; a <= j; a++) {
            for (let b = 0; b <= k; b++) sum += x.data[a * m + b] * y.data[(j - a) * m + k - b];
          }
          expect(Math.abs(direct.data[j * m + k] - sum)).toBeLessThan(1e-12 * m * m);
          expect(Math.abs(fft.data[j * m + k] - sum)).toBeLessThan(1e-12 * m * m);
        }
      }
    },
  );

  it.each([0.5, 1.7])("keeps the digits of small entries beside large ones, growth %s a lag", (rate) => {
    const m = 90;
    const draw = gaussians(m);
    const exponential = () => {
      const a = randomMatrix(m, m, draw);
      for (let j = 0; j < m; j++) {
        for (let k = 0; k < m; k++) a.data[j * m + k] *= rate ** (j + k) * (j === k ? 1 : 0.1);
        a.data[j * m + j] = Math.abs(a.data[j * m + j]);
      }
      return a;
    };
    const [x, y] = [exponential(), exponential()];
    const [direct, fft] = [convolveDirectly(x, y), convolveByFft(x, y)];
    for (let j = 0; j < m; j++) {
      for (let k = 0; k < m; k++) {
        const size = m * rate ** (j + k);
        expect(Math.abs(fft.data[j * m + k] - direct.data[j * m + k]) / size).toBeLessThan(1e-9);
      }
    }
  });
});
