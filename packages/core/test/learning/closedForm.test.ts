import { describe, expect, it } from "vitest";
import { lagWeights } from "../../src/kernel/lagWeights.js";
import { closedFormTrajectory } from "../../src/learning/closedForm.js";
import { matrix } from "../../src/linalg/Matrix.js";
import { ScaledConvolution } from "../../src/models/ScaledConvolution.js";
import { emptyResponse, type ImpulseResponse } from "../../src/response/ImpulseResponse.js";
import { type LagStatistics, means } from "../../src/signal/LagStatistics.js";
import {
  bruteStatistics,
  gaussians,
  gradient,
  loss,
  randomResponse,
  randomSegment,
  relativeError,
} from "../oracles.js";

function problem(
  seed: number,
  samples: number,
  lags: number,
  outputs: number,
  inputs: number,
): LagStatistics {
  return bruteStatistics([randomSegment(samples, outputs, inputs, gaussians(seed))], lags);
}

/** Gradient descent, step after step. */
function iterated(
  statistics: LagStatistics,
  rho: Float64Array,
  initial: ImpulseResponse,
  steps: number,
  rate: number,
) {
  const model = new ScaledConvolution(rho, statistics.outputs, statistics.inputs, initial);
  const mean = means(statistics);
  for (let k = 0; k < steps; k++) model.descend(gradient(mean, model.impulseResponse()), rate);
  return model.impulseResponse().coefficients.data;
}

/** dL_j/dt = −rho_j G_j by the fourth-order rule of Runge and Kutta. */
function flowed(
  statistics: LagStatistics,
  rho: Float64Array,
  initial: ImpulseResponse,
  time: number,
  steps: number,
) {
  const mean = means(statistics);
  const { rows, columns } = initial.coefficients;
  const speed = (L: Float64Array) => {
    const G = gradient(mean, { ...initial, coefficients: matrix(rows, columns, L) }).data;
    return G.map((g, k) => -rho[Math.floor((k % columns) / initial.inputs)] * g);
  };
  const moved = (L: Float64Array, v: Float64Array, h: number) => L.map((x, k) => x + h * v[k]);
  const h = time / steps;
  let L = initial.coefficients.data.slice();
  for (let s = 0; s < steps; s++) {
    const a = speed(L);
    const b = speed(moved(L, a, h / 2));
    const c = speed(moved(L, b, h / 2));
    const d = speed(moved(L, c, h));
    L = L.map((x, k) => x + (h / 6) * (a[k] + 2 * b[k] + 2 * c[k] + d[k]));
  }
  return L;
}

const problems: { name: string; statistics: LagStatistics; rho: Float64Array; initial: ImpulseResponse }[] =
  [];
const add = (name: string, statistics: LagStatistics, rho: Float64Array, random = false) => {
  const { lags, outputs, inputs } = statistics;
  const initial = random
    ? randomResponse(lags, outputs, inputs, gaussians(77))
    : emptyResponse(lags, outputs, inputs);
  problems.push({ name, statistics, rho, initial });
};
const geometric = lagWeights({ nuW: 0.7 }, 6);
const holed = Float64Array.of(1, 0, 0.5, 0, 0, 0.2);
add("one input, from zero", problem(1, 100, 6, 1, 1), geometric);
add("several inputs and outputs, from zero", problem(2, 100, 6, 2, 3), geometric);
add("several inputs and outputs, from a random response", problem(2, 100, 6, 2, 3), geometric, true);
add("rank-deficient statistics: fewer samples than lags", problem(3, 4, 6, 2, 2), geometric);
add("rank-deficient statistics, from a random response", problem(3, 4, 6, 2, 2), geometric, true);
add("lags without weight, from zero", problem(4, 100, 6, 1, 2), holed);
add("lags without weight that begin at something", problem(4, 100, 6, 1, 2), holed, true);
add(
  "weights that fall to 1e-19, from a random response",
  problem(5, 200, 40, 1, 1),
  lagWeights({ nuW: 1 / 3 }, 40),
  true,
);

