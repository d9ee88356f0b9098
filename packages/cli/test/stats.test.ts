import { on } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStatistics } from "@lagwise/core";
import { describe, expect, it } from "vitest";
import { csv, npy, uniform, valveAndFlow } from "./files.js";
import { folderWith, lagwise, outcomeOf, start } from "./lagwise.js";

const COLUMNS = ["--input", "valve", "--output", "flow"];
const log = valveAndFlow(900);
const part = (from: number, to: number) => csv("valve,flow", log.slice(from, to));
const threeFiles = { "log-1.csv": part(0, 300), "log-2.csv": part(300, 500), "log-3.csv": part(500, 900) };

/** What is said, without the progress that a busy machine has time to tell of. */
const withoutProgress = (stderr: string) => stderr.replace(/^.+ · \d+ s\n/gm, "");

/** Runs a command that must succeed in a folder, and reads its JSON document. */
async function json(cwd: string, ...words: string[]) {
  const { status, stdout, stderr } = await lagwise([...words, "--json"], { cwd });
  expect({ status, said: withoutProgress(stderr) }).toEqual({ status: 0, said: "" });
  return JSON.parse(stdout);
}

describe("stats", () => {
  it("of a file is what fit and train make of the file, to the last bit", async () => {
    const folder = folderWith({ "log.csv": csv("valve,flow", log) });
    const settings = ["--lags", "12", "--train-fraction", "0.7"];
    await json(folder, "stats", "log.csv", ...COLUMNS, ...settings, "--out", "kept");
    const fromFile = await json(folder, "fit", "log.csv", ...COLUMNS, ...settings);
    expect(await json(folder, "fit", "kept")).toEqual(fromFile);
    expect(fromFile.impulseResponse.mean[1][0][0]).toBeCloseTo(1, 1);

    const training = ["--nu-w", "0.3", "--width", "40", "--steps", "20"];
    const { millisecondsPerStep, ...trained } = await json(
      folder,
      "train",
      "kept",
      "--lags",
      "12",
      ...training,
    );
    const ofFile = await json(folder, "train", "log.csv", ...COLUMNS, ...settings, ...training);
    expect({ ...trained, millisecondsPerStep: ofFile.millisecondsPerStep }).toEqual(ofFile);
    expect(millisecondsPerStep).toBeGreaterThan(0);
  });

  it("of a file in pieces is that to rounding", async () => {
    const folder = folderWith({ "log.csv": csv("valve,flow", log) });
    const document = await json(folder, "stats", "log.csv", ...COLUMNS, "--pieces", "20", "--out", "kept");
    expect(document).toMatchObject({ pieces: 20, lags: 30 });
    const [kept, whole] = [
      await json(folder, "fit", "kept", "--prior", "none"),
      await json(folder, "fit", "log.csv", ...COLUMNS, "--prior", "none"),
    ];
    const flat = (fit: typeof kept): number[] => [
      ...fit.r2.train,
      ...fit.r2.test,
      ...fit.impulseResponse.mean.flat(2),
    ];
    flat(kept).forEach((value, k) => {
      expect(value).toBeCloseTo(flat(whole)[k], 9);
    });
  });

  it("of many files has them in the order of their names, each from a state of zero", async () => {
    const folder = folderWith(threeFiles);
    const document = await json(
      folder,
      "stats",
      "log-*.csv",
      ...COLUMNS,
      "--lags",
      "5",
      "--out",
      "all.stats",
    );
    expect(document).toEqual({
      command: "stats",
      out: "all.stats",
      data: {
        ...{ samples: 900, trainSamples: 720, testSamples: 180, segments: 3 },
        ...{ inputs: ["valve"], outputs: ["flow"] },
      },
      lags: 5,
      pieces: 3,
      files: [
        { file: "log-1.csv", samples: 300, segments: 1 },
        { file: "log-2.csv", samples: 200, segments: 1 },
        { file: "log-3.csv", samples: 400, segments: 1 },
      ],
      failed: [],
    });
    // the same as one file in which a gap stands between them
    const gaps = ["log-1.csv", "log-2.csv", "log-3.csv"].map((name) => threeFiles[name as "log-1.csv"]);
    writeFileSync(join(folder, "one.csv"), gaps.join(",\n").replace(/\nvalve,flow/g, ""));
    const one = await json(folder, "stats", "one.csv", ...COLUMNS, "--lags", "5", "--out", "one.stats");
    expect(one.data).toEqual(document.data);
    const [a, b] = ["all.stats", "one.stats"].map((name) => readStatistics(readFileSync(join(folder, name))));
    for (const kind of ["train", "test"] as const) {
      a.statistics[kind].zz.data.forEach((value, k) => {
        expect(Math.abs(value - b.statistics[kind].zz.data[k])).toBeLessThan(1e-9);
      });
    }
  });

  it("takes a data set with its own columns and preparation, and tells people what is where", async () => {
    const folder = folderWith();
    const { status, stdout } = await lagwise(["stats", "sales", "--lags", "12", "--out", "sales.stats"], {
      cwd: folder,
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/Lag statistics of 1 file\n {2}leading_indicator → sales · 12 lags\n/);
    expect(stdout).toMatch(/149 samples in 1 segment: the first 119 train, the last 30 test/);
    expect(stdout).toMatch(/Fit them: lagwise fit sales\.stats/);
    expect(await json(folder, "fit", "sales.stats")).toEqual(
      await json(folder, "fit", "sales", "--lags", "12"),
    );
  });
});

describe("files that fail", () => {
  it("are named at the end, with status 1, and the others are kept", async () => {
    const folder = folderWith({
      ...threeFiles,
      "log-4.csv": "valve,flow\nopen,1\n",
      "log-5.csv": "u,v\n1,2\n",
    });
    const words = ["stats", "log-*.csv", "none.csv", ...COLUMNS, "--lags", "5", "--out", "all.stats"];
    const { status, stdout, stderr } = await lagwise([...words, "--json"], { cwd: folder });
    expect(status).toBe(1);
    expect(withoutProgress(stderr).split("\n")).toEqual([
      'failed: log-4.csv, line 2, column "valve": "open" is not a number; leave the cell blank to mark a gap',
      'failed: log-5.csv has no column "valve" (input): it has u, v',
      "failed: there is no file none.csv: check the path",
      "lagwise: 3 of 6 files could not be used: all.stats was written without them",
      "",
    ]);
    const document = JSON.parse(stdout);
    expect(document.data.samples).toBe(900);
    expect(document.failed.map(({ file }: { file: string }) => file)).toEqual([
      "log-4.csv",
      "log-5.csv",
      "none.csv",
    ]);
    await json(folder, "stats", "log-[1-3].csv", ...COLUMNS, "--lags", "5", "--out", "good.stats");
    expect(readFileSync(join(folder, "all.stats"))).toEqual(readFileSync(join(folder, "good.stats")));
  });

  it("leave nothing written where all of them do", async () => {
    const folder = folderWith({ "a.csv": "", "b.csv": "u,v\n1,2\n" });
    const { status, stdout, stderr } = await lagwise(["stats", "?.csv", ...COLUMNS, "--out", "s"], {
      cwd: folder,
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/\nlagwise: none of 2 files could be used: s was not written\n$/);
    expect(readdirSync(folder)).toEqual(["a.csv", "b.csv"]);
  });

  it("are listed up to 20", async () => {
    const names = Array.from({ length: 25 }, (_, k) => `gone-${k}.csv`);
    const { stderr } = await lagwise(["stats", ...names, ...COLUMNS, "--out", "s"], { cwd: folderWith() });
    expect(withoutProgress(stderr).split("\n")).toHaveLength(20 + 2 + 1);
    expect(stderr).toMatch(/failed: and 5 more, which --json lists\n/);
  });
});

describe("statistics in place of a recording", () => {
  const keptIn = async (...more: string[]) => {
    const folder = folderWith({ "log.csv": csv("valve,flow", log) });
    await json(folder, "stats", "log.csv", ...COLUMNS, "--lags", "10", "--out", "kept.csv", ...more);
    return folder;
  };

  it("are told by how they begin, and fitted with fewer lags where that is wanted", async () => {
    const folder = await keptIn();
    const fewer = await json(folder, "fit", "kept.csv", "--lags", "4", "--prior", "none");
    const wanted = await json(folder, "fit", "log.csv", ...COLUMNS, "--lags", "4", "--prior", "none");
    expect(fewer.lags).toBe(4);
    expect(fewer.data).toEqual(wanted.data);
    fewer.impulseResponse.mean.flat(2).forEach((value: number, k: number) => {
      expect(value).toBeCloseTo(wanted.impulseResponse.mean.flat(2)[k], 9);
    });
    // train's 20 lags are more than there are, and were not asked for
    const trained = await json(folder, "train", "kept.csv", "--nu-w", "0.3", "--width", "20", "--steps", "2");
    expect(trained.lags).toBe(10);
  });

  it("give a report without predictions, and say so", async () => {
    const folder = await keptIn();
    const words = ["fit", "kept.csv", "--report", "report.html", "--json"];
    const { status, stderr } = await lagwise(words, { cwd: folder });
    expect(status).toBe(0);
    expect(withoutProgress(stderr)).toBe(
      "note: the report shows no predictions: they need the recording, of which kept.csv has sums only\n",
    );
    const page = readFileSync(join(folder, "report.html"), "utf8");
    const whole = await lagwise(["fit", "log.csv", ...COLUMNS, "--report", "whole.html"], { cwd: folder });
    expect(whole.status).toBe(0);
    expect(readFileSync(join(folder, "whole.html"), "utf8")).toContain('id="prediction"');
    expect(page).not.toContain('id="prediction"');
    expect(page).toContain("evidence");
  });
});

describe.skipIf(process.platform === "win32")("stats, stopped or without room", () => {
  it("leaves nothing behind after Ctrl-C", async () => {
    const draw = uniform(5);
    const rows = Array.from({ length: 100_000 }, () => Array.from({ length: 21 }, draw));
    const folder = folderWith({ "log.npy": npy(rows) });
    // 1200 coefficients and 100 000 samples: some seconds of work
    const words = [
      "stats",
      "log.npy",
      "--input",
      "1-20",
      "--output",
      "21",
      "--lags",
      "60",
      "--pieces",
      "100",
    ];
    const child = start([...words, "--out", "kept"], { cwd: folder });
    const ended = outcomeOf(child);
    for await (const piece of on(child.stderr as NodeJS.ReadableStream, "data", { close: ["end"] })) {
      if (/lag statistics: \d+ of 100 pieces/.test(String(piece))) break;
    }
    expect(child.exitCode, "it is to be under way still").toBeNull();
    child.kill("SIGINT");
    const { status, stdout, stderr } = await ended;
    expect({ status, stdout }).toEqual({ status: 130, stdout: "" });
    expect(stderr).toMatch(/(^|\n)lagwise: stopped\n$/);
    expect(readdirSync(folder)).toEqual(["log.npy"]);
  });

  it.skipIf(!existsSync("/dev/full"))("says that the disk is full", async () => {
    const folder = folderWith(threeFiles);
    const words = ["stats", "log-1.csv", ...COLUMNS, "--out", "/dev/full"];
    const { status, stdout, stderr } = await lagwise(words, { cwd: folder });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^lagwise: \/dev\/full cannot be written: the disk is full/m);
  });
});
