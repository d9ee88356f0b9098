import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  exportRuns,
  type Job,
  meanCurves,
  type Outcome,
  queryRows,
  ResultsFile,
  RunStore,
  settingMap,
  summarise,
} from "@lagwise/sweep";
import { describe, expect, it } from "vitest";
import { folderWith } from "./lagwise.js";

function outcome(
  id: string,
  settings: Job["settings"],
  measures: Record<string, number | string | boolean | null> | string,
  kind = "train",
): Outcome {
  const ended = { job: { id, kind, settings } as Job, worker: "w:1", started: 1e12, milliseconds: 4 };
  if (typeof measures === "string") return { ...ended, ok: false, message: measures };
  const loss = measures.testLoss;
  const y = typeof loss === "number" ? [2 * loss, loss] : [];
  return { ...ended, ok: true, result: { measures, curves: { testLoss: { x: y.map((_, k) => k), y } } } };
}

async function fileWith(outcomes: readonly Outcome[]): Promise<string> {
  const path = join(folderWith(), "results.duckdb");
  const store = await RunStore.open(path);
  await Promise.all(outcomes.map((one) => store.store(one, "c1")));
  await store.close();
  return path;
}

async function reading<T>(path: string, work: (file: ResultsFile) => Promise<T>): Promise<T> {
  const file = await ResultsFile.toRead(path);
  try {
    return await work(file);
  } finally {
    file.close();
  }
}

const rowsOf = (path: string, sql: string) => reading(path, (file) => file.rows(sql));

describe("storing runs", () => {
  it("stores each once, however often it comes, with its settings, measures and curves", async () => {
    const one = outcome(
      "a",
      { nuW: 0.3, init: "he" },
      { testLoss: 0.25, passes: true, sentence: 'it\'s "so"', none: null },
    );
    const path = await fileWith([one, one, outcome("b", { nuW: 0.5 }, { testLoss: 1e-300 })]);
    const store = await RunStore.open(path);
    await store.store(one, "c2");
    expect(await store.known(["a", "b", "c"])).toEqual(
      new Map([
        ["a", "done"],
        ["b", "done"],
      ]),
    );
    expect(await store.count()).toBe(2);
    await store.close();
    const rows = await rowsOf(path, "SELECT * FROM runs ORDER BY id");
    expect(rows).toEqual([
      {
        id: "a",
        kind: "train",
        status: "done",
        message: null,
        code: "c1",
        worker: "w:1",
        started: "2001-09-09T01:46:40.000Z",
        milliseconds: 4,
        nuW: 0.3,
        init: "he",
        testLoss: 0.25,
        passes: true,
        sentence: 'it\'s "so"',
      },
      {
        id: "b",
        kind: "train",
        status: "done",
        message: null,
        code: "c1",
        worker: "w:1",
        started: "2001-09-09T01:46:40.000Z",
        milliseconds: 4,
        nuW: 0.5,
        init: null,
        testLoss: 1e-300,
        passes: null,
        sentence: null,
      },
    ]);
    expect(await rowsOf(path, "SELECT run, name, x, y FROM curves WHERE run = 'a' ORDER BY x")).toEqual([
      { run: "a", name: "testLoss", x: 0, y: 0.5 },
      { run: "a", name: "testLoss", x: 1, y: 0.25 },
    ]);
  });

  it("puts what went well in the place of a failure, and never the other way round", async () => {
    const path = await fileWith([
      outcome("a", { nuW: 1 }, "it failed"),
      outcome("b", { nuW: 2 }, { testLoss: 1 }),
    ]);
    const store = await RunStore.open(path);
    await store.store(outcome("a", { nuW: 1 }, { testLoss: 3 }), "c1");
    await store.store(outcome("b", { nuW: 2 }, "it failed"), "c1");
    await store.close();
    expect(await rowsOf(path, "SELECT id, status, message, testLoss FROM runs ORDER BY id")).toEqual([
      { id: "a", status: "done", message: null, testLoss: 3 },
      { id: "b", status: "done", message: null, testLoss: 1 },
    ]);
  });

  it("keeps words and numbers of one setting side by side", async () => {
    const path = await fileWith([outcome("a", { size: 3 }, { m: 1 })]);
    const store = await RunStore.open(path);
    await store.store(outcome("b", { size: "large" }, { m: 2 }), "c1");
    await store.store(outcome("c", { size: 4 }, { m: 3 }), "c1");
    await store.close();
    expect(await rowsOf(path, "SELECT size FROM runs ORDER BY id")).toEqual(
      [{ size: "3.0" }, { size: "large" }, { size: "4.0" }].map((row, k) => (k === 2 ? { size: "4" } : row)),
    );
  });

  it("tells a recording by name, columns and digest", async () => {
    const dataset = { name: "sales", file: "sales", digest: "d", input: "u", output: "y", difference: true };
    const path = await fileWith([outcome("a", { lags: 3, dataset }, { m: 1 }, "fit")]);
    expect(await rowsOf(path, "SELECT dataset, input, output, datasetDigest, lags FROM runs")).toEqual([
      { dataset: "sales", input: "u", output: "y", datasetDigest: "d", lags: 3 },
    ]);
  });

  it.each([
    ["no database", "file", "hello, this is text\n".repeat(1000)],
    ["an empty file", "file", ""],
    ["a table, which DuckDB would read", "file.csv", "a,b\n1,2\n"],
  ])("refuses %s in one line and leaves it alone", async (_, name, content) => {
    const path = join(folderWith({ [name]: content }), name);
    const line = `${path} is no results file that this program can read: name another one`;
    await expect(RunStore.open(path)).rejects.toThrow(line);
    await expect(ResultsFile.toRead(path)).rejects.toThrow(line);
    expect(readFileSync(path, "utf8")).toBe(content);
  });

  it("refuses a name that DuckDB would take for a table: results would be in memory alone", async () => {
    const path = join(folderWith(), "results.parquet");
    await expect(RunStore.open(path)).rejects.toThrow(
      `${path} would not be a DuckDB file: name one that ends in .duckdb`,
    );
  });

  it("refuses another program's DuckDB file, and a folder that is not there", async () => {
    const path = await fileWith([]);
    const file = await ResultsFile.toWrite(path);
    for (const table of ["runs", "curves", "columns", "lagwise"]) await file.execute(`DROP TABLE ${table}`);
    await file.execute("CREATE TABLE theirs (x INTEGER)");
    file.close();
    await expect(RunStore.open(path)).rejects.toThrow(
      /is a DuckDB file, but no results of lagwise: name another file/,
    );
    await expect(RunStore.open(join(folderWith(), "no", "such.duckdb"))).rejects.toThrow(
      /cannot be made: is its folder there\?/,
    );
    await expect(ResultsFile.toRead(join(folderWith(), "none.duckdb"))).rejects.toThrow(
      /there is no results file/,
    );
  });

  it("refuses results of a later format", async () => {
    const path = await fileWith([]);
    const file = await ResultsFile.toWrite(path);
    await file.execute("UPDATE lagwise SET format = 2");
    file.close();
    await expect(RunStore.open(path)).rejects.toThrow(
      /has results of format 2, and this program knows format 1/,
    );
  });
});

