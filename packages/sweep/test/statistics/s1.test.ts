import { existsSync } from "node:fs";
import { join } from "node:path";
import { fitDocument, fitPrepared, prepare, type RecordingSource } from "@lagwise/core";
import { openRecording } from "@lagwise/data";
import { fileSource } from "@lagwise/data/node";
import { type Engine, localEngine, queueEngine, startWorker } from "@lagwise/sweep";
import { describe, expect, it } from "vitest";
import { gatherStatistics } from "../../src/statistics/gatherStatistics.js";
import { recordingFile } from "../../src/statistics/RecordingFile.js";
import { serverProgram, startServer } from "../redisServer.js";
import { bruteForce, folderWith, npy, relativeDifference, thePrepared } from "./recordings.js";

const s1 = join(process.env.LAGWISE_DATA ?? "", "s1_data.mat");
const haveS1 = Boolean(process.env.LAGWISE_DATA) && existsSync(s1);
if (!haveS1) console.warn("LAGWISE_DATA is not set: statistics in pieces are not tested on the S1 recording");

const COLUMNS = { inputs: "spikes", outputs: "vel", difference: false };
const open = async () => openRecording(await fileSource(s1), COLUMNS);

async function rowsOf(source: RecordingSource): Promise<number[][]> {
  const rows: number[][] = [];
  for await (const { inputs, outputs } of source.blocks()) {
    for (let t = 0; t < inputs.rows; t++) {
      const x = inputs.data.subarray(t * inputs.columns, (t + 1) * inputs.columns);
      rows.push([...x, ...outputs.data.subarray(t * outputs.columns, (t + 1) * outputs.columns)]);
    }
  }
  return rows;
}

/** All numbers of a document, in order. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Float64Array);
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(numbersIn) : [];
}

/** Statistics of S1 in 20 pieces, and the fit of them, against a single pass over the file. */
async function expectTheSinglePass(engine: Engine): Promise<void> {
  const settings = { lags: 6, pieces: 20 };
  const gathered = await gatherStatistics([await recordingFile("s1", COLUMNS, s1)], engine, settings);
  const whole = await prepare(await open(), { lags: 6 });
  const prepared = thePrepared(gathered);
  expect(gathered.pieces).toBe(20);
  expect(prepared.samples).toBe(35_129);
  expect(relativeDifference(prepared.statistics.train, whole.statistics.train)).toBeLessThan(1e-12);
  expect(relativeDifference(prepared.statistics.test, whole.statistics.test)).toBeLessThan(1e-12);

  const [got, wanted] = [await fitPrepared(prepared), await fitPrepared(whole)];
  // the search ends where log nu_W is known to about 1e-4, and rounding may end it a step earlier or later
  expect(got.prior.initialisation?.nuW).toBeCloseTo(wanted.prior.initialisation?.nuW ?? 0, 3);
  const [flat, flatWanted] = [
    await fitPrepared(prepared, { prior: "none" }),
    await fitPrepared(whole, { prior: "none" }),
  ];
  const [numbers, wantedNumbers] = [numbersIn(fitDocument(flat)), numbersIn(fitDocument(flatWanted))];
  expect(numbers.length).toBe(wantedNumbers.length);
  numbers.forEach((value, k) => {
    expect(Math.abs(value - wantedNumbers[k])).toBeLessThan(1e-9 * Math.max(1, Math.abs(wantedNumbers[k])));
  });
}

describe.skipIf(!haveS1)("S1", () => {
  it("in 20 pieces is the single pass to rounding, and so is the fit, on the cores of this machine", async () => {
    const engine = localEngine({ concurrency: 2 });
    try {
      await expectTheSinglePass(engine);
    } finally {
      await engine.close();
    }
  });

  const program = haveS1 ? serverProgram("S1 in 20 pieces on a queue") : undefined;

  it.skipIf(program === undefined)("in 20 pieces is the same on a queue with two workers", async () => {
    const server = await startServer(program ?? "");
    const shared = { url: server.url, code: `s1-${process.pid}-${Date.now()}` };
    const workers = [
      await startWorker({ ...shared, concurrency: 1 }),
      await startWorker({ ...shared, concurrency: 1 }),
    ];
    const engine = await queueEngine(shared);
    try {
      await expectTheSinglePass(engine);
    } finally {
      await engine.close();
      for (const worker of workers) await worker.finish();
      await server.stop();
    }
  });

  it("as 20 files is the sum over every window of every file", async () => {
    const rows = await rowsOf(await open());
    // of unequal length; the cut falls inside one of them
    const ends = Array.from({ length: 21 }, (_, k) => Math.floor((rows.length * k * (k + 20)) / 800));
    const parts = ends.slice(1).map((end, k) => rows.slice(ends[k], end));
    const names = parts.map((_, k) => `${String(k).padStart(2, "0")}.npy`);
    const folder = folderWith(Object.fromEntries(parts.map((part, k) => [names[k], npy(part)])));
    const columns = { inputs: "1-52", outputs: "53-54", difference: false };
    const files = await Promise.all(names.map((name) => recordingFile(name, columns, join(folder, name))));
    const engine = localEngine({ concurrency: 2 });
    const gathered = await gatherStatistics(files, engine, { lags: 3 }).finally(() => engine.close());
    const { statistics, trainSamples, segments } = thePrepared(gathered);
    const wanted = bruteForce(parts, 52, 3);
    expect({ trainSamples, segments }).toEqual({ trainSamples: 28_103, segments: 20 });
    expect(relativeDifference(statistics.train, wanted.train)).toBeLessThan(1e-12);
    expect(relativeDifference(statistics.test, wanted.test)).toBeLessThan(1e-12);
  });
});
