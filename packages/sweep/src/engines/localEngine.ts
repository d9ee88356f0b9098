import { availableParallelism } from "node:os";
import type { Job } from "../jobs/Job.js";
import type { Engine } from "./Engine.js";
import { outcomes, whenAborted } from "./outcomes.js";
import { type ThreadSettings, type Threads, threads } from "./threads.js";

/** So many outcomes may wait to be dealt with before no more jobs are begun. */
const MOST_OPEN_OUTCOMES = 1000;

export interface LocalSettings extends Partial<ThreadSettings> {
  /** at most so many outcomes are given out and not yet dealt with; 1000 unless given */
  readonly openOutcomes?: number;
}

/** The cores of this machine: a thread for each job at a time. As many as there are cores, unless given. */
export function localEngine({
  concurrency = availableParallelism(),
  jobModule,
  heapMegabytes,
  openOutcomes = MOST_OPEN_OUTCOMES,
}: LocalSettings = {}): Engine {
  let pool: Threads | undefined;
  const endThreads = async () => {
    const ended = pool;
    pool = undefined;
    await ended?.close();
  };
  return {
    async run(jobs, onOutcome, signal) {
      pool ??= threads({ concurrency, jobModule, heapMegabytes });
      const { run } = pool;
      const dealtWith = outcomes(onOutcome);
      const running = new Set<Promise<void>>();
      const aborted = whenAborted(signal);
      const over = () => signal?.aborted === true || dealtWith.failure() !== undefined;
      const begin = (job: Job) => {
        const work = run(job).then((answer) => {
          running.delete(work);
          if (!over()) dealtWith.add({ job, ...answer });
        });
        running.add(work);
      };
      for await (const job of jobs) {
        if (over()) break;
        begin(job);
        while (!over() && (running.size >= concurrency || dealtWith.open.size >= openOutcomes)) {
          const wait = running.size >= concurrency ? running : dealtWith.open;
          await Promise.race([...wait, aborted, dealtWith.failed]);
        }
        if (over()) break;
      }
      while (!over() && running.size > 0) await Promise.race([...running, aborted, dealtWith.failed]);
      if (over()) await endThreads();
      await dealtWith.all();
    },
    close: endThreads,
  };
}
