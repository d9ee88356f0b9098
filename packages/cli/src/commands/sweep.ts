import { availableParallelism } from "node:os";
import { LagwiseError } from "@lagwise/core";
import type { Job, RunStore, SweepPlan, SweepProgress } from "@lagwise/sweep";
import { Command } from "commander";
import { addEngineOptions, type EngineOptions, openEngine } from "../engineOptions.js";
import { Interrupted } from "../errors.js";
import { addCommonOptions, type CommonOptions } from "../options.js";
import { processCost, startProgress, writeJson } from "../output.js";
import { colours as pc } from "../terminal/colours.js";
import { duration, sweepPace } from "../terminal/sweepPace.js";
import { count, grouped } from "../terminal/text.js";

interface SweepOptions extends CommonOptions, EngineOptions {
  readonly out: string;
  readonly dryRun?: boolean;
  readonly retryFailed?: boolean;
}

export function sweepCommand(): Command {
  const command = new Command("sweep")
    .description(
      "Runs a job for every combination of settings that a file describes, on the cores of this machine or on any " +
        "number of machines, and stores what each run finds in one DuckDB file.",
    )
    .argument(
      "<file>",
      "the sweep, YAML or JSON: a job, a grid or random ranges of its settings, seeds, a recording",
    )
    .option(
      "--out <file>",
      "where the results go; runs that are there already are not run again",
      "results.duckdb",
    )
    .option("--dry-run", "only say what would run, and how long one run took")
    .option("--retry-failed", "run again what has failed before");
  addEngineOptions(command);
  return addCommonOptions(command, "the first of the seeds that a file counts; also draws random settings")
    .addHelpText(
      "after",
      "\nCtrl-C stops; the same command goes on where it was. Exit status 1 if a run failed: the other runs are stored all\n" +
        "the same, and `lagwise results` shows why. The address of a queue may have a password; LAGWISE_QUEUE keeps it out\n" +
        "of the list of processes." +
        "\n\nA file:\n" +
        "  job: train                       train, fit, kernel or experiment, with the settings of that command\n" +
        "  synthetic: delay                 or dataset: sales, or dataset: { file: log.csv, input: u, output: y }\n" +
        "  fixed: { width: 200, steps: 100 }\n" +
        "  grid: { nuW: [0.2, 0.5, 0.8], lags: [10, 20] }\n" +
        "  random: { samples: 10, nuF: { from: 0.1, to: 10, scale: log } }\n" +
        "  seeds: 5" +
        "\n\nExamples:\n  lagwise sweep sweep.yaml --dry-run\n  lagwise sweep sweep.yaml --out overnight.duckdb\n" +
        "  lagwise sweep sweep.yaml --queue rediss://user:password@server:6379",
    )
    .action((file: string, options: SweepOptions) =>
      options.dryRun ? dryRun(file, options) : sweep(file, options),
    );
}

async function sweep(file: string, options: SweepOptions): Promise<void> {
  const { planSweep, RunStore } = await import("@lagwise/sweep");
  const plan = await planSweep(file, options.seed);
  const store = await RunStore.open(options.out);
  let ended: SweepProgress;
  try {
    ended = await runPlan(plan, store, options);
  } finally {
    await store.close();
  }
  sayEnd(plan, ended, options);
}

async function runPlan(plan: SweepPlan, store: RunStore, options: SweepOptions): Promise<SweepProgress> {
  const { runSweep } = await import("@lagwise/sweep");
  const { retryFailed = false, out } = options;
  const engine = await openEngine(options, { retryFailed });
  const progress = startProgress();
  const { signal } = progress;
  const pace = sweepPace(plan.count);
  const ticking = setInterval(() => void progress.update(pace.line()).catch(() => {}), 200);
  try {
    const told = { code: plan.code, retryFailed, signal, onProgress: pace.onProgress };
    const ended = await runSweep(plan.jobs(), engine, store, told);
    if (!signal.aborted) return ended;
    const stored = grouped(ended.present + ended.done + ended.failed);
    throw new Interrupted(
      `stopped: ${stored} of ${count(plan.count, "run")} are stored in ${out}; the same command goes on`,
    );
  } finally {
    clearInterval(ticking);
    progress.done();
    await engine.close();
  }
}

