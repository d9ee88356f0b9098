import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, it } from "vitest";
import { uniform } from "./files.js";
import { folderWith, lagwise } from "./lagwise.js";

const MEGABYTES = 200;
const COLUMNS = 20;

/** Pieces of a CSV of 20 columns in which flow answers valve at lag 1. */
function* pieces(): Generator<string> {
  const draw = uniform(3);
  const others = Array.from({ length: COLUMNS - 2 }, (_, i) => `other${i}`);
  yield `valve,flow,${others.join(",")}\n`;
  const rest = others.map((_, i) => (0.1 * i).toFixed(4)).join(",");
  let before = 0;
  for (let bytes = 0; bytes < MEGABYTES * 2 ** 20; ) {
    const rows = Array.from({ length: 5000 }, () => {
      const valve = draw();
      const row = `${valve.toFixed(5)},${(0.8 * before + 0.1 * draw()).toFixed(5)},${rest}`;
      before = valve;
      return row;
    });
    const piece = `${rows.join("\n")}\n`;
    bytes += piece.length;
    yield piece;
  }
}

it("a large CSV streams through: memory does not follow the file", async () => {
  const folder = folderWith();
  const file = join(folder, "large.csv");
  await pipeline(Readable.from(pieces()), createWriteStream(file));
  const { size } = await stat(file);
  expect(size).toBeGreaterThan(MEGABYTES * 2 ** 20);

  const words = ["fit", file, "--input", "valve", "--output", "flow", "--lags", "5"];
  const { status, stdout, stderr } = await lagwise(words);
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/ {2}lag {2}1 +0\.800 /);
  const [, megabytes] = /(\d+) MB of memory at most\n$/.exec(stderr) ?? [];
  // the program alone takes about 80 MB, and the two columns, which are kept, 8 bytes a value: 22 MB here. The whole
  // file in memory, as text or as numbers, would take 200 MB on top of that.
  console.info(`a CSV of ${(size / 2 ** 20).toFixed(0)} MB: ${megabytes} MB of memory at most`);
  expect(Number(megabytes)).toBeLessThan(200);
});
