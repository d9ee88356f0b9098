import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gradientDescent, LinearRnn, lagWeights, largestStableRate, simulatedParts } from "@lagwise/core";
import { codeIdentity, ResultsFile } from "@lagwise/sweep";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { folderWith, lagwise, type Process } from "./lagwise.js";
import { serverProgram, startServer, type TestServer } from "./redisServer.js";

// 200 runs whatever happens: each is there once, and each is right. With 4 lags a delay of 5 cannot be simulated, so
// that these 50 runs fail.

const NU_W = [0.1, 0.3, 0.5, 0.7, 0.9];
const LAGS = [4, 8, 12, 16];
const SEEDS = 10;
const [WIDTH, STEPS, DELAY] = [120, 60, 5];
const SWEEP = `
job: train
synthetic: delay
fixed: { width: ${WIDTH}, steps: ${STEPS}, delay: ${DELAY} }
grid: { nuW: [${NU_W}], lags: [${LAGS}] }
seeds: ${SEEDS}
`;
const RUNS = NU_W.length * LAGS.length * SEEDS;

/** The losses after the last step, computed here, by hand. */
function direct(nuW: number, lags: number, seed: number): { trainLoss: number; testLoss: number } {
  const parts = simulatedParts(
    { kind: "delay", delay: DELAY },
    { lags, sequences: 50, length: lags, snr: 20, seed },
  );
  const initialisation = { nuW };
  const learningRate = largestStableRate(parts.train, lagWeights(initialisation, lags)) / 2;
  const network = new LinearRnn({ width: WIDTH, inputs: 1, outputs: 1, lags, initialisation, seed });
  let last = { trainLoss: Number.NaN, testLoss: Number.NaN };
  for (const { trainLoss, testLoss = Number.NaN } of gradientDescent(network, {
    ...parts,
    learningRate,
    steps: STEPS,
  })) {
    last = { trainLoss, testLoss };
  }
  return last;
}

let known: Map<string, ReturnType<typeof direct>> | undefined;

/** Computed once for all tests of this file. */
function expected(): Map<string, ReturnType<typeof direct>> {
  known ??= new Map(
    NU_W.flatMap((nuW) =>
      LAGS.filter((lags) => lags > DELAY).flatMap((lags) =>
        Array.from(
          { length: SEEDS },
          (_, k) => [`${nuW} ${lags} ${k + 1}`, direct(nuW, lags, k + 1)] as const,
        ),
      ),
    ),
  );
  return known;
}

/** Exactly 200 rows, each with the figures that come out by hand, and its curves whole. */
async function checkAll(path: string): Promise<void> {
  const file = await ResultsFile.toRead(path);
  try {
    const rows = await file.rows("SELECT * FROM runs");
    expect(rows).toHaveLength(RUNS);
    const seen = new Set(rows.map(({ nuW, lags, seed }) => `${nuW} ${lags} ${seed}`));
    expect(seen.size).toBe(RUNS);
    for (const { nuW, lags, seed, status, message, trainLoss, testLoss } of rows) {
      const right = expected().get(`${nuW} ${lags} ${seed}`);
      if (right) expect({ status, trainLoss, testLoss }).toEqual({ status: "done", ...right });
      else
        expect({ status, message }).toEqual({
          status: "failed",
          message: "invalid delay: 5 (0 to 3 with 4 lags)",
        });
    }
    const curves = await file.rows(
      "SELECT run, name, count(*) AS n, count(DISTINCT x) AS steps FROM curves GROUP BY run, name",
    );
    expect(curves).toHaveLength(4 * expected().size);
    for (const { n, steps } of curves) expect([n, steps]).toEqual([STEPS + 1, STEPS + 1]);
  } finally {
    file.close();
  }
}

const FAILS = /50 of 200 runs failed, the last with: invalid delay: 5/;

