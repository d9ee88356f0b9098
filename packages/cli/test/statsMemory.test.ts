import { linkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { npy, uniform } from "./files.js";
import { folderWith, lagwise } from "./lagwise.js";

const FILES = 120;
const SAMPLES = 50_000;
const COLUMNS = 16;

it("six million samples in many files go through stats: memory does not follow them", async () => {
  const folder = folderWith();
  const draw = uniform(2);
  const content = npy(Array.from({ length: SAMPLES }, () => Array.from({ length: COLUMNS }, draw)));
  const name = (k: number) => join(folder, `log-${String(k).padStart(3, "0")}.npy`);
  writeFileSync(name(0), content);
  for (let k = 1; k < FILES; k++) linkSync(name(0), name(k));
  const megabytes = async (pattern: string, samples: RegExp) => {
    const words = ["stats", pattern, "--input", `1-${COLUMNS - 1}`, "--output", `${COLUMNS}`, "--lags", "4"];
    const { status, stdout, stderr } = await lagwise([...words, "--out", "s", "--concurrency", "2"], {
      cwd: folder,
    });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(samples);
    return Number(/(\d+) MB of memory at most\n$/.exec(stderr)?.[1]);
  };
  const few = await megabytes("log-00*.npy", /500 000 samples/);
  const all = await megabytes("log-*.npy", /6 000 000 samples/);
  const more = ((FILES - 10) * content.length) / 2 ** 20;
  console.info(
    `10 files: ${few} MB of memory at most; ${FILES} files, ${more.toFixed(0)} MB more to read: ${all} MB`,
  );
  // what was read and let go is collected some files later, and when is the engine's affair; nothing of it is kept
  expect(more).toBeGreaterThan(600);
  expect(all - few).toBeLessThan(0.4 * more);
});
