import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { type Matrix, matrix } from "../../src/linalg/Matrix.js";
import {
  countSamples,
  differenced,
  learnStandardisation,
  recording,
  splitStatistics,
} from "../../src/signal/passes.js";
import type { Block, RecordingSource, Segment } from "../../src/signal/Recording.js";
import {
  bruteStatistics,
  gaussians,
  inBlocks,
  randomSegment,
  relativeError,
  statisticsError,
  uniforms,
} from "../oracles.js";

async function gathered(source: RecordingSource): Promise<Segment[]> {
  const parts: { inputs: number[]; outputs: number[] }[] = [];
  let [widthIn, widthOut] = [1, 1];
  for await (const block of source.blocks()) {
    [widthIn, widthOut] = [block.inputs.columns, block.outputs.columns];
    if (block.startsSegment) parts.push({ inputs: [], outputs: [] });
    const last = parts[parts.length - 1];
    last.inputs.push(...block.inputs.data);
    last.outputs.push(...block.outputs.data);
  }
  return parts.map(({ inputs, outputs }) => ({
    inputs: matrix(inputs.length / widthIn, widthIn, inputs),
    outputs: matrix(outputs.length / widthOut, widthOut, outputs),
  }));
}

const unscaled = {
  inputs: { mean: new Float64Array(2), deviation: Float64Array.of(1, 1) },
  outputs: { mean: new Float64Array(1), deviation: Float64Array.of(1) },
};

const cases = fc.record({
  lengths: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
  longest: fc.integer({ min: 1, max: 35 }),
  seed: fc.integer(),
});

type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

function sourceOf({ lengths, longest, seed }: Case): { segments: Segment[]; source: RecordingSource } {
  const draw = gaussians(seed);
  const uniform = uniforms(seed);
  const segments = lengths.map((length) => randomSegment(length, 1, 2, draw));
  const source = inBlocks(segments, () => 1 + Math.floor(uniform() * longest), ["u", "v"], ["y"]);
  return { segments, source };
}

describe("differenced", () => {
  const differences = (a: Matrix) =>
    Array.from({ length: Math.max(0, a.rows - 1) * a.columns }, (_, k) => a.data[k + a.columns] - a.data[k]);

  it("is x_t − x_(t−1) within every segment, wherever the blocks end", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const { segments, source } = sourceOf(c);
        const got = await gathered(differenced(source));
        const kept = segments.filter(({ inputs }) => inputs.rows > 1); // a single sample leaves nothing
        expect(got.map((s) => Array.from(s.inputs.data))).toEqual(kept.map((s) => differences(s.inputs)));
        expect(got.map((s) => Array.from(s.outputs.data))).toEqual(kept.map((s) => differences(s.outputs)));
      }),
      { numRuns: 80 },
    );
  });

  it("begins again at each reading, keeps the names, and survives an empty block", async () => {
    const { source } = sourceOf({ lengths: [9, 4], longest: 3, seed: 1 });
    const twice = differenced(source);
    expect(await gathered(twice)).toEqual(await gathered(twice));
    expect([twice.inputNames, twice.outputNames]).toEqual([["u", "v"], ["y"]]);
    const empty: Block = { startsSegment: false, inputs: matrix(0, 2), outputs: matrix(0, 1) };
    const [first, second] = [randomSegment(3, 1, 2, gaussians(1)), randomSegment(2, 1, 2, gaussians(2))];
    const holed: RecordingSource = {
      ...source,
      blocks: () => [{ ...first, startsSegment: true }, empty, { ...second, startsSegment: false }],
    };
    const [whole] = await gathered(differenced(holed));
    expect(whole.inputs.rows).toBe(4);
  });
});

describe("recording and countSamples", () => {
  it("count what is there, and tell of the progress", async () => {
    const seen: number[] = [];
    const { source } = sourceOf({ lengths: [9, 1, 4], longest: 3, seed: 1 });
    expect(await countSamples(source, (n) => void seen.push(n))).toEqual({ samples: 14, segments: 3 });
    expect(seen[seen.length - 1]).toBe(14);
    expect(await countSamples(recording(["u"], ["y"], []))).toEqual({ samples: 0, segments: 0 });
  });

  it("refuse a segment that does not fit the names, or whose outputs are fewer than its inputs", () => {
    const segment = randomSegment(4, 1, 2, gaussians(1));
    expect(() => recording(["u"], ["y"], [segment])).toThrow("invalid segment: inputs 4 × 2, outputs 4 × 1");
    expect(() => recording(["u", "v"], ["y"], [{ ...segment, outputs: matrix(3, 1) }])).toThrow(RangeError);
  });
});

