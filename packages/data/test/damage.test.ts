import { describe, expect, it } from "vitest";
import { bytesOf, DataError, describeFile } from "../src/index.js";
import { fixtureBytes, readAll } from "./reading.js";

const csv = new TextEncoder().encode(
  `\ufeffname,x,y\n${Array.from({ length: 30 }, (_, i) => `"a ""${i}"", b",${i / 7},${i % 5 ? -i : ""}`).join("\r\n")}`,
);
const files: readonly [string, Uint8Array, string, string][] = [
  ["t.csv", csv, "x", "y"],
  ["f8-rows.npy", fixtureBytes("f8-rows.npy"), "1", "2"],
  ["f2-columns.npy", fixtureBytes("f2-columns.npy"), "1", "2"],
  ["stored.npz", fixtureBytes("stored.npz"), "x", "y"],
  ["deflated.npz", fixtureBytes("deflated.npz"), "x", "y"],
  ["plain.mat", fixtureBytes("plain.mat"), "x", "y"],
  ["compressed.mat", fixtureBytes("compressed.mat"), "x", "y"],
  ["big-endian.mat", fixtureBytes("big-endian.mat"), "x", "packed"],
  ["snappy.parquet", fixtureBytes("snappy.parquet"), "f8,holes,u1", "f4,flag,money"],
  ["zstd.parquet", fixtureBytes("zstd.parquet"), "f8,holes,u1", "f4,flag,money"],
  ["gzip.parquet", fixtureBytes("gzip.parquet"), "f8,holes,u1", "f4,flag,money"],
  ["none.parquet", fixtureBytes("none.parquet"), "f8,holes,u1", "f4,flag,money"],
];

/** true where the bytes were read, false where a DataError said why not; anything else fails the test. */
async function survives(name: string, bytes: Uint8Array, inputs: string, outputs: string): Promise<boolean> {
  for (const work of [
    () => readAll(bytesOf(name, bytes), { inputs, outputs }),
    () => describeFile(bytesOf(name, bytes)),
  ]) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      expect(error.message).not.toMatch(/[\r\n]/);
      return false;
    }
  }
  return true;
}

/** A small generator (mulberry32), so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe.each(files)("%s", (name, bytes, inputs, outputs) => {
  it("is read whole", async () => {
    expect(await survives(name, bytes, inputs, outputs)).toBe(true);
  });

  it("is refused with a sentence where it is cut off", async () => {
    const step = Math.max(1, Math.floor(bytes.length / 400));
    for (let length = 0; length < bytes.length; length += step) {
      const read = await survives(name, bytes.slice(0, length), inputs, outputs);
      if (!name.endsWith(".csv") && !name.endsWith(".mat")) expect(read, `${length} bytes`).toBe(false);
    }
  });

  it("is read or refused with a sentence where bytes are changed", async () => {
    const next = random(name.length);
    for (let run = 0; run < 300; run++) {
      const changed = bytes.slice();
      for (let flips = 1 + Math.floor(next() * 3); flips > 0; flips--) {
        changed[Math.floor(next() * changed.length)] = Math.floor(next() * 256);
      }
      await survives(name, changed, inputs, outputs);
    }
  });
});
