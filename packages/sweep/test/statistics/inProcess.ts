import type { Engine, Outcome } from "../../src/engines/Engine.js";
import type { Job, JobResult } from "../../src/jobs/Job.js";
import { jobContext } from "../../src/jobs/JobContext.js";
import { runJob } from "../../src/jobs/runJob.js";

export interface InProcessSettings {
  /** outcomes of so many jobs are given out together, in an order drawn with `seed`; 1 unless given */
  readonly together?: number;
  readonly seed?: number;
  /** what becomes of a job before it runs: an error to fail it with */
  readonly sabotage?: (job: Job) => Error | undefined;
}

/** An engine without threads or queue: jobs one after the other, as JSON, their outcomes in any order. */
export function inProcess({ together = 1, seed = 1, sabotage }: InProcessSettings = {}): Engine {
  const context = jobContext();
  const run = async (job: Job): Promise<Outcome> => {
    const about = { job, worker: "here", started: 0, milliseconds: 0 };
    try {
      const error = sabotage?.(job);
      if (error) throw error;
      const result: JobResult = await runJob(JSON.parse(JSON.stringify(job)), context);
      return { ...about, ok: true, result };
    } catch (error) {
      return { ...about, ok: false, message: (error as Error).message };
    }
  };
  return {
    async run(jobs, onOutcome, signal) {
      const uniform = uniforms(seed);
      let ended: Outcome[] = [];
      const giveOut = async () => {
        const shuffled = ended.map((one) => ({ one, at: uniform() })).sort((a, b) => a.at - b.at);
        ended = [];
        for (const { one } of shuffled) await onOutcome(one);
      };
      for await (const job of jobs) {
        if (signal?.aborted) return;
        ended.push(await run(job));
        if (ended.length >= together) await giveOut();
      }
      await giveOut();
    },
    async close() {},
  };
}

/** Uniform in [0, 1), the same on every machine (mulberry32). */
export function uniforms(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
