import { dirname } from "node:path";
import { codeIdentity } from "./code.js";
import { chosenDataset } from "./data/dataset.js";
import { expand } from "./file/expand.js";
import { readSweep } from "./file/readSweep.js";
import { runAsJob } from "./file/runJobs.js";
import type { SweepKind } from "./file/settings.js";
import type { Job } from "./jobs/Job.js";
import { knownRuns } from "./results/knownRuns.js";
import { ResultsFile } from "./results/ResultsFile.js";

/** A sweep that is ready to run. */
export interface SweepPlan {
  readonly kind: SweepKind;
  readonly code: string;
  readonly count: number;
  /** names of the settings that differ from run to run */
  readonly varied: readonly string[];
  /** all runs, one after the other, as often as wanted */
  jobs(): Iterable<Job>;
}

/**
 * Reads a sweep file and looks its recording up. Throws a LagwiseError, with line and column where the file itself is
 * wrong. `seed` is the first of the seeds, and draws random settings.
 */
export async function planSweep(path: string, seed = 1): Promise<SweepPlan> {
  const sweep = readSweep(path);
  const runs = expand(sweep, seed);
  const { job: kind, dataset: choice } = sweep;
  const named = typeof choice === "string" ? { file: choice } : choice;
  const dataset = named && (await chosenDataset(named, dirname(path)));
  const code = codeIdentity();
  return {
    kind,
    code,
    count: runs.count,
    varied: runs.varied,
    *jobs() {
      for (let index = 0; index < runs.count; index++)
        yield runAsJob(runs.at(index), { kind, code, dataset });
    },
  };
}

/** What of a plan is in a results file already. */
export interface SweepOutlook {
  readonly done: number;
  readonly failed: number;
  /** the first of those that are not there */
  readonly missing: readonly Job[];
}

/** Compares a plan with the results file at `path`, which need not be there and is not changed. */
export async function outlook(plan: SweepPlan, path: string, most = 5): Promise<SweepOutlook> {
  const file = await ResultsFile.toReadIfThere(path);
  let [done, failed] = [0, 0];
  const missing: Job[] = [];
  const look = async (jobs: readonly Job[]) => {
    const known = file
      ? await knownRuns(
          file,
          jobs.map(({ id }) => id),
        )
      : new Map();
    for (const job of jobs) {
      const status = known.get(job.id);
      if (status === "done") done++;
      else if (status === "failed") failed++;
      else if (missing.length < most) missing.push(job);
    }
  };
  try {
    for (const jobs of batches(plan.jobs(), 1000)) await look(jobs);
  } finally {
    file?.close();
  }
  return { done, failed, missing };
}

/** Values in lists of `size`, the last perhaps shorter. */
export function* batches<T>(values: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const value of values) {
    batch.push(value);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
