import type { Engine } from "./engines/Engine.js";
import type { Job } from "./jobs/Job.js";
import { batches } from "./planSweep.js";
import type { RunStore } from "./results/RunStore.js";

/** Where a sweep stands. Runs that are there already count as neither done nor failed. */
export interface SweepProgress {
  /** runs in the results file from before, and runs that the sweep names twice */
  readonly present: number;
  /** how many of those had failed */
  readonly failedBefore: number;
  readonly done: number;
  readonly failed: number;
  /** message of the run that failed last */
  readonly lastFailure?: string;
}

export interface SweepSettings {
  readonly code: string;
  /** run again what has failed before */
  readonly retryFailed?: boolean;
  readonly signal?: AbortSignal;
  /** called when something has changed */
  readonly onProgress?: (progress: SweepProgress) => void;
}

/** So many runs are looked up in the results at once. */
const BATCH = 1000;

/**
 * Does the runs of a sweep that the results do not have yet. After the signal it resolves with what is stored by
 * then. Rejects where the engine or the results file fail; what was stored stays.
 */
export async function runSweep(
  jobs: Iterable<Job>,
  engine: Engine,
  store: RunStore,
  { code, retryFailed = false, signal, onProgress }: SweepSettings,
): Promise<SweepProgress> {
  let progress: SweepProgress = { present: 0, failedBefore: 0, done: 0, failed: 0 };
  const change = (part: Partial<SweepProgress>) => {
    progress = { ...progress, ...part };
    onProgress?.(progress);
  };
  const underWay = new Set<string>();

  async function* missing(): AsyncGenerator<Job> {
    for (const batch of batches(jobs, BATCH)) {
      if (signal?.aborted) return;
      const fresh = new Map(batch.filter(({ id }) => !underWay.has(id)).map((job) => [job.id, job]));
      const known = await store.known([...fresh.keys()]);
      let failedBefore = 0;
      for (const [id, status] of known) {
        if (status === "failed" && retryFailed) continue;
        if (status === "failed") failedBefore++;
        fresh.delete(id);
      }
      change({
        present: progress.present + batch.length - fresh.size,
        failedBefore: progress.failedBefore + failedBefore,
      });
      for (const job of fresh.values()) {
        underWay.add(job.id);
        yield job;
      }
    }
  }

  await engine.run(
    missing(),
    async (outcome) => {
      await store.store(outcome, code);
      underWay.delete(outcome.job.id);
      if (outcome.ok) change({ done: progress.done + 1 });
      else change({ failed: progress.failed + 1, lastFailure: outcome.message });
    },
    signal,
  );
  return progress;
}
