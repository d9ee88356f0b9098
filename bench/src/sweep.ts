// What a run costs beside its work, on each engine, and what four workers gain over one: the figures of docs/scale.md.
//   npm run build && npx tsc -p bench && node bench/dist/sweep.js redis://localhost:6379 [longest run in ms]
// The server must be one that nobody else uses. On a quiet machine; takes about three minutes.

import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Engine, type Job, localEngine, queueEngine, RunStore, runSweep } from "@lagwise/sweep";
import { runInThread } from "./sweepJob.js";

const jobModule = new URL("./sweepJob.js", import.meta.url);
const [url, most = "Infinity"] = process.argv.slice(2);
const PLANS = [
  { milliseconds: 0, one: 2000, four: 2000 },
  { milliseconds: 1, one: 2000, four: 4000 },
  { milliseconds: 100, one: 40, four: 80 },
  { milliseconds: 10_000, one: 1, four: 4 },
];

interface Measured {
  readonly seconds: number;
  /** milliseconds inside the jobs, all together */
  readonly work: number;
  readonly bytes: number;
  /** milliseconds of processor time of this process, in which the local engine's threads are, and a queue's workers not */
  readonly cpu: number;
}

interface Started {
  readonly engine: Engine;
  readonly end: () => Promise<void>;
}

process.stdout.write(`${cpus().length} cores\n`);
const perMillisecond = calibrated();
for (const [name, start] of [
  ["local", startLocal],
  ["queue", startQueue],
] as const) {
  if (name === "queue" && url === undefined) continue;
  for (const plan of PLANS.filter((one) => one.milliseconds <= Number(most))) {
    const { milliseconds } = plan;
    const one = await measured(await start(1), milliseconds, plan.one);
    const four = await measured(await start(4), milliseconds, plan.four);
    const overhead = (1000 * one.seconds - one.work) / plan.one;
    const [rateOfOne, rateOfFour] = [plan.one / one.seconds, plan.four / four.seconds];
    process.stdout.write(
      `${name}, runs of ${(one.work / plan.one).toPrecision(4)} ms: overhead ${overhead.toPrecision(3)} ms a run; ` +
        `${rateOfOne.toPrecision(3)} runs/s with 1 worker, ${rateOfFour.toPrecision(3)} with 4: ` +
        `${(rateOfFour / rateOfOne).toFixed(2)} times as fast; ${(four.bytes / plan.four / 1000).toPrecision(2)} kB a run; ` +
        `${(one.cpu / plan.one).toPrecision(3)} ms of this process's processor time a run\n`,
    );
  }
}

/** Rounds of the job's loop in a millisecond, when the machine does nothing else. */
function calibrated(): number {
  runInThread({ settings: { rounds: 1e7 } });
  const rounds = 5e7;
  const start = performance.now();
  runInThread({ settings: { rounds } });
  return rounds / (performance.now() - start);
}

async function measured({ engine, end }: Started, milliseconds: number, runs: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "lagwise-bench-"));
  const path = join(folder, "results.duckdb");
  const store = await RunStore.open(path);
  const rounds = Math.round(milliseconds * perMillisecond);
  const job = (k: number): Job => ({
    id: `${process.pid}-${performance.now()}-${k}`,
    kind: "kernel",
    settings: { rounds, seed: k },
  });
  let work = 0;
  const adding: Engine = {
    run: (jobs, onOutcome, signal) =>
      engine.run(
        jobs,
        (outcome) => {
          if (outcome.ok) work += outcome.result.measures.work as number;
          return onOutcome(outcome);
        },
        signal,
      ),
    close: () => engine.close(),
  };
  await runSweep([job(-1)], adding, store, { code: "bench" }); // starts what has to be started once
  work = 0;
  const before = process.cpuUsage();
  const start = performance.now();
  await runSweep(
    Array.from({ length: runs }, (_, k) => job(k)),
    adding,
    store,
    { code: "bench" },
  );
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  await end();
  await store.close();
  const { size } = statSync(path);
  rmSync(folder, { recursive: true });
  return { seconds, work, bytes: size, cpu: (user + system) / 1000 };
}

async function startLocal(concurrency: number): Promise<Started> {
  const engine = localEngine({ concurrency, jobModule });
  return { engine, end: () => engine.close() };
}

async function startQueue(concurrency: number): Promise<Started> {
  const code = `bench-${process.pid}-${performance.now()}`;
  const program = fileURLToPath(new URL("./sweepWorker.js", import.meta.url));
  const workers = await Promise.all(
    Array.from({ length: concurrency }, () => ready(fork(program, [url, code]))),
  );
  const engine = await queueEngine({ url, code });
  return {
    engine,
    async end() {
      await engine.close();
      await Promise.all(workers.map(ended));
    },
  };
}

function ready(worker: ChildProcess): Promise<ChildProcess> {
  return new Promise((resolve) => worker.once("message", () => resolve(worker)));
}

function ended(worker: ChildProcess): Promise<unknown> {
  const exit = new Promise((resolve) => worker.once("exit", resolve));
  worker.kill("SIGTERM");
  return exit;
}
