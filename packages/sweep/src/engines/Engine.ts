import type { Job, JobResult } from "../jobs/Job.js";

interface Ended {
  readonly job: Job;
  /** the process and machine that did the work, for people */
  readonly worker: string;
  /** when the work began, in milliseconds since 1970 */
  readonly started: number;
  readonly milliseconds: number;
}

/** How a job ended. `message` is one line for people. */
export type Outcome =
  | (Ended & { readonly ok: true; readonly result: JobResult })
  | (Ended & { readonly ok: false; readonly message: string });

/**
 * Called once for each job. The job counts as dealt with when what is returned resolves, and a queue keeps the outcome
 * until then; calls overlap, so that many outcomes can be stored at once. What it throws ends the run.
 */
export type OnOutcome = (outcome: Outcome) => void | Promise<void>;

/** Something that runs jobs: the cores of this machine, or whoever takes from a queue. */
export interface Engine {
  /**
   * Runs all jobs, in no order that could be relied on, and resolves when each has been dealt with. A job that fails,
   * or takes its thread or its worker down, is an outcome like any other; the others go on. Jobs are taken from the
   * iterable as there is room for them. After `signal` no job is begun, those under way are given up, and this
   * resolves with the outcomes it has given out dealt with. Rejects where the engine itself fails.
   */
  run(jobs: Iterable<Job> | AsyncIterable<Job>, onOutcome: OnOutcome, signal?: AbortSignal): Promise<void>;
  /** Ends threads and connections. */
  close(): Promise<void>;
}
