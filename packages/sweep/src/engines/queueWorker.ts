import { availableParallelism, hostname } from "node:os";
import { type Job as QueueJob, WaitingError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { codeIdentity } from "../code.js";
import {
  type Answer,
  absent,
  codesPresent,
  KEEP,
  MOST_PAYLOAD_BYTES,
  PREFIX,
  PRESENCE_MILLISECONDS,
  payloadKey,
  present,
  type QueuedJob,
  queueName,
} from "./queue.js";
import { connect, type OnNotice, onTrouble, queueTrouble } from "./redis.js";
import { type ThreadOutcome, type ThreadSettings, type Threads, threads } from "./threads.js";

export interface WorkerSettings extends Partial<ThreadSettings> {
  readonly url: string;
  /** the code that it has; ours unless given */
  readonly code?: string;
  /** after so long without a sign of life a worker's jobs go to others; 10 s unless given */
  readonly lockMilliseconds?: number;
  readonly onNotice?: OnNotice;
  /** told of each job that ended here */
  readonly onJob?: (kind: string, answer: Answer) => void;
}

/** Takes jobs from a queue until it is closed. */
export interface QueueWorker {
  /** Takes no more jobs, and resolves when those under way are done. */
  finish(): Promise<void>;
  /** Gives the jobs under way back to the queue. May be called while finishing. */
  handBack(): Promise<void>;
  /** how many jobs are under way */
  underWay(): number;
}

const LOCK_MILLISECONDS = 10_000;
/** A job whose worker died so often may be what kills them: it fails. */
const MOST_DEATHS = 2;

/**
 * Starts to take jobs. They run in threads, so that the event loop keeps saying that this worker lives; one that is
 * killed is noticed, and its jobs go to others. Rejects with a LagwiseError where the queue is not reached.
 */
export async function startWorker(settings: WorkerSettings): Promise<QueueWorker> {
  const { url, concurrency = availableParallelism(), lockMilliseconds = LOCK_MILLISECONDS } = settings;
  const { code = codeIdentity(), onNotice = () => {}, onJob } = settings;
  const client = await connect(url, onNotice);
  const { jobModule, heapMegabytes } = settings;
  const pool = threads({ concurrency, jobModule, heapMegabytes });
  const handing = new AbortController();
  let underWay = 0;

  async function take(queued: QueueJob<QueuedJob>, token?: string): Promise<Answer> {
    underWay++;
    try {
      const outcome = await unlessAborted(outcomeOf(queued.data, code, pool), handing.signal);
      if (outcome === undefined) {
        await queued.moveToWait(token);
        throw new WaitingError();
      }
      const answer = await packed(client, code, queued.data.job.id, outcome);
      onJob?.(queued.data.job.kind, answer);
      return answer;
    } finally {
      underWay--;
    }
  }

  const worker = new Worker<QueuedJob, Answer>(queueName(code), take, {
    connection: client,
    prefix: PREFIX,
    concurrency,
    lockDuration: lockMilliseconds,
    stalledInterval: Math.max(1000, lockMilliseconds / 2),
    maxStalledCount: MOST_DEATHS,
    runRetryDelay: 1000,
    removeOnComplete: KEEP,
    removeOnFail: KEEP,
  });
  worker.on("error", onTrouble(onNotice));
  await worker.waitUntilReady().catch(async (error: unknown) => {
    await pool.close();
    client.disconnect();
    throw queueTrouble(error);
  });
  const leave = presence(client, code, onNotice);
  let closing: Promise<void> | undefined;
  const finish = () => {
    closing ??= (async () => {
      leave();
      await worker.close();
      await pool.close();
      await absent(client, "workers", code, workerName).catch(() => {});
      client.disconnect();
    })();
    return closing;
  };
  return {
    finish,
    handBack() {
      handing.abort();
      return finish();
    },
    underWay: () => underWay,
  };
}

const workerName = `${hostname()}:${process.pid}`;

function outcomeOf({ job, code }: QueuedJob, own: string, pool: Threads): Promise<ThreadOutcome> {
  if (code === own) return pool.run(job);
  const message = `refused by ${workerName}: the job is for code ${code}, and this worker has ${own}`;
  return Promise.resolve({ ok: false, message, started: Date.now(), milliseconds: 0, worker: workerName });
}

/** The answer as JSON; its payload goes before it, under a key of its own. */
async function packed(client: Redis, code: string, id: string, outcome: ThreadOutcome): Promise<Answer> {
  if (!outcome.ok) return outcome;
  const { payload, ...result } = outcome.result;
  if (payload === undefined) return { ...outcome, result, hasPayload: false };
  const { started, milliseconds, worker } = outcome;
  if (payload.length > MOST_PAYLOAD_BYTES) {
    const message = `the result has ${payload.length} bytes, and a queue carries ${MOST_PAYLOAD_BYTES}: run it without --queue`;
    return { ok: false, message, started, milliseconds, worker };
  }
  await client.set(
    payloadKey(code, id),
    Buffer.from(payload.buffer, payload.byteOffset, payload.length),
    "EX",
    KEEP.age,
  );
  return { ...outcome, result, hasPayload: true };
}

/** Keeps saying that a worker of this code is there, and tells people once of sweeps that want another. */
function presence(client: Redis, code: string, onNotice: OnNotice): () => void {
  const told = new Set([code]);
  const tell = async () => {
    await present(client, "workers", code, workerName);
    for (const other of await codesPresent(client, "sweeps")) {
      if (told.has(other)) continue;
      told.add(other);
      onNotice(
        `a sweep on this queue is for code ${other}, and this worker has ${code}: it takes no job of it; ` +
          "install the sweep's version of lagwise here",
      );
    }
  };
  const telling = () => tell().catch(() => {}); // a lost connection is told of elsewhere
  telling();
  const timer = setInterval(telling, PRESENCE_MILLISECONDS);
  return () => clearInterval(timer);
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
