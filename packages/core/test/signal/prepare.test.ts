import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import type { LagStatistics } from "../../src/signal/LagStatistics.js";
import { splitStatistics } from "../../src/signal/passes.js";
import { mergePrepared, type PreparedRecording, prepare, withFirstLags } from "../../src/signal/prepare.js";
import { gaussians, inBlocks, largestDifference, randomSegment, statisticsError } from "../oracles.js";

const source = (lengths: readonly number[], seed = 1, block = 7) => {
  const draw = gaussians(seed);
  const segments = lengths.map((length) => randomSegment(length, 1, 2, draw));
  return inBlocks(segments, () => block, ["u", "v"], ["y"]);
};

/** As `statisticsError`, but for the sums of standardised outputs, which are 0 to rounding: theirs is per sample. */
function roundingBetween(a: LagStatistics, b: LagStatistics): number {
  return Math.max(statisticsError({ ...a, y: b.y }, b), largestDifference(a.y, b.y) / Math.max(1, b.samples));
}

describe("mergePrepared", () => {
  it("of ranges that adjoin is the whole recording, wherever they end", async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 4 });
    const ends = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 });
    const lags = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(lengths, ends, lags, fc.integer(), fc.integer({ min: 1, max: 40 }), async (...c) => {
        const [lengths, ends, lags, seed, block] = c;
        const recording = source([...lengths, 20], seed, block);
        const whole = await prepare(recording, { lags: Math.min(lags, 12), trainFraction: 0.7 });
        const cuts = [
          0,
          ...ends.map((end) => Math.floor(end * whole.samples)).sort((a, b) => a - b),
          whole.samples,
        ];
        let sum: PreparedRecording | undefined;
        for (let k = 1; k < cuts.length; k++) {
          const range = { from: cuts[k - 1], to: cuts[k] };
          const { samples, segments, train, test } = await splitStatistics(recording, { ...whole, range });
          expect(samples).toBe(range.to - range.from);
          const [trainSamples, testSamples] = [train.samples, test.samples];
          const piece = {
            ...whole,
            samples,
            segments,
            trainSamples,
            testSamples,
            statistics: { train, test },
          };
          sum = sum ? mergePrepared(sum, piece) : piece;
        }
        const { statistics, ...counts } = sum as PreparedRecording;
        const { statistics: wanted, ...wantedCounts } = whole;
        expect(counts).toEqual(wantedCounts);
        expect(roundingBetween(statistics.train, wanted.train)).toBeLessThan(1e-12);
        expect(roundingBetween(statistics.test, wanted.test)).toBeLessThan(1e-12);
      }),
      { numRuns: 100 },
    );
  });

  it("refuses recordings of other channels, lags or scales", async () => {
    const one = await prepare(source([40]), { lags: 3 });
    const deviation = one.standardisation.outputs.deviation.map((v) => 2 * v);
    const outputs = { ...one.standardisation.outputs, deviation };
    for (const [what, other] of [
      ["inputs", { ...one, inputNames: ["u", "w"] }],
      ["outputs", { ...one, outputNames: ["z"] }],
      ["lags", await prepare(source([40]), { lags: 4 })],
      ["standardisation", { ...one, standardisation: { ...one.standardisation, outputs } }],
    ] as const) {
      expect(() => mergePrepared(one, other)).toThrow(LagwiseError);
      expect(() => mergePrepared(one, other)).toThrow(`different ${what} cannot be merged`);
    }
  });
});

describe("withFirstLags", () => {
  it("is what fewer lags would have given, and refuses more", async () => {
    const eight = await prepare(source([50, 30]), { lags: 8 });
    for (const lags of [1, 5, 8]) {
      const wanted = await prepare(source([50, 30]), { lags });
      const got = withFirstLags(eight, lags);
      expect(got.lags).toBe(lags);
      expect(roundingBetween(got.statistics.train, wanted.statistics.train)).toBeLessThan(1e-13);
      expect(roundingBetween(got.statistics.test, wanted.statistics.test)).toBeLessThan(1e-13);
    }
    for (const lags of [9, 0, 2.5]) expect(() => withFirstLags(eight, lags)).toThrow(/1 to 8/);
  });
});
