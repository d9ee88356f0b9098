import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { crc32 } from "../../src/signal/crc32.js";
import type { PreparedRecording } from "../../src/signal/prepare.js";
import { isStatistics, readStatistics, writeStatistics } from "../../src/signal/statisticsFormat.js";
import { bruteStatistics, gaussians, randomSegment } from "../oracles.js";

/** A recording of 30 samples, the first `trainSamples` of which train, summed up window by window. */
function some(lags: number, outputs: number, inputs: number, seed = 1, trainSamples = 20): PreparedRecording {
  const draw = gaussians(seed);
  const segment = randomSegment(30, outputs, inputs, draw);
  const part = (inPart: (t: number) => boolean) =>
    bruteStatistics([segment], lags, "zero-padded", (_, t) => inPart(t));
  const numbers = (length: number) => Float64Array.from({ length }, draw);
  const scale = (channels: number) => ({ mean: numbers(channels), deviation: numbers(channels) });
  return {
    inputNames: Array.from({ length: inputs }, (_, k) => `valve ${k} – Öffnung, "x" 𝜈`),
    outputNames: Array.from({ length: outputs }, (_, k) => (k === 0 ? "" : `flow${k}`)),
    samples: 30,
    trainSamples,
    testSamples: 30 - trainSamples,
    segments: 1,
    lags,
    standardisation: { inputs: scale(inputs), outputs: scale(outputs) },
    statistics: { train: part((t) => t < trainSamples), test: part((t) => t >= trainSamples) },
  };
}

/** The bytes with one word of the header replaced and both checksums made right again. */
function withWord(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  view.setUint32(at, value, true);
  view.setUint32(76, zlibCrc32(changed.subarray(0, 76)), true);
  view.setUint32(changed.length - 4, zlibCrc32(changed.subarray(0, changed.length - 4)), true);
  return changed;
}