describe("a sweep on this machine", () => {
  it("goes on after SIGKILL, with all that was stored before", async () => {
    const folder = folderWith({ "sweep.yaml": SWEEP });
    const out = join(folder, "out.duckdb");
    const words = ["sweep", join(folder, "sweep.yaml"), "--out", out, "--concurrency", "2"];
    const first = lagwise(...words);
    await stored(out, first);
    first.child.kill("SIGKILL");
    await first.ended;
    const again = await lagwise(...words, "--json").ended;
    const { present, done, failed, failedBefore } = JSON.parse(again.stdout);
    expect(present + done + failed).toBe(RUNS);
    expect(present).toBeGreaterThan(0);
    expect(failed + failedBefore).toBe(50);
    await checkAll(out);
    const last = await lagwise(...words, "--json").ended;
    expect(JSON.parse(last.stdout)).toMatchObject({ present: RUNS, done: 0, failed: 0, failedBefore: 50 });
    expect(last).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(
        "note: 50 runs failed in an earlier call: --retry-failed runs them again\n",
      ),
    });
  });

  it("stops at Ctrl-C, says how many are stored, and goes on", async () => {
    const folder = folderWith({ "sweep.yaml": SWEEP });
    const out = join(folder, "out.duckdb");
    const words = ["sweep", join(folder, "sweep.yaml"), "--out", out, "--concurrency", "1"];
    const first = lagwise(...words);
    await stored(out, first);
    first.child.kill("SIGINT");
    const { status, stderr } = await first.ended;
    expect(status).toBe(130);
    const [, count] =
      /stopped: (\d+) of 200 runs are stored in .*; the same command goes on\n$/.exec(stderr) ?? [];
    expect(Number(count)).toBeGreaterThan(0);
    const { stdout } = await lagwise(...words, "--json").ended;
    expect(JSON.parse(stdout).present).toBe(Number(count));
    await checkAll(out);
  });

  it("says that a results file is in use, and by whom", async () => {
    const folder = folderWith({ "sweep.yaml": SWEEP });
    const out = join(folder, "out.duckdb");
    const words = ["sweep", join(folder, "sweep.yaml"), "--out", out];
    const first = lagwise(...words);
    await stored(out, first);
    for (const second of [lagwise(...words), lagwise("results", out)]) {
      expect(await second.ended).toMatchObject({
        status: 1,
        stdout: "",
        stderr: `lagwise: ${out} is in use by another program (process ${first.child.pid}): wait until it is done, or name another file\n`,
      });
    }
    expect((await first.ended).stderr).toMatch(FAILS);
    await checkAll(out);
  });

  const disk = smallDisks();
  it.skipIf(disk === undefined)(
    "says that the disk is full, loses nothing that was stored, and goes on when there is room",
    async () => {
      const folder = folderWith({ "sweep.yaml": SWEEP });
      const { path, grow } = (disk as SmallDisks)(folder);
      const out = join(path, "out.duckdb");
      const words = ["sweep", join(folder, "sweep.yaml"), "--out", out];
      const full = await lagwise(...words).ended;
      expect(full.status).toBe(1);
      expect(full.stderr.split("\n").filter((line) => line.startsWith("lagwise:"))).toEqual([
        `lagwise: ${out} cannot grow: the disk is full. What was stored before is kept; make room and start again`,
      ]);
      grow();
      const { stdout } = await lagwise(...words, "--json").ended;
      expect(JSON.parse(stdout).present).toBeGreaterThan(0);
      await checkAll(out);
    },
  );
});

/**
 * Waits until a sweep has stored something: what is written ahead of its results file has more than the empty tables
 * in it, and rests between one commit and the next. A kill in the middle of the first would undo it.
 */
async function stored(out: string, sweep: Process): Promise<void> {
  const { statSync } = await import("node:fs");
  const written = () => statSync(`${out}.wal`, { throwIfNoEntry: false })?.size ?? 0;
  const start = performance.now();
  for (let before = -1; before !== written() || before < 20_000; ) {
    if (sweep.child.exitCode !== null || performance.now() - start > 30_000) throw new Error(sweep.said());
    before = written();
    await pause(100);
  }
}

type SmallDisks = (folder: string) => { readonly path: string; readonly grow: () => void };

/** A disk in memory, too small for the results until it grows; only root on Linux may have one. */
function smallDisks(): SmallDisks | undefined {
  const mount: SmallDisks = (folder) => {
    const path = join(folder, "disk");
    mkdirSync(path);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=700k", "tmpfs", path]);
    onTestFinished(() => void execFileSync("umount", [path]));
    return { path, grow: () => void execFileSync("mount", ["-o", "remount,size=64m", path]) };
  };
  if (process.platform === "linux" && process.getuid?.() === 0) return mount;
  const skipped = "a full disk is not tested: only root on Linux can mount one that is small";
  if (process.env.CI === "true") throw new Error(skipped);
  console.warn(skipped);
  return undefined;
}