describe("closedFormTrajectory", () => {
  // the iteration itself rounds once a step, some 1e-16 · steps; the closed form through one eigendecomposition
  it.each(problems)("equals gradient descent, step after step: $name", ({ statistics, rho, initial }) => {
    const trajectory = closedFormTrajectory(statistics, rho, initial);
    for (const fraction of [0.01, 0.3, 0.5, 0.999]) {
      const rate = fraction * trajectory.largestStableRate;
      for (const steps of [0, 1, 2, 17, 1000]) {
        const wanted = iterated(statistics, rho, initial, steps, rate);
        expect(relativeError(trajectory.afterSteps(steps, rate).coefficients.data, wanted)).toBeLessThan(
          1e-10,
        );
      }
    }
  });

  it.each(problems)(
    "equals gradient flow, integrated in small steps: $name",
    ({ statistics, rho, initial }) => {
      const trajectory = closedFormTrajectory(statistics, rho, initial);
      for (const time of [0, 0.1, 1, 5].map((t) => t * trajectory.largestStableRate)) {
        // the rule's error is of order (2/400)⁴ ≈ 1e-9 of the fastest mode
        const wanted = flowed(statistics, rho, initial, time, 1000);
        expect(relativeError(trajectory.afterTime(time).coefficients.data, wanted)).toBeLessThan(1e-8);
      }
    },
  );

  it("diverges just above the largest stable rate, and not just below it", () => {
    for (const { statistics, rho } of problems.slice(0, 4)) {
      const { largestStableRate, afterSteps } = closedFormTrajectory(statistics, rho);
      const mean = means(statistics);
      const start = loss(mean, afterSteps(0, 1));
      expect(loss(mean, afterSteps(20_000, 1.01 * largestStableRate))).toBeGreaterThan(1e10 * start);
      expect(loss(mean, afterSteps(20_000, 0.999 * largestStableRate))).toBeLessThan(start);
      const plain = (factor: number) => {
        const data = iterated(
          statistics,
          rho,
          emptyResponse(6, statistics.outputs, statistics.inputs),
          3000,
          factor * largestStableRate,
        );
        return data.reduce((sum, v) => sum + v * v, 0);
      };
      expect(plain(1.02)).toBeGreaterThan(1e10);
      expect(plain(0.98)).toBeLessThan(1e4);
    }
  });

  it("has eigenvalues that add up to the trace of D R, ascending", () => {
    const { statistics, rho } = problems[1];
    const { eigenvalues, largestStableRate } = closedFormTrajectory(statistics, rho);
    const size = statistics.zz.rows;
    const trace = Array.from(
      { length: size },
      (_, k) => (rho[Math.floor(k / 3)] * statistics.zz.data[k * (size + 1)]) / 100,
    );
    expect(
      relativeError([eigenvalues.reduce((a, b) => a + b, 0)], [trace.reduce((a, b) => a + b, 0)]),
    ).toBeLessThan(1e-12);
    expect(Array.from(eigenvalues)).toEqual(Array.from(eigenvalues).sort((a, b) => a - b));
    expect(largestStableRate).toBe(2 / eigenvalues[size - 1]);
  });

  it("keeps its digits at very short times and very small rates, where the exponential is nearly straight", () => {
    // T = 1, x = y = 1: L(t) = 1 − e^(−t), and after k steps 1 − (1 − eta)^k
    const ones = matrix(5, 1, [1, 1, 1, 1, 1]);
    const statistics = bruteStatistics([{ inputs: ones, outputs: ones }], 1);
    const { afterTime, afterSteps } = closedFormTrajectory(statistics, Float64Array.of(1));
    for (const t of [1e-16, 1e-12, 0.9e-8, 1.1e-8, 1e-4, 1]) {
      expect(afterTime(t).coefficients.data[0] / -Math.expm1(-t)).toBeCloseTo(1, 12);
      const steps = 1000;
      const wanted = -Math.expm1(steps * Math.log1p(-t / steps));
      expect(afterSteps(steps, t / steps).coefficients.data[0] / wanted).toBeCloseTo(1, 12);
    }
  });
});
