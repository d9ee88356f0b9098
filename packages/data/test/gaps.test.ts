import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapCutter, rememberBlocks, rowsPerBlock } from "../src/gaps.js";
import { rowsOf } from "./reading.js";

describe("gapCutter", () => {
  it("gives the good rows in order, and a segment for every run of them, however the rows arrive", () => {
    const row = fc.boolean();
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (good, pieces) => {
          const cutter = gapCutter(1, 1);
          const segments: number[][] = [];
          for (let at = 0, i = 0; at < good.length; i++) {
            const piece = good.slice(at, at + pieces[i % pieces.length]);
            const values = Float64Array.from(
              piece.flatMap((isGood, k) => [at + k, isGood ? at + k : Number.NaN]),
            );
            for (const block of cutter.cut(values, piece.length)) {
              if (block.startsSegment) segments.push([]);
              segments[segments.length - 1].push(...rowsOf(block.inputs).flat());
            }
            at += piece.length;
          }
          const runs = good
            .map((isGood, i) => (isGood ? `${i} ` : "|"))
            .join("")
            .split("|")
            .filter(Boolean);
          expect(segments.map((segment) => segment.map((i) => `${i} `).join(""))).toEqual(runs);
          expect(cutter.goodRows).toBe(good.filter(Boolean).length);
          expect(cutter.gapRows).toBe(good.length - cutter.goodRows);
        },
      ),
    );
  });
});

describe("rememberBlocks", () => {
  async function passes(budget: number): Promise<number> {
    let reads = 0;
    const blocks = rememberBlocks(async function* () {
      reads++;
      yield* gapCutter(1, 1).cut(Float64Array.of(1, 2, 3, 4), 2);
    }, budget);
    for (let pass = 0; pass < 3; pass++) {
      const seen: number[][] = [];
      for await (const block of blocks()) seen.push(...rowsOf(block.inputs));
      expect(seen).toEqual([[1], [3]]);
    }
    return reads;
  }

  it("reads once where the blocks fit, and every time where they do not", async () => {
    expect(await passes(1000)).toBe(1);
    expect(await passes(10)).toBe(3);
  });

  it("does not keep half a pass", async () => {
    const blocks = rememberBlocks(async function* () {
      yield* gapCutter(1, 1).cut(Float64Array.of(1, 1, Number.NaN, 1, 2, 2), 3);
    });
    for await (const block of blocks()) {
      expect(block.startsSegment).toBe(true);
      break;
    }
    let count = 0;
    for await (const _ of blocks()) count++;
    expect(count).toBe(2);
  });
});

describe("rowsPerBlock", () => {
  it("bounds rows and values", () => {
    expect(rowsPerBlock(2)).toBe(65_536);
    expect(rowsPerBlock(1000) * 1000).toBeLessThanOrEqual(2 ** 22);
    expect(rowsPerBlock(10 ** 9)).toBe(1);
  });
});
