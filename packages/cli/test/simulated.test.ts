import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { csv, uniform } from "./files.js";
import { folderWith, lagwise } from "./lagwise.js";

/** A response from input a (a delayed decay) and one from input b (a decaying oscillation), lag by lag. */
const truth = Array.from({ length: 20 }, (_, j) => [
  j < 2 ? 0 : 1.5 * 0.7 ** (j - 2),
  0.8 * 0.8 ** j * Math.cos(0.9 * j),
]);

/** y_t = 4 + sum_j L_j x_(t-j) + noise, summed term by term. */
function simulate(samples: number, noise: number, seed: number): number[][] {
  const draw = uniform(seed);
  const inputs = Array.from({ length: samples }, () => [10 + 3 * draw(), draw()]);
  return inputs.map(([a, b], t) => {
    let y = 4;
    // what lies before the first sample is taken as the inputs' middle, so that the recording starts at rest
    for (const [j, [fromA, fromB]] of truth.entries()) {
      const [pastA, pastB] = inputs[t - j] ?? [10, 0];
      y += fromA * (pastA - 10) + fromB * pastB;
    }
    return [a, b, y + noise * draw()];
  });
}

describe("a recording of a known system", () => {
  it.each([11, 12, 13])("gives its response back within the bands (seed %i)", async (seed) => {
    const rows = simulate(4000, 1, seed);
    const folder = folderWith({ "plant.csv": csv("a,b,y", rows) });
    const words = [
      "fit",
      join(folder, "plant.csv"),
      "--input",
      "a,b",
      "--output",
      "y",
      "--lags",
      "20",
      "--json",
    ];
    const { status, stdout, stderr } = await lagwise(words);
    expect(status, stderr).toBe(0);
    const { impulseResponse, prior } = JSON.parse(stdout);

    const deviations = truth.flatMap((lag, j) =>
      lag.map((value, i) => {
        const { mean, standardDeviation } = impulseResponse;
        return (mean[j][0][i] - value) / standardDeviation[j][0][i];
      }),
    );
    expect(deviations.length).toBe(40);
    // 40 coefficients: none beyond 4.5 standard deviations, no more than 6 beyond 2 (1.8 expected; six or fewer
    // with a probability of over 99 %), and bands narrow enough to mean something
    expect(Math.max(...deviations.map(Math.abs))).toBeLessThan(4.5);
    expect(deviations.filter((d) => Math.abs(d) > 2).length).toBeLessThanOrEqual(6);
    const widest = Math.max(...impulseResponse.standardDeviation.flat(2));
    expect(widest).toBeLessThan(0.05);

    // noise uniform in ±1 has a variance of 1/3; the output was standardised
    const outputs = rows.slice(0, 3200).map((row) => row[2]);
    const middle = outputs.reduce((a, b) => a + b) / outputs.length;
    const power = outputs.reduce((sum, y) => sum + (y - middle) ** 2, 0) / outputs.length;
    expect(prior.noiseVariance[0] * power).toBeGreaterThan(0.3);
    expect(prior.noiseVariance[0] * power).toBeLessThan(0.37);
  });
});
