import { describe, expect, it } from "vitest";
import { lagWeights } from "../../src/kernel/lagWeights.js";
import { LagwiseError } from "../../src/LagwiseError.js";
import { chooseInitialisation, evidence } from "../../src/learning/evidence.js";
import { matrix } from "../../src/linalg/Matrix.js";
import type { Segment } from "../../src/signal/Recording.js";
import { bruteStatistics, convolve, gaussians, randomMatrix, randomResponse } from "../oracles.js";
import { denseLogEvidence, regression } from "./dense.js";

interface Simulation {
  samples: number;
  lags: number;
  inputs: number;
  outputs: number;
  /** noise deviation over unit coefficients */
  noise: number;
  /** x_t = colour x_(t−1) + white */
  colour: number;
  seed: number;
  shape: (lag: number) => number;
}

const defaults: Simulation = {
  samples: 60,
  lags: 5,
  inputs: 1,
  outputs: 1,
  noise: 0.5,
  colour: 0,
  seed: 1,
  shape: (j) => 0.7 ** j,
};

function simulated(settings: Partial<Simulation>): { segment: Segment; lags: number } {
  const { samples, lags, inputs, outputs, noise, colour, seed, shape } = { ...defaults, ...settings };
  const draw = gaussians(seed);
  const x = randomMatrix(samples, inputs, draw);
  for (let k = inputs; k < x.data.length; k++) x.data[k] += colour * x.data[k - inputs];
  const response = randomResponse(lags, outputs, inputs, draw);
  response.coefficients.data.forEach((v, k) => {
    response.coefficients.data[k] = v * shape(Math.floor((k % (lags * inputs)) / inputs));
  });
  const y = convolve(response, x);
  return {
    segment: {
      inputs: x,
      outputs: matrix(
        samples,
        outputs,
        y.data.map((v) => v + noise * draw()),
      ),
    },
    lags,
  };
}

const cases: (Partial<Simulation> & { name: string; rho: Float64Array })[] = [
  { name: "one input, one output", rho: lagWeights({ nuW: 0.6 }, 5) },
  { name: "two inputs, three outputs", inputs: 2, outputs: 3, rho: lagWeights({ nuW: 0.3 }, 5) },
  { name: "weights of zero", rho: Float64Array.of(1, 0, 0.5, 0, 0.1) },
  { name: "coloured input", colour: 0.9, rho: lagWeights({ nuW: 0.9 }, 5) },
  { name: "little noise", noise: 1e-3, rho: lagWeights({ nuW: 0.6 }, 5) },
  { name: "much noise", noise: 5, seed: 3, rho: lagWeights({ nuW: 0.6 }, 5) },
  { name: "fewer samples than lags", samples: 8, lags: 12, rho: lagWeights({ nuW: 0.8 }, 12) },
];

describe("evidence", () => {
  it.each(cases)(
    "is log N(y; 0, s² I + g Z D Zᵀ) at its own scale and noise: $name",
    ({ rho, ...settings }) => {
      const { segment, lags } = simulated(settings);
      const { logEvidence, scale, noiseVariance } = evidence(bruteStatistics([segment], lags), rho);
      let sum = 0;
      for (let o = 0; o < segment.outputs.columns; o++) {
        const { z, y } = regression([segment], lags, o);
        sum += denseLogEvidence(z, y, rho, scale[o], noiseVariance[o]);
      }
      // N log s² loses as many digits as the noise is below the power: 1e-7 of it in "little noise"
      expect(Math.abs(logEvidence - sum)).toBeLessThan(1e-6);
    },
  );

  it.each(cases)("is beaten by no scale and noise on a grid: $name", ({ rho, ...settings }) => {
    const { segment, lags } = simulated({ ...settings, outputs: 1 });
    const statistics = bruteStatistics([segment], lags);
    const best = evidence(statistics, rho);
    const { z, y } = regression([segment], lags);
    const power = statistics.yy[0] / statistics.samples;
    const at = (scale: number, noise: number) => denseLogEvidence(z, y, rho, scale, noise);
    // wide: 10^±6 about the power; near: a few percent about the answer
    for (let a = -6; a <= 2; a++) {
      for (let b = -6; b <= 2; b++) {
        expect(at(power * 10 ** a, power * 10 ** b)).toBeLessThan(best.logEvidence + 1e-6);
      }
    }
    for (const a of [0.5, 0.9, 0.98, 1.02, 1.1, 2]) {
      for (const b of [0.5, 0.9, 0.98, 1, 1.02, 1.1, 2]) {
        expect(at(best.scale[0] * a, best.noiseVariance[0] * b)).toBeLessThan(best.logEvidence + 1e-6);
      }
    }
  });

  it("does not depend on the size of the weights, only the scale does", () => {
    const { segment, lags } = simulated({ inputs: 2 });
    const statistics = bruteStatistics([segment], lags);
    const rho = lagWeights({ nuW: 0.5 }, lags);
    const base = evidence(statistics, rho);
    for (const factor of [1e-9, 7, 1e9]) {
      const scaled = evidence(
        statistics,
        rho.map((v) => v * factor),
      );
      expect(scaled.logEvidence).toBeCloseTo(base.logEvidence, 7);
      expect((scaled.scale[0] * factor) / base.scale[0]).toBeCloseTo(1, 4);
    }
  });

  it("finds the residual as the noise where inputs repeat each other: no spurious certainty", () => {
    // the same channel twice makes the statistics singular; T = 40, signal and noise of equal power
    for (let seed = 1; seed <= 4; seed++) {
      const { segment, lags } = simulated({ samples: 1000, lags: 40, noise: 1.4, colour: 0.9, seed });
      const once = bruteStatistics([segment], lags);
      const twin = matrix(
        1000,
        2,
        Array.from({ length: 2000 }, (_, k) => segment.inputs.data[k >> 1]),
      );
      const twice = bruteStatistics([{ ...segment, inputs: twin }], lags);
      for (const nuW of [0.3, 0.7, 0.95]) {
        const rho = lagWeights({ nuW }, lags);
        const [single, double] = [evidence(once, rho), evidence(twice, rho)];
        // two half coefficients have the prior of one with half the scale: the same evidence, exactly
        expect(Math.abs(double.logEvidence - single.logEvidence)).toBeLessThan(1e-3);
        expect(double.noiseVariance[0] / single.noiseVariance[0]).toBeCloseTo(1, 3);
      }
    }
  });

  it("refuses weights of another length, weights that are all 0, and no samples", () => {
    const { segment, lags } = simulated({});
    const statistics = bruteStatistics([segment], lags);
    expect(() => evidence(statistics, new Float64Array(4).fill(1))).toThrow(
      "4 lag weights for statistics of 5 lags",
    );
    expect(() => evidence(statistics, new Float64Array(5))).toThrow(LagwiseError);
    expect(() => evidence({ ...statistics, samples: 0 }, new Float64Array(5).fill(1))).toThrow(LagwiseError);
  });
});

