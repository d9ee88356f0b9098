import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { matrix } from "../../src/linalg/Matrix.js";
import { LagAccumulator } from "../../src/signal/LagAccumulator.js";
import { type FirstSamples, merge } from "../../src/signal/LagStatistics.js";
import type { Segment } from "../../src/signal/Recording.js";
import { bruteStatistics, cutOut, gaussians, randomSegment, statisticsError, uniforms } from "../oracles.js";

// sums of at most a few hundred products of normals; the Fourier way adds noise of a few 1e-16 of the total power
const ROUNDING = 1e-12;

interface Case {
  lags: number;
  inputs: number;
  outputs: number;
  lengths: number[];
  longest: number;
  firstSamples: FirstSamples;
  method: "auto" | "direct" | "fft";
  seed: number;
}

const cases = fc.record<Case>({
  lags: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(17, 40)),
  inputs: fc.integer({ min: 1, max: 3 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  lengths: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 }),
  longest: fc.integer({ min: 1, max: 70 }),
  firstSamples: fc.constantFrom("zero-padded", "skipped"),
  // the Fourier way transforms 131072 values for every piece, however small: fewer runs of it
  method: fc.oneof(
    { weight: 30, arbitrary: fc.constant("direct") },
    { weight: 1, arbitrary: fc.constant("fft") },
  ),
  seed: fc.integer(),
});

function segmentsOf({ lengths, outputs, inputs, seed }: Case): Segment[] {
  const draw = gaussians(seed);
  return lengths.map((length) => randomSegment(length, outputs, inputs, draw));
}

function accumulatorOf({ lags, outputs, inputs, firstSamples, method }: Case): LagAccumulator {
  return new LagAccumulator(lags, outputs, inputs, firstSamples, method);
}

/** Adds a segment in pieces of random lengths from 0 to `longest`, rows from … to. */
function addPieces(
  to: LagAccumulator,
  segment: Segment,
  longest: number,
  draw: () => number,
  start = 0,
): void {
  for (let t = start; t < segment.inputs.rows; ) {
    const end = Math.min(segment.inputs.rows, t + Math.floor(draw() * (longest + 1)));
    to.add(cutOut(segment, t, end));
    t = end;
  }
}

function wholeOf(c: Case): LagAccumulator {
  const draw = uniforms(c.seed);
  const accumulator = accumulatorOf(c);
  for (const segment of segmentsOf(c)) {
    addPieces(accumulator, segment, c.longest, draw);
    accumulator.endSegment();
  }
  return accumulator;
}