describe("learnStandardisation", () => {
  it("sees the first samples and none after them, however they come in blocks", async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.integer({ min: 3, max: 60 }), async (c, wanted) => {
        const { segments, source } = sourceOf({ ...c, lengths: [...c.lengths, 3] });
        const trainSamples = Math.min(wanted, (await countSamples(source)).samples);
        const values = segments.flatMap((s) => Array.from(s.inputs.data).filter((_, k) => k % 2 === 1));
        const part = values.slice(0, trainSamples);
        const mean = part.reduce((sum, v) => sum + v, 0) / trainSamples;
        const deviation = Math.sqrt(part.reduce((sum, v) => sum + (v - mean) ** 2, 0) / trainSamples);
        const { inputs } = await learnStandardisation(source, trainSamples);
        expect(relativeError([inputs.mean[1], inputs.deviation[1]], [mean, deviation])).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it("refuses a channel that is constant in the training part alone", async () => {
    const segment = randomSegment(20, 1, 2, gaussians(1));
    for (let t = 0; t < 10; t++) segment.inputs.data[2 * t + 1] = 0.1;
    const source = recording(["u", "v"], ["y"], [segment]);
    await expect(learnStandardisation(source, 10)).rejects.toThrow(LagwiseError);
    await expect(learnStandardisation(source, 10)).rejects.toThrow(/"v" is constant \(always 0\.1\)/);
    await expect(learnStandardisation(source, 20)).resolves.toBeDefined();
  });
});

describe("splitStatistics", () => {
  it("equals the sums over windows where the test part's windows reach back into the training part", async () => {
    const settings = fc.record({
      lags: fc.integer({ min: 1, max: 12 }),
      where: fc.double({ min: 0, max: 1, noNaN: true }),
      firstSamples: fc.constantFrom("zero-padded", "skipped", undefined),
    });
    await fc.assert(
      fc.asyncProperty(cases, settings, async (c, { lags, where, firstSamples }) => {
        const { segments, source } = sourceOf(c);
        const { samples } = await countSamples(source);
        const trainSamples = Math.floor(where * samples);
        const starts = segments.map((_, s) =>
          segments.slice(0, s).reduce((sum, v) => sum + v.inputs.rows, 0),
        );
        const got = await splitStatistics(source, {
          lags,
          trainSamples,
          standardisation: unscaled,
          firstSamples,
        });
        const part = (inPart: (at: number) => boolean) =>
          bruteStatistics(segments, lags, firstSamples, (s, t) => inPart(starts[s] + t));
        expect(
          statisticsError(
            got.train,
            part((at) => at < trainSamples),
          ),
        ).toBeLessThan(1e-12);
        expect(
          statisticsError(
            got.test,
            part((at) => at >= trainSamples),
          ),
        ).toBeLessThan(1e-12);
      }),
      { numRuns: 150 },
    );
  });

  it("standardises with the given scales, zeros standing for the mean before a segment's start", async () => {
    const { segments, source } = sourceOf({ lengths: [20, 12], longest: 7, seed: 3 });
    const standardisation = {
      inputs: { mean: Float64Array.of(3, -1), deviation: Float64Array.of(2, 0.5) },
      outputs: { mean: Float64Array.of(10), deviation: Float64Array.of(4) },
    };
    const scaled = segments.map(({ inputs, outputs }) => ({
      inputs: matrix(
        inputs.rows,
        2,
        inputs.data.map((v, k) => (k % 2 ? (v + 1) / 0.5 : (v - 3) / 2)),
      ),
      outputs: matrix(
        outputs.rows,
        1,
        outputs.data.map((v) => (v - 10) / 4),
      ),
    }));
    const { train } = await splitStatistics(source, { lags: 4, trainSamples: 32, standardisation });
    expect(statisticsError(train, bruteStatistics(scaled, 4))).toBeLessThan(1e-13);
  });
});
