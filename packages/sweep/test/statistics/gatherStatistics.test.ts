import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LagwiseError, prepare, writeStatistics } from "@lagwise/core";
import { openRecording } from "@lagwise/data";
import { fileSource } from "@lagwise/data/node";
import { localEngine } from "@lagwise/sweep";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Engine } from "../../src/engines/Engine.js";
import {
  type Gathered,
  type GatherSettings,
  gatherStatistics,
} from "../../src/statistics/gatherStatistics.js";
import { type ColumnChoice, recordingFile } from "../../src/statistics/RecordingFile.js";
import { type InProcessSettings, inProcess, uniforms } from "./inProcess.js";
import { bruteForce, csv, folderWith, type Rows, relativeDifference, thePrepared } from "./recordings.js";

const NAMES = ["u", "v", "y"];
const COLUMNS: ColumnChoice = { inputs: "u,v", outputs: "y", difference: false };

/** Rows of three channels that move; about one row in `gapEvery` is a gap. */
function randomRows(samples: number, seed: number, gapEvery = Number.POSITIVE_INFINITY): Rows {
  const uniform = uniforms(seed);
  return Array.from({ length: samples }, () => {
    const row = [3 + uniform(), 100 * uniform(), uniform() - 7];
    return uniform() * gapEvery < 1 ? undefined : row;
  });
}

async function gather(
  contents: Readonly<Record<string, string>>,
  settings: GatherSettings = {},
  engine: InProcessSettings = {},
  columns = COLUMNS,
): Promise<Gathered> {
  const folder = folderWith(contents);
  const names = Object.keys(contents);
  const files = await Promise.all(names.map((name) => recordingFile(name, columns, join(folder, name))));
  return gatherStatistics(files, inProcess(engine), settings);
}

const numbered = (files: readonly Rows[]) =>
  Object.fromEntries(files.map((rows, k) => [`${String(k).padStart(2, "0")}.csv`, csv(NAMES, rows)]));