/** nuW × lags × seed with testLoss = 10 nuW + lags + seed/10, and two failures. */
function gridOutcomes(): Outcome[] {
  const runs = [0.1, 0.5, 0.9].flatMap((nuW) =>
    [4, 8].flatMap((lags) =>
      [1, 2, 3].map((seed) =>
        outcome(
          `${nuW} ${lags} ${seed}`,
          { nuW, lags, seed, width: 7 },
          { testLoss: 10 * nuW + lags + seed / 10 },
        ),
      ),
    ),
  );
  return [
    ...runs,
    outcome("f1", { nuW: 0.1, lags: 4, seed: 9, width: 7 }, "no"),
    outcome("f2", { nuW: 0.1, lags: 4, seed: 8, width: 7 }, "no"),
  ];
}

describe("what results come to", () => {
  it("sums up a kind of run", async () => {
    const path = await fileWith([
      ...gridOutcomes(),
      outcome("k", { nuW: 1, lags: 2, seed: 1 }, { kernelDistance: 3 }, "kernel"),
    ]);
    const [train, kernel] = await reading(path, summarise);
    expect(train).toEqual({
      kind: "train",
      runs: 20,
      done: 18,
      failed: 2,
      computingSeconds: 0.08,
      failures: [{ message: "no", runs: 2 }],
      settings: [
        { name: "nuW", values: 3, least: 0.1, most: 0.9 },
        { name: "lags", values: 2, least: 4, most: 8 },
        { name: "seed", values: 5, least: 1, most: 9 },
      ],
      measures: [{ name: "testLoss", least: 5.1, median: 11.2, most: 17.3 }],
      best: { measure: "testLoss", value: 5.1, settings: { nuW: 0.1, lags: 4, seed: 1 } },
    });
    expect(kernel).toMatchObject({ kind: "kernel", runs: 1, settings: [], best: { value: 3, settings: {} } });
  });

  it("maps a measure over two settings: the mean, spread and number of the runs of each cell", async () => {
    const path = await fileWith(gridOutcomes());
    const map = await reading(path, (file) => settingMap(file, {}));
    expect(map).toMatchObject({
      measure: "testLoss",
      smallest: true,
      x: { name: "nuW", values: [0.1, 0.5, 0.9], scale: "linear", binned: false },
      y: { name: "lags", values: [4, 8] },
    });
    expect(map.averaged.map(({ name }) => name)).toEqual(["seed"]);
    expect(map.cells).toHaveLength(6);
    for (const { x, y, mean, deviation, least, most, runs } of map.cells) {
      const middle = [1, 5, 9][x] + [4, 8][y] + 0.2;
      expect([mean, deviation, least, most].map((v) => Number(v.toFixed(9)))).toEqual(
        [middle, 0.1, middle - 0.1, middle + 0.1].map((v) => Number(v.toFixed(9))),
      );
      expect(runs).toBe(3);
    }
    const swapped = await reading(path, (file) => settingMap(file, { x: "lags", y: "seed" }));
    expect(swapped.cells.find(({ x, y }) => x === 1 && y === 2)?.mean).toBeCloseTo(5 + 8 + 0.3, 12);
  });

  it("puts many values into bins of equal width, on a log scale where they call for it", async () => {
    const draws = Array.from({ length: 200 }, (_, k) => 10 ** (-2 + (4 * k) / 199));
    const path = await fileWith(draws.map((nuF, k) => outcome(`r${k}`, { nuF }, { testLoss: nuF })));
    const { x, cells } = await reading(path, (file) => settingMap(file, { measure: "testLoss" }));
    expect(x).toMatchObject({ name: "nuF", scale: "log", binned: true });
    expect(cells.reduce((sum, { runs }) => sum + runs, 0)).toBe(200);
    for (const { x: k, least, most } of cells) {
      expect(least).toBeGreaterThanOrEqual(10 ** (-2 + k / 4) * (1 - 1e-9));
      expect(most).toBeLessThanOrEqual(10 ** (-2 + (k + 1) / 4) * (1 + 1e-9));
      expect(x.values[k]).toBeCloseTo(10 ** (-2 + (k + 0.5) / 4), 9);
    }
  });

  it("takes the mean of curves over runs of the same setting", async () => {
    const path = await fileWith(gridOutcomes());
    const curves = await reading(path, async (file) =>
      meanCurves(file, await settingMap(file, {}), "testLoss"),
    );
    expect(curves.map(({ value }) => value)).toEqual([0.1, 0.5, 0.9]);
    for (const [k, { x, y }] of curves.entries()) {
      const middle = [1, 5, 9][k] + 6 + 0.2;
      expect(x).toEqual([0, 1]);
      expect(y[0]).toBeCloseTo(2 * middle, 9);
      expect(y[1]).toBeCloseTo(middle, 9);
    }
  });

  it("names the nearest where a setting or measure is misspelt", async () => {
    const path = await fileWith(gridOutcomes());
    const asked = (choice: object) => reading(path, (file) => settingMap(file, choice));
    await expect(asked({ x: "nuv" })).rejects.toThrow(
      "no setting that varies is called nuv: did you mean nuW? there are nuW, lags, seed",
    );
    await expect(asked({ measure: "testLos" })).rejects.toThrow("did you mean testLoss?");
    await expect(asked({ x: "lags", y: "lags" })).rejects.toThrow("--x and --y are both lags");
    await expect(asked({ job: "fit" })).rejects.toThrow("there are no runs of fit: there are train");
    const single = await fileWith([outcome("a", { nuW: 1 }, { testLoss: 1 })]);
    await expect(reading(single, (file) => settingMap(file, {}))).rejects.toThrow(
      "all runs have the same settings",
    );
  });

  it("is exported as CSV and Parquet, whole or not at all", async () => {
    const path = await fileWith(gridOutcomes());
    const folder = folderWith();
    const [csv, parquet] = ["runs.csv", "runs.parquet"].map((name) => join(folder, name));
    await reading(path, async (file) => {
      await exportRuns(
        file,
        "csv",
        csv,
        "SELECT nuW, avg(testLoss) AS loss FROM runs WHERE lags = 4 AND status = 'done' GROUP BY nuW ORDER BY nuW;",
      );
      await exportRuns(file, "parquet", parquet);
      expect(
        (await queryRows(file, `SELECT count(*) AS n, sum(testLoss) AS sum FROM '${parquet}'`))[0].n,
      ).toBe(20);
      await expect(exportRuns(file, "csv", join(folder, "x.csv"), "SELECT nuV FROM runs")).rejects.toThrow(
        /^this query does not work: Binder Error: .*nuV/,
      );
      await expect(exportRuns(file, "csv", join(folder, "no", "x.csv"))).rejects.toThrow(
        /cannot be (made|written)/,
      );
      await expect(queryRows(file, "SELEC 1")).rejects.toThrow(/^this query does not work: Parser Error/);
      await expect(queryRows(file, "DELETE FROM runs")).rejects.toThrow(/read-only/i);
    });
    const [heading, ...rows] = readFileSync(csv, "utf8").trim().split("\n");
    expect(heading).toBe("nuW,loss");
    expect(
      rows.map((row) => row.split(",").map(Number)).map(([nuW, loss]) => [nuW, Number(loss.toFixed(9))]),
    ).toEqual([
      [0.1, 5.2],
      [0.5, 9.2],
      [0.9, 13.2],
    ]);
    expect(existsSync(join(folder, "x.csv"))).toBe(false);
    writeFileSync(csv, "");
  });
});
