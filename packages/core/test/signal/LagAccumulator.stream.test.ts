import { describe, expect, it } from "vitest";
import { matrix } from "../../src/linalg/Matrix.js";
import { Random } from "../../src/random/Random.js";
import { LagAccumulator } from "../../src/signal/LagAccumulator.js";
import { bruteStatistics, cutOut, gaussians, randomSegment, statisticsError } from "../oracles.js";

const ROUNDING = 1e-12;

it("streams ten million samples through a memory that does not grow, to statistics of white noise", () => {
  const [lags, samples, block] = [8, 10_000_000, 50_000];
  const [random, noise] = [new Random(1), new Random(1, 1)];
  const x = matrix(block, 1);
  const y = matrix(block, 1);
  const accumulator = new LagAccumulator(lags, 1, 1);
  let settled: NodeJS.MemoryUsage | undefined;
  let growth = 0;
  for (let done = 0; done < samples; done += block) {
    random.fillNormals(x.data);
    noise.fillNormals(y.data);
    for (let t = 0; t < block; t++) y.data[t] += 0.5 * x.data[t];
    accumulator.add({ inputs: x, outputs: y });
    if (done === samples / 10) settled = process.memoryUsage();
    if (settled) growth = Math.max(growth, process.memoryUsage().arrayBuffers - settled.arrayBuffers);
  }
  // the samples are 160 MB; views and small objects wait for the collector in the meantime
  expect(growth).toBeLessThan(8e6);
  expect(process.memoryUsage().rss - (settled?.rss ?? 0)).toBeLessThan(64e6);

  const { zz, yz, yy, samples: counted } = accumulator.statistics();
  expect(counted).toBe(samples);
  // sums of N products of independent normals have deviation √N, of squares √(2N): 5 deviations, 45 statements
  const spread = 5 * Math.sqrt(samples);
  for (let a = 0; a < lags; a++) {
    for (let b = 0; b <= a; b++) {
      const expected = a === b ? samples : 0;
      const bound = (a === b ? Math.SQRT2 : 1) * spread + lags;
      expect(Math.abs(zz.data[a * lags + b] - expected)).toBeLessThan(bound);
    }
    const [mean, variance] = a === 0 ? [0.5 * samples, 1.5] : [0, 1.25];
    expect(Math.abs(yz.data[a] - mean)).toBeLessThan(spread * Math.sqrt(variance) + lags);
  }
  expect(Math.abs(yy[0] - 1.25 * samples)).toBeLessThan(spread * 1.25 * Math.SQRT2);
});

describe("a long segment", () => {
  it("crosses its own chunk boundaries: segments of some hundred thousand values, 30 inputs, both methods", () => {
    const draw = gaussians(8);
    for (const [lags, inputs, samples] of [
      [3, 30, 5000],
      [2, 1, 140_000],
      [100, 2, 33_000],
    ] as const) {
      const segment = randomSegment(samples, 1, inputs, draw);
      const run = (method: "direct" | "fft", piece: number) => {
        const accumulator = new LagAccumulator(lags, 1, inputs, "zero-padded", method);
        for (let t = 0; t < samples; t += piece)
          accumulator.add(cutOut(segment, t, Math.min(samples, t + piece)));
        return accumulator.statistics();
      };
      const wanted = lags * inputs < 100 ? bruteStatistics([segment], lags) : run("direct", 997);
      expect(statisticsError(run("direct", samples), wanted)).toBeLessThan(ROUNDING);
      expect(statisticsError(run("fft", samples), wanted)).toBeLessThan(ROUNDING);
      expect(statisticsError(run("direct", 1001), wanted)).toBeLessThan(ROUNDING);
    }
  });

  it("chooses the Fourier way by itself for very many lags, with the same sums", () => {
    const segment = randomSegment(2500, 1, 1, gaussians(2));
    const run = (method: "auto" | "direct") => {
      const accumulator = new LagAccumulator(900, 1, 1, "skipped", method);
      accumulator.add(segment);
      return accumulator.statistics();
    };
    expect(statisticsError(run("auto"), run("direct"))).toBeLessThan(ROUNDING);
  });
});
