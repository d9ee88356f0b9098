import { type Initialisation, LinearRnn, lagWeightShares } from "@lagwise/core";
import { describe, expect, it } from "vitest";
import { gradientNorms, unitGradientNorms } from "../src/work/weightsGradients.js";

const matrices = ["readout", "input", "transition"] as const;

describe("gradient norms of a drawn network", () => {
  it.each<Initialisation>([
    { nuW: 0.3 },
    { nuW: 0.95, nuF: 2, nuC: 0.5 },
    { nuW: 2, nuF: 2, nuC: 2, multipliers: { C: 1, F: 0, W: 1 } },
    { nuW: 0, nuF: 0.7, multipliers: { C: 0.5, F: 2, W: 3 } },
  ])("are those of a network that is drawn with these variances: %o", (initialisation) => {
    const [width, seed, lags] = [40, 3, 25];
    const { network } = gradientNorms(unitGradientNorms(width, seed), initialisation, lags);
    const drawn = new LinearRnn({
      width,
      inputs: 1,
      outputs: 1,
      lags,
      initialisation,
      seed,
    }).tangentKernelShares();
    for (const one of matrices) {
      const scale = Math.max(...Array.from({ length: lags }, (_, j) => drawn[one].data[j * (lags + 1)]));
      for (let j = 0; j < lags; j++) {
        const expected = drawn[one].data[j * (lags + 1)];
        expect(Math.abs(network[one][j] - expected), `${one}, lag ${j}`).toBeLessThanOrEqual(
          1e-9 * (expected + 1e-6 * scale),
        );
      }
    }
  });

  it("have the expectation beside them that they tend to", () => {
    const initialisation = { nuW: 0.8, nuF: 2, nuC: 0.5 };
    const [width, lags, seeds] = [400, 10, 12];
    const units = Array.from({ length: seeds }, (_, k) => unitGradientNorms(width, k + 1));
    const found = units.map((unit) => gradientNorms(unit, initialisation, lags));
    expect(found[0].limit).toEqual(lagWeightShares(initialisation, lags));
    for (const one of matrices) {
      for (let j = one === "transition" ? 1 : 0; j < lags; j++) {
        const mean = found.reduce((sum, { network }) => sum + network[one][j], 0) / seeds;
        // chi-square noise of j + 1 random steps, as in the claim on gradients; four standard errors
        const tolerance = 4 * Math.sqrt((2 * (j + 1)) / (width * seeds));
        expect(Math.abs(mean / found[0].limit[one][j] - 1), `${one}, lag ${j}`).toBeLessThan(tolerance);
      }
    }
  });
});