function sayEnd(plan: SweepPlan, ended: SweepProgress, { out, json, retryFailed }: SweepOptions): void {
  const { present, done, failed, failedBefore, lastFailure } = ended;
  if (json) {
    writeJson({ command: "sweep", out, runs: plan.count, present, failedBefore, done, failed });
  } else {
    const before = present > 0 ? `, ${grouped(present)} were there` : "";
    process.stdout.write(
      `${pc.bold(count(done, "run"))} done${failed > 0 ? `, ${grouped(failed)} failed` : ""}${before}: ${out}\n` +
        `Now: lagwise results ${out}\n`,
    );
    process.stderr.write(`${processCost()}\n`);
  }
  if (failedBefore > 0 && !retryFailed) {
    process.stderr.write(
      `note: ${count(failedBefore, "run")} failed in an earlier call: --retry-failed runs them again\n`,
    );
  }
  if (failed > 0) {
    throw new LagwiseError(
      `${failed} of ${count(failed + done, "run")} failed, the last with: ${lastFailure} (lagwise results ${out} has all)`,
    );
  }
}

/** So many runs are listed. */
const LISTED = 5;

async function dryRun(file: string, options: SweepOptions): Promise<void> {
  const { outlook, planSweep } = await import("@lagwise/sweep");
  const plan = await planSweep(file, options.seed);
  const progress = startProgress();
  try {
    await progress.update("looking for runs that are there already");
    const { done, failed, missing } = await outlook(plan, options.out, LISTED);
    const left = plan.count - done - (options.retryFailed ? 0 : failed);
    const one = missing.length > 0 ? await timed(missing[0], progress.signal) : undefined;
    progress.done();
    if (progress.signal.aborted) throw new Interrupted();
    const concurrency = options.concurrency ?? availableParallelism();
    const first = missing.map((job) => shownSettings(job, plan.varied));
    if (options.json) {
      const { ok, milliseconds } = one ?? {};
      const message = one?.ok === false ? one.message : undefined;
      writeJson({
        command: "sweep",
        dryRun: true,
        out: options.out,
        runs: plan.count,
        done,
        failed,
        left,
        first,
        one: one && { ok, message, milliseconds },
      });
      return;
    }
    const lines = [
      `${pc.bold(count(plan.count, "run"))} of ${plan.kind}: ${grouped(left)} to do, ${grouped(done)} done and ${grouped(failed)} failed before (${options.out})`,
      ...first.map(
        (settings) =>
          `  ${Object.entries(settings)
            .map(([name, value]) => `${name} ${value}`)
            .join(", ")}`,
      ),
      ...(left > first.length && first.length > 0
        ? [pc.dim(`  … and ${grouped(left - first.length)} more`)]
        : []),
      ...(one ? [timeLine(one, left, concurrency)] : []),
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
  } finally {
    progress.done();
  }
}

interface Timed {
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly message?: string;
}

function timeLine({ ok, milliseconds, message }: Timed, left: number, concurrency: number): string {
  if (!ok) return `The first of them fails: ${message}`;
  const all = duration((milliseconds * left) / concurrency / 1000);
  return `The first took ${duration(milliseconds / 1000)} here; like it, all take about ${all} with ${concurrency} at once.`;
}

/** Runs one, here, and keeps nothing of it. A second time, where it is quick: the first has the start of a thread in it. */
async function timed(job: Job, signal: AbortSignal): Promise<Timed | undefined> {
  const { localEngine } = await import("@lagwise/sweep");
  const engine = localEngine({ concurrency: 1 });
  let found: Timed | undefined;
  const once = () =>
    engine.run(
      [job],
      (outcome) => {
        found = {
          ok: outcome.ok,
          milliseconds: outcome.milliseconds,
          message: outcome.ok ? undefined : outcome.message,
        };
      },
      signal,
    );
  try {
    await once();
    if (found?.ok && found.milliseconds < 1000) await once();
  } finally {
    await engine.close();
  }
  return found;
}

function shownSettings({ settings }: Job, varied: readonly string[]): Record<string, string | number> {
  const shown = varied.length > 0 ? varied : Object.keys(settings).filter((name) => name !== "dataset");
  return Object.fromEntries(shown.map((name) => [name, settings[name] as string | number]));
}
