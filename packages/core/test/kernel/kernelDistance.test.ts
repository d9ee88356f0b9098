import { describe, expect, it } from "vitest";
import { kernelDistance } from "../../src/kernel/kernelDistance.js";
import { lagWeights } from "../../src/kernel/lagWeights.js";
import { matrix } from "../../src/linalg/Matrix.js";
import { LinearRnn } from "../../src/models/LinearRnn.js";
import { ScaledConvolution } from "../../src/models/ScaledConvolution.js";

describe("the distance of a kernel from diag(rho)", () => {
  it("is 0 for the scaled convolution, and counts every entry relative to the limit's norm", () => {
    const rho = Float64Array.of(2, 1);
    expect(kernelDistance(new ScaledConvolution(rho, 2, 3).tangentKernel(), rho)).toBe(0);
    expect(kernelDistance(matrix(2, 2, [2, 3, 4, 1]), rho)).toBeCloseTo(Math.sqrt(25 / 5), 14);
  });

  // The error of n^(−1/2) has a root mean square over 24 seeds that is known to about 15 %: over a 16-fold range of
  // widths the fitted slope then scatters by about 0.08 around −1/2.
  it.each([0.3, 0.8])("falls as n^(−1/2) for networks of growing width, nu_W = %d", (nuW) => {
    const lags = 12;
    const rho = lagWeights({ nuW }, lags);
    const widths = [64, 128, 256, 512, 1024];
    const logs = widths.map((width) => {
      let squares = 0;
      for (let seed = 1; seed <= 24; seed++) {
        const network = new LinearRnn({ width, inputs: 1, outputs: 1, lags, initialisation: { nuW }, seed });
        squares += kernelDistance(network.tangentKernel(), rho) ** 2;
      }
      return Math.log(squares / 24) / 2;
    });
    expect(slope(widths.map(Math.log), logs)).toBeGreaterThan(-0.7);
    expect(slope(widths.map(Math.log), logs)).toBeLessThan(-0.3);
  });
});

function slope(x: number[], y: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const products = x.map((v, k) => (v - mx) * (y[k] - my));
  return mean(products) / mean(x.map((v) => (v - mx) ** 2));
}
