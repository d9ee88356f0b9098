import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { crc32 } from "../../src/signal/crc32.js";
import { readStatistics, writeStatistics } from "../../src/signal/statisticsFormat.js";
import { bruteStatistics, gaussians, randomSegment } from "../oracles.js";

const some = (lags: number, outputs: number, inputs: number, seed = 1) =>
  bruteStatistics([randomSegment(30, outputs, inputs, gaussians(seed))], lags);

describe("lag statistics as bytes", () => {
  it("read back the same, bit by bit, for every shape", () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(size, size, size, fc.integer(), (lags, outputs, inputs, seed) => {
        const statistics = some(lags, outputs, inputs, seed);
        expect(readStatistics(writeStatistics(statistics))).toEqual(statistics);
        const skipped = { ...statistics, firstSamples: "skipped" as const };
        expect(readStatistics(writeStatistics(skipped))).toEqual(skipped);
      }),
      { numRuns: 50 },
    );
  });

  it("are read from the middle of a buffer too", () => {
    const bytes = writeStatistics(some(3, 1, 2));
    const padded = new Uint8Array(bytes.length + 13);
    padded.set(bytes, 5);
    expect(readStatistics(padded.subarray(5, 5 + bytes.length))).toEqual(some(3, 1, 2));
  });

  it("carry the checksum that the standard's own example has", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  });

  it("are refused in one sentence when anything is wrong: every cut, every flipped byte", () => {
    const bytes = writeStatistics(some(2, 1, 1));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readStatistics(bytes.subarray(0, length))).toThrow(LagwiseError);
    }
    for (let k = 0; k < bytes.length; k++) {
      const flipped = bytes.slice();
      flipped[k] ^= 0x40;
      expect(() => readStatistics(flipped), `byte ${k}`).toThrow(LagwiseError);
    }
    expect(() => readStatistics(Uint8Array.of(...bytes, 0))).toThrow(/damaged/);
    const later = bytes.slice();
    later[8] = 2;
    expect(() => readStatistics(later)).toThrow(/version 2; this program reads version 1/);
  });
});
