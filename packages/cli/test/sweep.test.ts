import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { escapeCode, folderWith, lagwise, repository } from "./lagwise.js";

const kernels = "job: kernel\nfixed: { lags: 6 }\ngrid: { nuW: [0.2, 0.5], width: [20, 80] }\nseeds: 2\n";

/** What a command said on stderr, without its progress and its cost. */
function said(stderr: string): string {
  return stderr.replace(/^.* · \d+ s\n/gm, "").replace(/^.* s, \d+ MB of memory at most\n/gm, "");
}

let results: Buffer | undefined;

/** A folder with the sweep of kernels and its results, which are computed once. */
async function swept(): Promise<string> {
  const folder = folderWith({ "sweep.yaml": kernels });
  const path = join(folder, "results.duckdb");
  if (results === undefined) {
    const { status, stderr } = await lagwise(["sweep", "sweep.yaml"], { cwd: folder });
    expect({ status, stderr: said(stderr) }).toEqual({ status: 0, stderr: "" });
    results = readFileSync(path);
  } else writeFileSync(path, results);
  return folder;
}

describe("lagwise sweep", () => {
  it("says with --dry-run what would run and how long one took, and keeps nothing", async () => {
    const folder = folderWith({ "sweep.yaml": kernels });
    const { status, stdout } = await lagwise(["sweep", "sweep.yaml", "--dry-run"], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "8 runs of kernel: 8 to do, 0 done and 0 failed before (results.duckdb)",
      "  nuW 0.2, width 20, seed 1",
      "  nuW 0.2, width 20, seed 2",
      "  nuW 0.2, width 80, seed 1",
      "  nuW 0.2, width 80, seed 2",
      "  nuW 0.5, width 20, seed 1",
      "  … and 3 more",
      expect.stringMatching(/^The first took .* here; like it, all take about .* with \d+ at once\.$/),
      "",
    ]);
    expect(readdirSync(folder)).toEqual(["sweep.yaml"]);
  });

  it("runs what is not there yet, and with --dry-run says what is", async () => {
    const folder = await swept();
    const again = await lagwise(["sweep", "sweep.yaml", "--seed", "2", "--json"], { cwd: folder });
    expect(JSON.parse(again.stdout)).toEqual({
      command: "sweep",
      out: "results.duckdb",
      runs: 8,
      present: 4,
      failedBefore: 0,
      done: 4,
      failed: 0,
    });
    const dry = await lagwise(["sweep", "sweep.yaml", "--seed", "3", "--dry-run", "--json"], { cwd: folder });
    const { one, ...document } = JSON.parse(dry.stdout);
    expect(document).toEqual({
      command: "sweep",
      dryRun: true,
      out: "results.duckdb",
      runs: 8,
      done: 4,
      failed: 0,
      left: 4,
      first: [0.2, 0.5].flatMap((nuW) => [20, 80].map((width) => ({ nuW, width, seed: 4 }))),
    });
    expect(one.ok).toBe(true);
    expect(one.milliseconds).toBeGreaterThan(0);
  });

  it("keeps a run that fails with its message, says so at the end, and runs it again when asked to", async () => {
    const file =
      "job: train\nsynthetic: delay\nfixed: { nuW: 0.5, width: 20, steps: 3 }\ngrid: { lags: [4, 8] }\n";
    const folder = folderWith({ "sweep.yaml": file });
    const first = await lagwise(["sweep", "sweep.yaml", "--json"], { cwd: folder });
    expect(first.status).toBe(1);
    expect(said(first.stderr)).toBe(
      "lagwise: 1 of 2 runs failed, the last with: invalid delay: 5 (0 to 3 with 4 lags) (lagwise results results.duckdb has all)\n",
    );
    const again = await lagwise(["sweep", "sweep.yaml", "--retry-failed", "--json"], { cwd: folder });
    expect(JSON.parse(again.stdout)).toMatchObject({ present: 1, done: 0, failed: 1 });
    const { stdout } = await lagwise(["results", "results.duckdb"], { cwd: folder });
    expect(stdout).toContain("2 runs of train, 1 failed");
    expect(stdout).toContain("✗ 1 run: invalid delay: 5 (0 to 3 with 4 lags)");
  });

  it("finds a recording beside the sweep file, and a data set by its name", async () => {
    const rows = Array.from({ length: 60 }, (_, t) => `${Math.sin(t * t)},${Math.sin((t - 1) ** 2)}`);
    const folder = folderWith({
      "in/sweep.yaml": "job: fit\ndataset: { file: log.csv, input: u, output: y }\ngrid: { lags: [2, 4] }\n",
      "in/log.csv": `u,y\n${rows.join("\n")}\n`,
      "sales.yaml": "job: fit\ndataset: sales\ngrid: { lags: [2, 4] }\n",
    });
    for (const file of ["in/sweep.yaml", "sales.yaml"]) {
      const { stdout, stderr } = await lagwise(["sweep", file, "--json"], { cwd: folder });
      expect(said(stderr)).toBe("");
      expect(JSON.parse(stdout)).toMatchObject({ done: 2, failed: 0 });
    }
    const { stdout } = await lagwise(
      [
        "results",
        "results.duckdb",
        "--json",
        "--sql",
        "SELECT dataset, input, lags, testR2 FROM runs ORDER BY dataset, lags",
      ],
      { cwd: folder },
    );
    const { rows: found } = JSON.parse(stdout);
    expect(found).toMatchObject([
      { dataset: "log.csv", input: "u", lags: 2 },
      { dataset: "log.csv", lags: 4 },
      { dataset: "sales", input: "leading_indicator", lags: 2 },
      { dataset: "sales", lags: 4 },
    ]);
    // no noise, and the prior shrinks the response by a hair
    expect(found[0].testR2).toBeGreaterThan(0.99);
  });

  it("runs the example as it stands, and draws its page", async () => {
    const folder = folderWith();
    const sweep = await lagwise(["sweep", join(repository, "examples/sweep.yaml"), "--json"], {
      cwd: folder,
    });
    expect(JSON.parse(sweep.stdout)).toMatchObject({ runs: 90, done: 90, failed: 0 });
    const words = ["results", "results.duckdb", "--report", "sweep.html", "--x", "delay", "--y", "nuW"];
    expect(await lagwise(words, { cwd: folder })).toEqual({ status: 0, stdout: "sweep.html\n", stderr: "" });
    const page = readFileSync(join(folder, "sweep.html"), "utf8");
    expect(page).toContain("testLoss over delay and nuW, 90 runs");
    for (const id of ["heat-map", "curves", "mean-curves"]) expect(page).toContain(`<figure id="${id}">`);
    // the paper's claim: with a small nu_W a long delay is not learnt, with a large one it is
    const sql = "SELECT nuW, avg(testLoss) AS loss FROM runs WHERE delay = 9 GROUP BY nuW ORDER BY nuW";
    const { rows } = JSON.parse(
      (await lagwise(["results", "results.duckdb", "--json", "--sql", sql], { cwd: folder })).stdout,
    );
    expect(rows[0].loss).toBeGreaterThan(0.9);
    expect(rows[4].loss).toBeLessThan(0.3);
  });
});