describe("chooseInitialisation", () => {
  const T = 20;
  const recordings: (Partial<Simulation> & { name: string; hair?: number })[] = [
    { name: "a short memory", samples: 500, shape: (j) => 0.5 ** j },
    { name: "a long memory", samples: 800, shape: (j) => 0.95 ** j * Math.sqrt(1 + j) },
    { name: "a pure delay", samples: 400, shape: (j) => (j === 9 ? 1 : 0) },
    { name: "no memory", samples: 400, shape: (j) => (j === 0 ? 1 : 0) },
    { name: "lag 1 alone", samples: 400, shape: (j) => (j === 1 ? 1 : 0) },
    { name: "every lag alike", samples: 300, shape: () => 1 },
    { name: "noise alone", samples: 300, shape: () => 0, hair: 0.2 }, // nothing to find, flat everywhere
    { name: "few samples", samples: 30, shape: (j) => 0.7 ** j },
    { name: "hardly any noise", samples: 400, noise: 1e-4, shape: (j) => 0.7 ** j },
    { name: "a coloured input", samples: 600, colour: 0.95, shape: (j) => 0.8 ** j },
    { name: "several inputs and outputs", samples: 300, inputs: 2, outputs: 2, shape: (j) => 0.6 ** j },
  ];

  it.each(recordings)(
    "is beaten by no nu_W and share on a grid by more than 0.05 nats: $name",
    async ({ hair = 0.05, ...settings }) => {
      for (let seed = 1; seed <= 3; seed++) {
        const { segment } = simulated({ ...settings, lags: T, seed });
        const statistics = bruteStatistics([segment], T);
        const chosen = await chooseInitialisation(statistics);
        const { initialisation, rho, logEvidence } = chosen;
        // the search ends where its corners agree within 0.02 nats; 0.05 nats are odds of 1.05 to 1, which nobody could tell apart
        for (let a = 0; a <= 14; a++) {
          const nuW = 0.001 + 0.998 / (1 + Math.exp(7 - a));
          for (const nu of [0.003, 0.03, 0.1, 0.3, 1, 3, 10, 100, 1000]) {
            const other = evidence(statistics, lagWeights({ nuW, nuF: nu, nuC: nu }, T));
            expect(other.logEvidence).toBeLessThan(logEvidence + hair);
          }
        }
        expect(rho).toEqual(lagWeights(initialisation, T));
        expect({ ...evidence(statistics, rho) }).toMatchObject({ logEvidence, scale: chosen.scale });
        expect(initialisation.nuW).toBeGreaterThan(0);
        expect(initialisation.nuW).toBeLessThan(1);
      }
    },
  );

  it("reports every evaluation, and chooses the same bits twice", async () => {
    const { segment } = simulated({ lags: T, samples: 200 });
    const statistics = bruteStatistics([segment], T);
    const counts: number[] = [];
    const first = await chooseInitialisation(statistics, (n) => void counts.push(n));
    expect(counts).toEqual(Array.from({ length: first.evaluations }, (_, k) => k + 1));
    expect(await chooseInitialisation(statistics)).toEqual(first);
  });
});
