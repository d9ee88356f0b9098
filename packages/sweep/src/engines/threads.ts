import { hostname } from "node:os";
import { Tinypool } from "tinypool";
import type { Job } from "../jobs/Job.js";
import type { ThreadAnswer } from "../jobs/jobThread.js";

export interface ThreadSettings {
  /** how many jobs at once, each in a thread of its own */
  readonly concurrency: number;
  /** the module whose `runInThread` does a job; ours unless given */
  readonly jobModule?: URL;
  /** a job whose JavaScript objects take more fails; V8's own limit, some gigabytes, unless given */
  readonly heapMegabytes?: number;
}

/** A job's end, as the machine saw it that ran it. */
export type ThreadOutcome = ThreadAnswer & {
  readonly started: number;
  readonly milliseconds: number;
  readonly worker: string;
};

/** Threads that do jobs, so that the event loop of this one stays free. */
export interface Threads {
  /** Give it at most `concurrency` jobs at once. A job that ends its thread has failed; its place is filled again. */
  run(job: Job): Promise<ThreadOutcome>;
  /** Ends the threads, and with them the jobs under way. */
  close(): Promise<void>;
}

export function threads({ concurrency, jobModule = ownModule, heapMegabytes }: ThreadSettings): Threads {
  const pool = new Tinypool({
    filename: jobModule.href,
    name: "runInThread",
    minThreads: concurrency,
    maxThreads: concurrency,
    resourceLimits: heapMegabytes === undefined ? undefined : { maxOldGenerationSizeMb: heapMegabytes },
  });
  pool.on("error", () => {}); // of a thread without a job; the pool starts another
  const watch = threadWatch(pool);
  watch();
  const worker = `${hostname()}:${process.pid}`;
  return {
    async run(job) {
      const started = Date.now();
      const begun = performance.now();
      const answer = await pool
        .run(job)
        .catch((error: unknown) => ({ ok: false as const, message: deathOf(error) }));
      watch();
      return { ...answer, started, milliseconds: performance.now() - begun, worker };
    },
    close: () => pool.destroy(),
  };
}

const ownModule = new URL("../jobs/jobThread.js", import.meta.url);

/** tinypool hears of a thread's exception but not of its exit: this passes that on as one. Call it after each change. */
function threadWatch(pool: Tinypool): () => void {
  const known = new WeakSet<object>();
  return () => {
    for (const thread of pool.threads) {
      if (known.has(thread)) continue;
      known.add(thread);
      let over = false;
      thread.on("error", () => {
        over = true;
      });
      thread.on("exit", (code: number) => {
        if (!over && pool.threads.includes(thread)) {
          thread.emit("error", new Error(`the job ended its thread (exit code ${code})`));
        }
      });
    }
  };
}

function deathOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ERR_WORKER_OUT_OF_MEMORY") return "this does not fit into memory: its thread ran out of it";
  return message.replace(/\s*\n\s*/g, " ");
}