describe("lag statistics as bytes", () => {
  it("read back the same, bit by bit, for every shape and for parts without samples", () => {
    const size = fc.integer({ min: 1, max: 4 });
    const cut = fc.constantFrom(0, 20, 30);
    fc.assert(
      fc.property(size, size, size, fc.integer(), cut, (lags, outputs, inputs, seed, trainSamples) => {
        const prepared = some(lags, outputs, inputs, seed, trainSamples);
        expect(readStatistics(writeStatistics(prepared))).toEqual(prepared);
      }),
      { numRuns: 50 },
    );
    const prepared = some(3, 2, 1);
    const { train, test } = prepared.statistics;
    const skipped = {
      train: { ...train, firstSamples: "skipped" },
      test: { ...test, firstSamples: "skipped" },
    };
    const other = { ...prepared, statistics: skipped } as PreparedRecording;
    expect(readStatistics(writeStatistics(other))).toEqual(other);
  });

  it("are read from the middle of a buffer too, and begin as the format says", () => {
    const bytes = writeStatistics(some(3, 1, 2));
    const padded = new Uint8Array(bytes.length + 13);
    padded.set(bytes, 5);
    expect(readStatistics(padded.subarray(5, 5 + bytes.length))).toEqual(some(3, 1, 2));
    expect(isStatistics(bytes.subarray(0, 8))).toBe(true);
    expect(isStatistics(new TextEncoder().encode("LAGSTAT"))).toBe(false);
    expect(isStatistics(new TextEncoder().encode("valve,flow\n"))).toBe(false);
  });

  it("have everything where docs/statistics-format.md says it is", () => {
    const prepared = some(2, 1, 2);
    const bytes = writeStatistics(prepared);
    const view = new DataView(bytes.buffer);
    const words = [0, 1, 2, 3, 4].map((k) => view.getUint32(8 + 4 * k, true));
    expect(new TextDecoder().decode(bytes.subarray(0, 8))).toBe("LAGSTATS");
    expect(words).toEqual([2, 2, 2, 1, 0]);
    const counts = [0, 1, 2, 3, 4].map((k) => view.getFloat64(32 + 8 * k, true));
    expect(counts).toEqual([20, 10, 1, 20, 10]);
    expect(view.getUint32(76, true)).toBe(zlibCrc32(bytes.subarray(0, 76)));
    expect(view.getUint32(bytes.length - 4, true)).toBe(zlibCrc32(bytes.subarray(0, bytes.length - 4)));

    const nameBytes = view.getUint32(28, true);
    let at = 80;
    const names = [...prepared.inputNames, ...prepared.outputNames].map(() => {
      const length = view.getUint32(at, true);
      at += 4 + length;
      return new TextDecoder().decode(bytes.subarray(at - length, at));
    });
    expect(names).toEqual([...prepared.inputNames, ...prepared.outputNames]);
    expect(nameBytes).toBe(8 * Math.ceil((at - 80) / 8));

    at = 80 + nameBytes;
    const next = (count: number) =>
      Array.from({ length: count }, (_, k) => view.getFloat64(at + 8 * k, true)).map((value, k) => {
        if (k === count - 1) at += 8 * count;
        return value;
      });
    const { inputs, outputs } = prepared.standardisation;
    expect(next(6)).toEqual([...inputs.mean, ...inputs.deviation, ...outputs.mean, ...outputs.deviation]);
    for (const { zz, yz, yy, y } of [prepared.statistics.train, prepared.statistics.test]) {
      const lower = [0, 1, 2, 3].flatMap((i) => [...zz.data.subarray(4 * i, 4 * i + i + 1)]);
      expect(next(10)).toEqual(lower);
      expect(next(4)).toEqual([...yz.data]);
      expect(next(2)).toEqual([...yy, ...y]);
    }
    expect(at).toBe(bytes.length - 4);
  });

  it("carry the checksum that the standard's own example has", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  });

  it("are refused in one sentence when anything is wrong: every cut, every flipped byte", () => {
    const bytes = writeStatistics(some(2, 1, 1));
    const sentence = /^these (are not lag statistics|lag statistics are (cut off|damaged|of version))[^\n]*$/;
    const refusal = (wrong: Uint8Array): string => {
      try {
        readStatistics(wrong);
      } catch (error) {
        expect(error).toBeInstanceOf(LagwiseError);
        return (error as Error).message;
      }
      return "nothing was said";
    };
    for (let length = 0; length < bytes.length; length++) {
      expect(refusal(bytes.subarray(0, length)), `${length} bytes`).toMatch(sentence);
      if (length >= 80) expect(refusal(bytes.subarray(0, length))).toMatch(/cut off/);
    }
    for (let k = 0; k < bytes.length; k++) {
      const flipped = bytes.slice();
      flipped[k] ^= 0x40;
      expect(refusal(flipped), `byte ${k}`).toMatch(sentence);
      if (k >= 12) expect(refusal(flipped), `byte ${k}`).toMatch(/damaged/);
    }
    expect(refusal(Uint8Array.of(...bytes, 0))).toMatch(/damaged/);
  });

  it("are refused where the version is another, and where the shape is wrong under right checksums", () => {
    const bytes = writeStatistics(some(2, 1, 1));
    expect(readStatistics(withWord(bytes, 12, 2))).toEqual(some(2, 1, 1));
    for (const version of [1, 3]) {
      const wanted = `these lag statistics are of version ${version}; this program reads version 2: make them again`;
      expect(() => readStatistics(withWord(bytes, 8, version))).toThrow(wanted);
    }
    expect(() => readStatistics(withWord(bytes, 12, 3))).toThrow(/cut off/); // more lags than there are numbers for
    expect(() => readStatistics(withWord(bytes, 12, 1))).toThrow(/damaged/); // fewer
    for (const at of [12, 16, 20]) expect(() => readStatistics(withWord(bytes, at, 0))).toThrow(/damaged/);
    expect(() => readStatistics(withWord(bytes, 24, 2))).toThrow(/damaged/);
    expect(() => readStatistics(withWord(bytes, 28, 0))).toThrow(LagwiseError);
    expect(() => readStatistics(withWord(bytes, 80, 1e6))).toThrow(/damaged/); // a name longer than all names
  });
});