const program = serverProgram("a sweep on a queue");

describe.skipIf(program === undefined)("a sweep on a queue", () => {
  let server: TestServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startServer(program as string, { password: "s3cret" });
    client = new Redis(server.url, { maxRetriesPerRequest: null });
    client.on("error", () => {}); // while it is restarted
  }, 200_000);
  afterAll(async () => {
    client?.disconnect();
    await server?.stop();
  });

  const key = (name: string) => `{lagwise}:runs-${codeIdentity()}:${name}`;
  const active = () => client.lrange(key("active"), 0, -1);
  const worker = () => lagwise("worker", "--queue", server.url, "--concurrency", "1", "--json");
  const sweep = (folder: string, out: string) =>
    lagwise("sweep", join(folder, "sweep.yaml"), "--out", join(folder, out), "--queue", server.url);
  /** What earlier tests have left in the queue is not there any more. */
  const fresh = async () => {
    const left = await client.keys(key("*"));
    if (left.length > 0) await client.del(...left);
    return folderWith({ "sweep.yaml": SWEEP });
  };
  const until = (count: number) =>
    expect
      .poll(() => client.zcard(key("completed")), { timeout: 30_000, interval: 20 })
      .toBeGreaterThanOrEqual(count);

  it("submitted twice at once, and once more, is run once, and all have all of it", async () => {
    const folder = await fresh();
    const workers = [worker(), worker()];
    const sweeps = [sweep(folder, "a.duckdb"), sweep(folder, "b.duckdb")];
    for (const { ended } of sweeps) expect((await ended).stderr).toMatch(FAILS);
    // a third one comes late: all of it is there already, what has failed too
    const late = sweep(folder, "c.duckdb");
    expect((await late.ended).stderr).toMatch(FAILS);
    for (const { child } of workers) child.kill("SIGINT");
    const counts = await Promise.all(workers.map(async ({ ended }) => JSON.parse((await ended).stdout)));
    expect(counts.reduce((sum, { done, failed }) => sum + done + failed, 0)).toBe(RUNS);
    for (const out of ["a.duckdb", "b.duckdb", "c.duckdb"]) await checkAll(join(folder, out));
    for (const { said } of [...workers, ...sweeps, late]) expect(said()).not.toContain("s3cret");
  });

  it("survives a worker and a coordinator that are killed, and a server that is restarted", async () => {
    const folder = await fresh();
    const [doomed, other] = [worker(), worker()];
    const [first, second] = [sweep(folder, "a.duckdb"), sweep(folder, "b.duckdb")];
    await until(20);
    await expect.poll(async () => (await active()).length, { interval: 2, timeout: 20_000 }).toBe(2);
    doomed.child.kill("SIGKILL");
    const orphan = await staying(active);
    first.child.kill("SIGKILL");
    await until(60);
    await server.restart?.();
    const third = worker();
    const again = sweep(folder, "a.duckdb");
    for (const { ended } of [second, again])
      expect((await ended).stderr).toMatch(/\d+ of \d+ runs failed, the last with: invalid delay: 5/);
    for (const { child } of [other, third]) child.kill("SIGINT");
    await Promise.all([other.ended, third.ended]);
    for (const out of ["a.duckdb", "b.duckdb"]) await checkAll(join(folder, out));
    const file = await ResultsFile.toRead(join(folder, "a.duckdb"));
    const [run] = await file.rows(`SELECT worker FROM runs WHERE id = '${orphan}'`);
    file.close();
    expect(String(run.worker)).not.toContain(`:${doomed.child.pid}`);
    for (const { said } of [doomed, other, third, first, second, again])
      expect(said()).not.toContain("s3cret");
  }, 90_000);
});

/** The job that stays in the list: its worker is dead. */
async function staying(list: () => Promise<string[]>): Promise<string> {
  let left = await list();
  for (let k = 0; k < 20; k++) {
    await pause(25);
    const now = await list();
    left = left.filter((id) => now.includes(id));
  }
  expect(left, "the worker was in the middle of a job").toHaveLength(1);
  return left[0];
}
