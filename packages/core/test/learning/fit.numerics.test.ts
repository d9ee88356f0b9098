import { describe, expect, it } from "vitest";
import { type Fit, fit } from "../../src/learning/fit.js";
import { matrix } from "../../src/linalg/Matrix.js";
import { recording } from "../../src/signal/passes.js";
import { convolve, gaussians } from "../oracles.js";

const N = 1500;
const response = {
  lags: 10,
  inputs: 1,
  outputs: 1,
  coefficients: matrix(
    1,
    10,
    Array.from({ length: 10 }, (_, j) => 0.6 ** j),
  ),
};

function signals(seed: number): Record<"white" | "slow" | "sine" | "steps" | "coloured", Float64Array> {
  const draw = gaussians(seed);
  const white = Float64Array.from({ length: N }, draw);
  const coloured = white.slice();
  for (let t = 1; t < N; t++) coloured[t] += 0.98 * coloured[t - 1];
  return {
    white,
    coloured,
    steps: coloured.map((v) => (v > 0 ? 1 : 0)),
    sine: white.map((_, t) => Math.sin(t / 7)),
    slow: white.map((_, t) => Math.sin(t / 300) + 0.3 * Math.sin(t / 111)),
  };
}

function fitColumns(
  columns: Float64Array[],
  y: Float64Array,
  lags: number,
  prior: "rnn" | "none" = "rnn",
): Promise<Fit> {
  const width = columns.length;
  const inputs = matrix(
    N,
    width,
    Float64Array.from({ length: N * width }, (_, k) => columns[k % width][Math.floor(k / width)]),
  );
  const names = columns.map((_, i) => `u${i}`);
  return fit(recording(names, ["y"], [{ inputs, outputs: matrix(N, 1, y) }]), { lags, prior });
}

function expectFinite({ mean, deviation, train, test, prior }: Fit): void {
  const numbers = [
    ...mean.coefficients.data,
    ...deviation.coefficients.data,
    ...train.r2,
    ...train.fitPercent,
    ...(test?.r2 ?? []),
    ...(test?.fitPercent ?? []),
    ...prior.rho,
    ...prior.scale,
    ...prior.noiseVariance,
    prior.logEvidence,
  ];
  expect(numbers.every(Number.isFinite)).toBe(true);
  expect(deviation.coefficients.data.every((v) => v >= 0)).toBe(true);
}

function filtered(x: Float64Array): Float64Array {
  return convolve(response, matrix(N, 1, x)).data;
}

describe("fit, where numbers are hard", () => {
  it("is finite and right for noiseless recordings, poor inputs and more lags than needed", async () => {
    for (const [name, x] of Object.entries(signals(1))) {
      for (const lags of [10, 60]) {
        for (const prior of ["rnn", "none"] as const) {
          const result = await fitColumns([x], filtered(x), lags, prior);
          expectFinite(result);
          expect([name, lags, prior, result.train.r2[0] > 0.99]).toEqual([name, lags, prior, true]);
        }
      }
    }
    const { white } = signals(2);
    const copy = await fitColumns([white], white.slice(), 10); // y = x: nothing at all is left over
    expectFinite(copy);
    expect(Math.abs(copy.mean.coefficients.data[0] - 1)).toBeLessThan(1e-6);
  });

  it("stands tiny and huge units, and an offset of 1e9 with a deviation of 1", async () => {
    const { white } = signals(3);
    const draw = gaussians(33);
    const y = filtered(white).map((v) => v + 0.3 * draw());
    const plain = await fitColumns([white], y, 12);
    for (const unit of [1e-12, 1e12]) {
      const result = await fitColumns(
        [white.map((v) => v * unit)],
        y.map((v) => v / unit),
        12,
      );
      expectFinite(result);
      const data = result.mean.coefficients.data.map((v) => v * unit * unit);
      data.forEach((v, k) => {
        expect(Math.abs(v - plain.mean.coefficients.data[k])).toBeLessThan(1e-6);
      });
    }
    const offset = await fitColumns(
      [white.map((v) => v + 1e9)],
      y.map((v) => v - 1e9),
      12,
    );
    expectFinite(offset);
    // the values themselves are rounded to 1.2e-7
    offset.mean.coefficients.data.forEach((v, k) => {
      expect(Math.abs(v - plain.mean.coefficients.data[k])).toBeLessThan(1e-5);
    });
  });

  it("takes the residual for the noise where inputs depend on each other", async () => {
    for (const seed of [1, 2]) {
      const { white, coloured } = signals(seed);
      const draw = gaussians(90 + seed);
      const dependent = {
        "the same channel twice": [white, white],
        "one channel in two units": [coloured, coloured.map((v) => 1.8 * v + 32)],
        "a channel and its opposite": [coloured, coloured.map((v) => -v)],
        "two that add up to the third": [white, coloured, coloured.map((v, t) => v + white[t])],
        "yes and no": [white.map((v) => (v > 0 ? 1 : 0)), white.map((v) => (v > 0 ? 0 : 1))],
        "a channel and itself one sample later": [
          coloured,
          coloured.map((_, t) => (t ? coloured[t - 1] : 0)),
        ],
      };
      for (const [name, columns] of Object.entries(dependent)) {
        const clean = filtered(columns[0]);
        const power = clean.reduce((sum, v) => sum + v * v, 0) / N;
        const y = clean.map((v) => v + Math.sqrt(power) * draw());
        for (const lags of [30, 80]) {
          const outcome = await fitColumns(columns, y, lags).catch((error: Error) => error.message);
          const explained =
            typeof outcome === "string"
              ? outcome
              : outcome.prior.noiseVariance[0] / (1 - outcome.train.r2[0]);
          // s² is the residual but for the degrees of freedom, some tens of 1200
          const right = typeof explained === "number" && explained > 0.8 && explained < 1.3;
          expect([name, lags, right ? "s² ≈ residual" : explained]).toEqual([name, lags, "s² ≈ residual"]);
        }
      }
    }
  });

  it("gives no NaN as the score of a test part whose output stands still", async () => {
    const { white } = signals(4);
    const y = filtered(white);
    y.fill(y[1200], 1200);
    const { test, train } = await fitColumns([white], y, 5);
    expect([...(test?.r2 ?? []), ...(test?.fitPercent ?? [])].some(Number.isNaN)).toBe(false);
    expect(train.r2[0]).toBeGreaterThan(0.9);
    // there is no variance to explain: minus infinity, not what rounding leaves of it
    expect(test?.r2[0]).toBe(Number.NEGATIVE_INFINITY);
  });
});
