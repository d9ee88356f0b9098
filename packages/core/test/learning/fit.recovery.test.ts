import { describe, expect, it } from "vitest";
import { lagWeights } from "../../src/kernel/lagWeights.js";
import { type Fit, fit } from "../../src/learning/fit.js";
import { relativeDistance } from "../../src/response/ImpulseResponse.js";
import { recording } from "../../src/signal/passes.js";
import { INPUT_OFFSET, INPUT_UNIT, type Simulation, simulate } from "./simulation.js";

const LAGS = 15;
const SEEDS = 40;
const rho = lagWeights({ nuW: 0.6 }, LAGS);
const spread = (lag: number) => Math.sqrt(rho[lag]);
const base = { samples: 1500, lags: LAGS, spread, noise: 0.3, colour: 0, inputs: 1, outputs: 1 };
const settings: (Omit<Simulation, "seed"> & { name: string })[] = [
  { ...base, name: "a white input" },
  { ...base, name: "a coloured input", colour: 0.8 },
  { ...base, name: "two inputs, two outputs, coloured", inputs: 2, outputs: 2, colour: 0.5 },
];

async function fitted(
  simulation: Simulation,
): Promise<{ result: Fit; truth: Fit["mean"]; noiseShare: number[] }> {
  const { segment, truth, noiseShare } = simulate(simulation);
  const names = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i}`);
  const { inputs, outputs } = simulation;
  const source = recording(names("u", inputs), names("y", outputs), [segment]);
  return { result: await fit(source, { lags: LAGS, trainFraction: 1 }), truth, noiseShare };
}

describe("fit", () => {
  it.each(settings)(
    "covers the truth with its 95 % bands, finds the noise and nu_W: $name",
    async (setting) => {
      const shares: number[] = [];
      let logNuW = 0;
      for (let seed = 1; seed <= SEEDS; seed++) {
        const { result, truth, noiseShare } = await fitted({ ...setting, seed });
        const [L, mean, deviation] = [truth, result.mean, result.deviation].map((r) => r.coefficients.data);
        const inside = L.filter((v, k) => Math.abs(v - mean[k]) < 1.959964 * deviation[k]).length;
        shares.push(inside / L.length);
        for (let o = 0; o < setting.outputs; o++) {
          // s² of N samples has the relative deviation √(2/N) = 0.037, and c too has its own: five of both
          const ratio = result.prior.noiseVariance[o] / noiseShare[o];
          expect(Math.abs(ratio - 1)).toBeLessThan(5 * 0.037 * Math.SQRT2);
        }
        expect(relativeDistance(result.mean, truth)).toBeLessThan(0.5);
        logNuW += Math.log(result.prior.initialisation?.nuW ?? Number.NaN) / SEEDS;
      }
      // One recording's share lies in [0, 1] with mean 0.95 at best, so its variance is at most 0.95 · 0.05, even if
      // its coefficients are all covered or all missed together: three deviations of the mean of 40 such are 0.103.
      const coverage = shares.reduce((sum, v) => sum + v, 0) / SEEDS;
      expect(Math.abs(coverage - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / SEEDS));
      // and were they independent, one share would vary by 0.95 · 0.05 / count: the bands' width is known to a few
      // percent only, as the prior is estimated from 15 coefficients, hence 3 hundredths on top of it
      const count = SEEDS * LAGS * setting.inputs * setting.outputs;
      expect(Math.abs(coverage - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / count) + 0.03);
      // with 15 coefficients nu_W is known to about a factor 1.5 a recording; the mean of 40 within 1.5
      expect(Math.abs(logNuW - Math.log(0.6))).toBeLessThan(Math.log(1.5));
    },
  );

  it("is the same fit in other units: responses scale, evidence and scores stay", async () => {
    const simulation = { ...base, inputs: 2, seed: 3 };
    const { segment } = simulate(simulation);
    const one = await fit(recording(["a", "b"], ["y"], [segment]), { lags: LAGS });
    for (const unit of [1e-12, 1e12]) {
      const scaled = {
        inputs: { ...segment.inputs, data: segment.inputs.data.map((v, k) => (k % 2 ? v : v * unit)) },
        outputs: { ...segment.outputs, data: segment.outputs.data.map((v) => v * unit) },
      };
      const other = await fit(recording(["a", "b"], ["y"], [scaled]), { lags: LAGS });
      other.mean.coefficients.data.forEach((v, k) => {
        const factor = k % 2 ? unit : 1;
        const size = one.deviation.coefficients.data[k] * factor;
        expect(Math.abs(v - one.mean.coefficients.data[k] * factor)).toBeLessThan(1e-6 * size);
      });
      expect(other.prior.logEvidence).toBeCloseTo(one.prior.logEvidence, 5);
      expect(other.test?.r2[0]).toBeCloseTo(one.test?.r2[0] ?? Number.NaN, 8);
    }
  });

  it("keeps the scales that it has learnt, in the units of the data", async () => {
    const { segment } = simulate({ ...base, inputs: 2, seed: 1 });
    const { standardisation } = await fit(recording(["a", "b"], ["y"], [segment]), { lags: 3 });
    for (const i of [0, 1]) {
      const { mean, deviation } = standardisation.inputs;
      expect(Math.abs(deviation[i] / INPUT_UNIT[i] - 1)).toBeLessThan(5 / Math.sqrt(2 * 1200));
      expect(Math.abs(mean[i] - INPUT_OFFSET[i]) / INPUT_UNIT[i]).toBeLessThan(5 / Math.sqrt(1200));
    }
  });
});