describe("gatherStatistics", () => {
  it("equals sums over all windows, for any files, gaps, lags, pieces and cut", async () => {
    const settings = fc.record({
      lengths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
      gapEvery: fc.constantFrom(Number.POSITIVE_INFINITY, 9),
      lags: fc.integer({ min: 1, max: 8 }),
      pieces: fc.integer({ min: 1, max: 20 }),
      trainPercent: fc.integer({ min: 50, max: 100 }),
      seed: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(settings, async ({ lengths, gapEvery, lags, pieces, trainPercent, seed }) => {
        // whole files for a beginning, so that some 20 samples train and every file has a row
        const files = [
          randomRows(40, seed),
          ...lengths.map((n, k) => [...randomRows(n, seed + k, gapEvery), [1, 2, 3]]),
        ];
        const gathered = await gather(
          numbered(files),
          { lags, pieces, trainFraction: trainPercent / 100 },
          { together: 5, seed },
        );
        const wanted = bruteForce(files, 2, lags, trainPercent);
        const { statistics, ...prepared } = thePrepared(gathered);
        expect(gathered.failed).toEqual([]);
        expect(prepared).toMatchObject({
          trainSamples: wanted.trainSamples,
          segments: wanted.segments,
          lags,
        });
        expect(relativeDifference(statistics.train, wanted.train)).toBeLessThan(1e-12);
        expect(relativeDifference(statistics.test, wanted.test)).toBeLessThan(1e-12);
      }),
      { numRuns: 30 },
    );
  });

  it("of one file in one piece has the very bits of `prepare`", async () => {
    const folder = folderWith({ "a.csv": csv(NAMES, randomRows(500, 3, 50)) });
    const path = join(folder, "a.csv");
    const source = await openRecording(await fileSource(path), COLUMNS);
    const gathered = await gatherStatistics([await recordingFile("a.csv", COLUMNS, path)], inProcess());
    expect(thePrepared(gathered)).toEqual(await prepare(source, {}));
  });

  it("has the same bits whatever engine does the jobs, and in whatever order they end", async () => {
    const folder = folderWith(numbered([1, 2, 3].map((k) => randomRows(400, k, 40))));
    const names = ["00.csv", "01.csv", "02.csv"];
    const files = await Promise.all(names.map((name) => recordingFile(name, COLUMNS, join(folder, name))));
    const settings = { lags: 12, pieces: 7 };
    const bytes = writeStatistics(thePrepared(await gatherStatistics(files, inProcess(), settings)));
    for (const seed of [1, 2, 3]) {
      const shuffled = await gatherStatistics(files, inProcess({ together: 21, seed }), settings);
      expect(writeStatistics(thePrepared(shuffled))).toEqual(bytes);
    }
    for (const concurrency of [1, 3]) {
      const engine = localEngine({ concurrency });
      const threaded = await gatherStatistics(files, engine, settings);
      await engine.close();
      expect(writeStatistics(thePrepared(threaded))).toEqual(bytes);
    }
  });

  it("takes differences within each segment and each piece", async () => {
    const rows = randomRows(60, 5);
    const files = [[...rows.slice(0, 30), undefined, ...rows.slice(31)], randomRows(25, 6)];
    const steps = (part: Rows): Rows =>
      part.map((row, t) => {
        const before = part[t - 1];
        return row && before ? row.map((value, c) => value - before[c]) : undefined;
      });
    const columns = { ...COLUMNS, difference: true };
    const gathered = await gather(numbered(files), { lags: 4, pieces: 6 }, {}, columns);
    const wanted = bruteForce(files.map(steps), 2, 4);
    const { statistics, segments } = thePrepared(gathered);
    expect(segments).toBe(3);
    expect(relativeDifference(statistics.train, wanted.train)).toBeLessThan(1e-12);
    expect(relativeDifference(statistics.test, wanted.test)).toBeLessThan(1e-12);
  });

  it("tells of its progress, and stops where that throws or a signal says so", async () => {
    const files = numbered([randomRows(50, 1), randomRows(50, 2)]);
    const seen: string[] = [];
    await gather(files, {
      pieces: 3,
      onProgress: (stage, done, of) => void seen.push(`${stage} ${done}/${of}`),
    });
    expect(seen).toEqual([
      ...["reading 0/2", "reading 1/2", "reading 2/2"],
      ...[0, 1, 2, 3, 4, 5, 6].map((done) => `statistics ${done}/6`),
    ]);
    const stop = new Error("enough");
    const onProgress = (stage: string, done: number) => {
      if (stage === "statistics" && done === 2) throw stop;
    };
    await expect(gather(files, { pieces: 3, onProgress })).rejects.toBe(stop);
    for (const [stage, at] of [
      ["reading", 1],
      ["statistics", 2],
    ] as const) {
      const controller = new AbortController();
      const abort = (now: string, done: number) => {
        if (now === stage && done === at) controller.abort(stop);
      };
      const settings = { pieces: 3, signal: controller.signal, onProgress: abort };
      await expect(gather(files, settings)).rejects.toBe(stop);
    }
  });
});

describe("a file that fails", () => {
  const good = [randomRows(60, 1), randomRows(60, 2)];
  const text = csv(NAMES, randomRows(60, 3)).replace(/\n3\./, "\nopen");

  it("is left out and named, and the others are what they are without it", async () => {
    const contents = {
      "a.csv": csv(NAMES, good[0]),
      "b.csv": text,
      "c.csv": csv(["u", "w", "y"], good[0]),
      "d.csv": "",
      "e.csv": csv(NAMES, good[1]),
    };
    const gathered = await gather(contents, { lags: 5, pieces: 2 });
    expect(gathered.failed).toEqual([
      { name: "b.csv", message: expect.stringMatching(/^b\.csv, line 2, column "u": "open/) },
      { name: "c.csv", message: expect.stringMatching(/^c\.csv has no column "v"/) },
      { name: "d.csv", message: "d.csv is empty: it has no bytes" },
    ]);
    expect(gathered.read.map(({ name }) => name)).toEqual(["a.csv", "e.csv"]);
    const alone = await gather(
      { "a.csv": contents["a.csv"], "e.csv": contents["e.csv"] },
      { lags: 5, pieces: 2 },
    );
    expect(thePrepared(gathered)).toEqual(thePrepared(alone));
  });

  it("is one whose columns, chosen by number, have other names than the first file's", async () => {
    const columns = { ...COLUMNS, inputs: "1-2", outputs: "3" };
    const other = csv(["v", "u", "y"], good[1]);
    const { failed, read } = await gather({ "a.csv": csv(NAMES, good[0]), "b.csv": other }, {}, {}, columns);
    expect(read).toHaveLength(1);
    expect(failed).toEqual([
      { name: "b.csv", message: "its columns are v, u → y, and those of a.csv u, v → y" },
    ]);
  });

  it("is one that is not there, or ends its thread, and all may fail", async () => {
    const missing = await recordingFile("no.csv", COLUMNS, "/nowhere/no.csv");
    const gathered = await gatherStatistics([missing], inProcess());
    expect(gathered).toEqual({
      read: [],
      failed: [{ name: "no.csv", message: "there is no file no.csv: check the path" }],
      pieces: 0,
    });
    const sabotage = () => new Error("the job ended its thread");
    const { failed } = await gather(numbered(good), {}, { sabotage });
    expect(failed.map(({ message }) => message)).toEqual([
      "the job ended its thread",
      "the job ended its thread",
    ]);
  });

  it("has values too large to be squared, and is named with the column", async () => {
    const huge = csv(NAMES, [...good[0].slice(1), [1, 1e200, 1]]);
    const { failed } = await gather({ "a.csv": csv(NAMES, good[0]), "b.csv": huge });
    expect(failed).toEqual([
      { name: "b.csv", message: expect.stringMatching(/^b\.csv, column "v".*too large/) },
    ]);
  });

  it("fails the whole where that happens in the second pass only, in one line that names it", async () => {
    const spoiled = async (trainFraction: number, how: (folder: string) => void) => {
      const folder = folderWith(numbered(good));
      const files = await Promise.all(
        ["00.csv", "01.csv"].map((name) => recordingFile(name, COLUMNS, join(folder, name))),
      );
      const onProgress = (stage: string, done: number) => {
        if (stage === "statistics" && done === 0) how(folder);
      };
      // a file that was read is kept by who read it: another engine reads the second time
      const engines = [inProcess(), inProcess()];
      const engine: Engine = { ...engines[0], run: (...all) => (engines.shift() ?? inProcess()).run(...all) };
      return gatherStatistics(files, engine, { trainFraction, onProgress });
    };
    const cutShort = spoiled(0.5, (folder) =>
      writeFileSync(join(folder, "01.csv"), csv(NAMES, good[1].slice(0, 20))),
    );
    await expect(cutShort).rejects.toThrow(LagwiseError);
    await expect(cutShort).rejects.toThrow(
      /^01\.csv was changed while it was read.* \(in the second pass: .*\)$/,
    );
    // with 0.4 the first file is opened, to be measured up to the cut, before it goes
    for (const trainFraction of [0.5, 0.4]) {
      const gone = spoiled(trainFraction, (folder) => rmSync(join(folder, "00.csv")));
      await expect(gone).rejects.toThrow(/^there is no file 00\.csv.*second pass/);
    }
  });
});

describe("what there is to learn from", () => {
  it("is refused as by fit: constant channels, too few samples, a fraction out of range", async () => {
    const still = randomRows(60, 1).map((row) => row && [row[0], 5, row[2]]);
    await expect(gather(numbered([still, still]))).rejects.toThrow(/input "v" is constant \(always 5\)/);
    await expect(gather(numbered([randomRows(3, 1), randomRows(4, 2)]), { lags: 6 })).rejects.toThrow(
      /too few samples: 5 of 7 train/,
    );
    await expect(gather(numbered([randomRows(60, 1)]), { trainFraction: 0 })).rejects.toThrow(LagwiseError);
    const moving = await gather(numbered([still, randomRows(60, 2)]));
    expect(thePrepared(moving).samples).toBe(120);
  });
});