describe("LagAccumulator", () => {
  it("equals the sums over explicit windows, however the segments are cut into pieces", () => {
    fc.assert(
      fc.property(cases, (c) => {
        const wanted = bruteStatistics(segmentsOf(c), c.lags, c.firstSamples);
        expect(statisticsError(wholeOf(c).statistics(), wanted)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 200 },
    );
  });

  it("equals them the Fourier way too, zero-padded and skipped, with one input and with three", () => {
    for (const firstSamples of ["zero-padded", "skipped"] as const) {
      for (const [lags, inputs, outputs] of [
        [1, 1, 1],
        [7, 3, 2],
        [40, 1, 2],
      ] as const) {
        const c = { lags, inputs, outputs, firstSamples, lengths: [50, 3, 60], longest: 60, seed: lags };
        const accumulator = wholeOf({ ...c, method: "fft" });
        const wanted = bruteStatistics(segmentsOf({ ...c, method: "fft" }), lags, firstSamples);
        expect(statisticsError(accumulator.statistics(), wanted)).toBeLessThan(ROUNDING);
      }
    }
  });

  it("makes zz symmetric to the last bit", () => {
    const { zz } = wholeOf({
      ...fc.sample(cases, { numRuns: 1, seed: 4 })[0],
      lengths: [50, 41],
    }).statistics();
    for (let e = 0; e < zz.data.length; e++) {
      expect(zz.data[e]).toBe(zz.data[(e % zz.rows) * zz.rows + Math.floor(e / zz.rows)]);
    }
  });

  it("can be asked midway, as often as wanted, and goes on as if it had not been", () => {
    fc.assert(
      fc.property(cases, (c) => {
        const segments = segmentsOf(c);
        const draw = uniforms(c.seed);
        const asked = accumulatorOf(c);
        segments.forEach((segment, s) => {
          const half = Math.floor(segment.inputs.rows / 2);
          const before = [...segments.slice(0, s), cutOut(segment, 0, half)];
          asked.add(cutOut(segment, 0, half));
          const wanted = bruteStatistics(before, c.lags, c.firstSamples);
          expect(statisticsError(asked.statistics(), wanted)).toBeLessThan(ROUNDING);
          expect(statisticsError(asked.statistics(), wanted)).toBeLessThan(ROUNDING);
          addPieces(asked, segment, c.longest, draw, half);
          asked.endSegment();
        });
        const whole = bruteStatistics(segments, c.lags, c.firstSamples);
        expect(statisticsError(asked.statistics(), whole)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 60 },
    );
  });

  it("hands out statistics that do not change when it goes on", () => {
    for (const method of ["direct", "fft"] as const) {
      const accumulator = new LagAccumulator(3, 1, 1, "zero-padded", method);
      const segment = randomSegment(30, 1, 1, gaussians(1));
      accumulator.add(segment);
      const early = accumulator.statistics();
      const kept = structuredClone(early);
      accumulator.add(segment);
      accumulator.statistics();
      expect(early).toEqual(kept);
    }
  });

  it("adds up: statistics of segments merged are the statistics of them all", () => {
    fc.assert(
      fc.property(cases, (c) => {
        const parts = segmentsOf(c).map((segment) => {
          const accumulator = accumulatorOf(c);
          accumulator.add(segment);
          return accumulator.statistics();
        });
        expect(statisticsError(parts.reduce(merge), wholeOf(c).statistics())).toBeLessThan(ROUNDING);
      }),
      { numRuns: 60 },
    );
  });

  it("merges a cut segment to the whole where each part remembers what came before it", () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), (c, where) => {
        const [segment] = segmentsOf(c);
        const cut = Math.floor(where * segment.inputs.rows);
        const [first, second] = [accumulatorOf(c), accumulatorOf(c)];
        first.add(cutOut(segment, 0, cut));
        // in two pieces: what is remembered continues what was remembered
        second.remember(cutOut(segment, 0, cut >> 1));
        second.remember(cutOut(segment, cut >> 1, cut));
        addPieces(second, segment, c.longest, uniforms(c.seed), cut);
        const whole = bruteStatistics([segment], c.lags, c.firstSamples);
        expect(statisticsError(merge(first.statistics(), second.statistics()), whole)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 120 },
    );
  });

  it("leaves out of the sums what it only remembers in the middle of a segment", () => {
    fc.assert(
      fc.property(cases, (c) => {
        const draw = uniforms(c.seed);
        const segments = segmentsOf(c);
        // stretches of each segment alternate between counted and remembered
        const counted = segments.map(({ inputs }) => {
          let state = false;
          return Array.from({ length: inputs.rows }, () => {
            if (draw() < 0.2) state = !state;
            return state;
          });
        });
        const accumulator = accumulatorOf(c);
        segments.forEach((segment, s) => {
          for (let t = 0; t < segment.inputs.rows; ) {
            let end = t + 1;
            while (end < segment.inputs.rows && counted[s][end] === counted[s][t]) end++;
            if (counted[s][t]) accumulator.add(cutOut(segment, t, end));
            else accumulator.remember(cutOut(segment, t, end));
            t = end;
          }
          accumulator.endSegment();
        });
        const wanted = bruteStatistics(segments, c.lags, c.firstSamples, (s, t) => counted[s][t]);
        expect(statisticsError(accumulator.statistics(), wanted)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 120 },
    );
  });

  it("sums constants exactly: x = 2, y = 3 with one lag and with three", () => {
    const four = { inputs: matrix(4, 1, [2, 2, 2, 2]), outputs: matrix(4, 1, [3, 3, 3, 3]) };
    const accumulator = new LagAccumulator(3, 1, 1);
    accumulator.add(four);
    const { zz, yz, yy, y, samples } = accumulator.statistics();
    expect(Array.from(zz.data)).toEqual([16, 12, 8, 12, 12, 8, 8, 8, 8]);
    expect([Array.from(yz.data), Array.from(yy), Array.from(y), samples]).toEqual([
      [24, 18, 12],
      [36],
      [12],
      4,
    ]);
    const one = new LagAccumulator(1, 1, 1, "skipped");
    one.add(four);
    expect([Array.from(one.statistics().zz.data), one.statistics().samples]).toEqual([[16], 4]);
  });

  it("starts empty, and stays empty where a skipped segment is shorter than the lags", () => {
    const accumulator = new LagAccumulator(5, 2, 2, "skipped");
    expect(accumulator.statistics().samples).toBe(0);
    accumulator.add(randomSegment(4, 2, 2, gaussians(1)));
    const { samples, zz, yz, yy } = accumulator.statistics();
    expect(samples).toBe(0);
    expect([...zz.data, ...yz.data, ...yy].every((v) => v === 0)).toBe(true);
  });

  it("refuses a number of lags that is not a whole number of at least 1, and one that needs over 4 GiB", () => {
    for (const lags of [0, -1, 1.5, Number.NaN]) {
      expect(() => new LagAccumulator(lags, 1, 1)).toThrow(`invalid number of lags: ${lags}`);
    }
    expect(() => new LagAccumulator(40_000, 1, 1)).toThrow(LagwiseError);
  });
});
