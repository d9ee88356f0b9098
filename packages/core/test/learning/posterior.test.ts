import { describe, expect, it } from "vitest";
import { lagWeights } from "../../src/kernel/lagWeights.js";
import { LagwiseError } from "../../src/LagwiseError.js";
import { type Prior, posterior, posteriorCovariance } from "../../src/learning/posterior.js";
import { matrix } from "../../src/linalg/Matrix.js";
import {
  bruteStatistics,
  convolve,
  gaussians,
  randomMatrix,
  randomSegment,
  relativeError,
  solveDense,
} from "../oracles.js";
import { densePosterior, regression } from "./dense.js";

const lags = 6;
const priors: { name: string; prior: Prior }[] = [
  {
    name: "falling weights",
    prior: {
      rho: lagWeights({ nuW: 0.5 }, lags),
      scale: Float64Array.of(0.3, 2),
      noiseVariance: Float64Array.of(1, 0.1),
    },
  },
  {
    name: "weights of zero",
    prior: {
      rho: Float64Array.of(1, 0, 0, 0.5, 0.1, 0),
      scale: Float64Array.of(1, 1),
      noiseVariance: Float64Array.of(0.5, 2),
    },
  },
  {
    name: "a hard prior",
    prior: {
      rho: lagWeights({ nuW: 0.5 }, lags),
      scale: Float64Array.of(1e-8, 1e-3),
      noiseVariance: Float64Array.of(1, 1),
    },
  },
  {
    name: "a soft prior",
    prior: {
      rho: lagWeights({ nuW: 0.5 }, lags),
      scale: Float64Array.of(1e4, 1e3),
      noiseVariance: Float64Array.of(1, 0.01),
    },
  },
];

describe("posterior", () => {
  it.each(priors)("equals dense regression, sample by sample: $name", ({ prior }) => {
    for (const [samples, inputs] of [
      [60, 1],
      [60, 3],
      [9, 3],
    ] as const) {
      const segments = [
        randomSegment(samples, 2, inputs, gaussians(samples)),
        randomSegment(7, 2, inputs, gaussians(1)),
      ];
      const statistics = bruteStatistics(segments, lags);
      const { mean, deviation } = posterior(statistics, prior);
      const size = lags * inputs;
      for (const o of [0, 1]) {
        const { z, y } = regression(segments, lags, o);
        const wanted = densePosterior(z, y, prior.rho, prior.scale[o], prior.noiseVariance[o]);
        // the oracle subtracts two near numbers where the prior is soft: ten digits are its own limit
        const row = (a: typeof mean) => a.coefficients.data.subarray(o * size, (o + 1) * size);
        expect(relativeError(row(mean), wanted.mean.data)).toBeLessThan(1e-8);
        const covariance = posteriorCovariance(statistics, prior, o);
        expect(relativeError(covariance.data, wanted.covariance.data)).toBeLessThan(1e-7);
        const diagonal = row(deviation).map((_, k) => covariance.data[k * (size + 1)]);
        expect(
          relativeError(
            row(deviation).map((v) => v * v),
            diagonal,
          ),
        ).toBeLessThan(1e-12);
      }
    }
  });

  it("leaves a lag without weight at exactly zero, without a NaN", () => {
    const statistics = bruteStatistics([randomSegment(40, 2, 1, gaussians(1))], lags);
    const { mean, deviation } = posterior(statistics, priors[1].prior);
    for (const response of [mean, deviation]) {
      expect(Array.from(response.coefficients.data, (v) => v === 0)).toEqual(
        [0, 1].flatMap(() => [false, true, true, false, false, true]),
      );
    }
  });

  it("is calibrated: over draws from the prior, its Mahalanobis distances follow χ²", () => {
    // (L − mean)ᵀ Σ⁻¹ (L − mean) of T·n_x coefficients has mean T·n_x and variance 2 T·n_x, exactly
    const [draws, size, inputs] = [150, 2 * lags, 2];
    const rho = lagWeights({ nuW: 0.6 }, lags);
    const draw = gaussians(5);
    const prior: Prior = { rho, scale: Float64Array.of(0.7), noiseVariance: Float64Array.of(0.4) };
    let sum = 0;
    for (let k = 0; k < draws; k++) {
      const L = randomMatrix(1, size, draw);
      L.data.forEach((v, c) => {
        L.data[c] = v * Math.sqrt(0.7 * rho[Math.floor(c / inputs)]);
      });
      const x = randomMatrix(50, inputs, draw);
      for (let t = inputs; t < x.data.length; t++) x.data[t] += 0.8 * x.data[t - inputs];
      const y = convolve({ lags, outputs: 1, inputs, coefficients: L }, x);
      const outputs = matrix(
        50,
        1,
        y.data.map((v) => v + Math.sqrt(0.4) * draw()),
      );
      const statistics = bruteStatistics([{ inputs: x, outputs }], lags);
      const { mean } = posterior(statistics, prior);
      const error = matrix(
        size,
        1,
        L.data.map((v, c) => v - mean.coefficients.data[c]),
      );
      const { solution } = solveDense(posteriorCovariance(statistics, prior, 0), error);
      sum += error.data.reduce((s, v, c) => s + v * solution.data[c], 0);
    }
    // four deviations of the mean over the draws
    expect(Math.abs(sum / draws - size)).toBeLessThan(4 * Math.sqrt((2 * size) / draws));
  });

  it("refuses a prior for another number of outputs or lags", () => {
    const statistics = bruteStatistics([randomSegment(40, 1, 1, gaussians(1))], lags);
    expect(() => posterior(statistics, priors[0].prior)).toThrow(LagwiseError);
    expect(() => posterior(statistics, priors[0].prior)).toThrow("the prior has 2 scales for 1 outputs");
    const short = { rho: Float64Array.of(1), scale: Float64Array.of(1), noiseVariance: Float64Array.of(1) };
    expect(() => posterior(statistics, short)).toThrow("1 lag weights for statistics of 6 lags");
  });
});