describe("lagwise results", () => {
  it("sums up, queries and exports, and leaves the file as it is", async () => {
    const folder = await swept();
    const before = readFileSync(join(folder, "results.duckdb"));
    const words = (...more: string[]) => lagwise(["results", "results.duckdb", ...more], { cwd: folder });
    const summary = await words();
    expect(summary.stdout).toContain("8 runs of kernel");
    expect(summary.stdout).toContain("nuW: 2 values, 0.2 to 0.5");
    expect(summary.stdout).toMatch(/kernelDistance +0\.\d+ +0\.\d+ +0?\.?\d+/);
    expect(summary.stdout).not.toMatch(escapeCode);
    const query = "SELECT nuW, count(*) AS runs FROM runs GROUP BY nuW ORDER BY nuW";
    expect((await words("--sql", query)).stdout).toBe("nuW  runs\n0.2     4\n0.5     4\n");
    expect((await words("--csv", "runs.csv", "--sql", query)).stdout).toBe("runs.csv\n");
    expect(readFileSync(join(folder, "runs.csv"), "utf8")).toBe("nuW,runs\n0.2,4\n0.5,4\n");
    const exported = JSON.parse((await words("--parquet", "runs.parquet", "--json")).stdout);
    expect(exported).toMatchObject({
      command: "results",
      written: ["runs.parquet"],
      kinds: [{ kind: "kernel", runs: 8 }],
    });
    expect(readFileSync(join(folder, "runs.parquet")).subarray(0, 4).toString()).toBe("PAR1");
    expect(readFileSync(join(folder, "results.duckdb")).equals(before)).toBe(true);
  });

  it.each([
    [["none.duckdb"], 1, "there is no results file none.duckdb: lagwise sweep makes one"],
    [["sweep.yaml"], 1, "sweep.yaml is no results file that this program can read: name another one"],
    [
      ["results.duckdb", "--sql", "SELECT nuV FROM runs"],
      1,
      /this query does not work: Binder Error: .*"nuV"/,
    ],
    [
      ["results.duckdb", "--x", "nuW"],
      2,
      "--x, --y, --measure and --job say what a page draws: give --report as well",
    ],
    [
      ["results.duckdb", "--report", "a.html", "--x", "nuv"],
      1,
      "no setting that varies is called nuv: did you mean nuW? there are width, nuW, seed",
    ],
    [
      ["results.duckdb", "--report", "a.html", "--measure", "loss"],
      1,
      /no measure that varies is called loss/,
    ],
    [["results.duckdb", "--report", "no/a.html"], 1, "no/a.html cannot be written: there is no such folder"],
    [["results.duckdb", "--csv", "a.csv", "--parquet", "a.parquet"], 2, /cannot be used with/],
  ])("answers what cannot be in one line: %j", async (words, status, line) => {
    const folder = await swept();
    const ended = await lagwise(["results", ...words], { cwd: folder });
    expect({ status: ended.status, stdout: ended.stdout }).toEqual({ status, stdout: "" });
    expect(ended.stderr.replace(/^lagwise: /, "").trimEnd()).toEqual(
      line instanceof RegExp ? expect.stringMatching(line) : line,
    );
    expect(existsSync(join(folder, "a.html"))).toBe(false);
  });
});
