import { hostname } from "node:os";
import { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { codeIdentity } from "../code.js";
import type { Job } from "../jobs/Job.js";
import type { Engine, Outcome } from "./Engine.js";
import { outcomes, whenAborted } from "./outcomes.js";
import {
  type Answer,
  absent,
  codesPresent,
  KEEP,
  PREFIX,
  PRESENCE_MILLISECONDS,
  payloadKey,
  present,
  type QueuedJob,
  queueName,
} from "./queue.js";
import {
  connect,
  isConnectionTrouble,
  type OnNotice,
  onTrouble,
  queueTrouble,
  shownAddress,
} from "./redis.js";

export interface QueueSettings {
  readonly url: string;
  /** at most so many jobs are in the queue or given out and not yet dealt with; 1000 unless given */
  readonly inFlight?: number;
  /** run again what is in the queue as failed, from an earlier time */
  readonly retryFailed?: boolean;
  /** the code that workers need; ours unless given */
  readonly code?: string;
  readonly onNotice?: OnNotice;
}

const MOST_IN_FLIGHT = 1000;
const BATCH = 200;
/** Events tell at once that a job ended; this finds what they did not tell, and jobs that a queue has lost. */
const LOOK_MILLISECONDS = 2000;

/**
 * Whoever takes jobs from a queue on Redis or Valkey: `lagwise worker` on any machine. A job's id is its name there,
 * so that submitted twice it is run once. Outcomes stay in the queue for a day, and are taken from there by the next
 * `run` with the same jobs, should this process die. Rejects with a LagwiseError where the queue is not reached.
 */
export async function queueEngine(settings: QueueSettings): Promise<Engine> {
  const { url, code = codeIdentity(), onNotice = () => {} } = settings;
  const client = await connect(url, onNotice);
  const options = { connection: client, prefix: PREFIX };
  const queue = new Queue<QueuedJob, Answer>(queueName(code), {
    ...options,
    streams: { events: { maxLen: 1000 } },
  });
  const events = new QueueEvents(queueName(code), options);
  queue.on("error", onTrouble(onNotice));
  events.on(
    "error",
    onTrouble(() => {}),
  );
  await events.waitUntilReady().catch((error: unknown) => {
    client.disconnect();
    throw queueTrouble(error);
  });
  const leave = presence(client, code, onNotice, shownAddress(url));
  return {
    run: (jobs, onOutcome, signal) =>
      new QueueRun(client, queue, code, settings, outcomes(onOutcome), signal).run(jobs, events),
    async close() {
      await leave();
      await events.close();
      await queue.close();
      client.disconnect();
    },
  };
}

/** One call of `run`: what is in the queue, and what has become of it. */
class QueueRun {
  readonly #pending = new Map<string, Job>();
  readonly #aborted: Promise<void>;
  #wake: () => void = () => {};

  constructor(
    readonly client: Redis,
    readonly queue: Queue<QueuedJob, Answer>,
    readonly code: string,
    readonly settings: QueueSettings,
    readonly given: ReturnType<typeof outcomes>,
    readonly signal: AbortSignal | undefined,
  ) {
    this.#aborted = whenAborted(signal);
  }

  async run(jobs: Iterable<Job> | AsyncIterable<Job>, events: QueueEvents): Promise<void> {
    const ended = this.#endedJobs();
    events.on("completed", ended.hear);
    events.on("failed", ended.hear);
    const timer = setInterval(
      () => void this.#tolerant(() => this.#look([...this.#pending.keys()])),
      LOOK_MILLISECONDS,
    );
    try {
      await this.#submitAll(jobs);
      while (!this.#over() && this.#pending.size > 0) await this.#change();
      await this.#withdraw();
      await this.given.all();
    } finally {
      clearInterval(timer);
      events.off("completed", ended.hear);
      events.off("failed", ended.hear);
    }
  }

  async #submitAll(jobs: Iterable<Job> | AsyncIterable<Job>): Promise<void> {
    const { inFlight = MOST_IN_FLIGHT } = this.settings;
    const size = Math.min(BATCH, Math.ceil(inFlight / 4));
    const batch: Job[] = [];
    for await (const job of jobs) {
      while (!this.#over() && this.#open() + batch.length >= inFlight) {
        if (batch.length > 0) await this.#submit(batch.splice(0));
        else await this.#change();
      }
      if (this.#over()) return;
      batch.push(job);
      if (batch.length >= size) await this.#submit(batch.splice(0));
    }
    if (batch.length > 0 && !this.#over()) await this.#submit(batch);
  }

  async #submit(jobs: readonly Job[]): Promise<void> {
    const ids = jobs.map(({ id }) => id);
    if (this.settings.retryFailed) await this.#insist(() => this.#forgetFailed(ids));
    for (const job of jobs) this.#pending.set(job.id, job);
    await this.#insist(() => this.#add(jobs));
    await this.#tolerant(() => this.#look(ids)); // what another has submitted may be done already
  }

  async #add(jobs: readonly Job[]): Promise<void> {
    const { code } = this;
    await this.queue.addBulk(
      jobs.map((job) => ({
        name: job.kind,
        data: { job, code },
        opts: { jobId: job.id, attempts: 1, stackTraceLimit: 0, removeOnComplete: KEEP, removeOnFail: KEEP },
      })),
    );
  }

  /** Takes the outcomes of those that are done, and submits again those that the queue no longer has. */
  async #look(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += BATCH) {
      const some = ids.slice(start, start + BATCH);
      const found = await this.#fields(some);
      const lost: Job[] = [];
      for (const [k, [submitted, finished, answer, failure]] of found.entries()) {
        const job = this.#pending.get(some[k]);
        if (job === undefined) continue;
        if (submitted === null) lost.push(job);
        else if (finished !== null) await this.#take(job, answer, failure);
      }
      if (lost.length > 0 && !this.#over()) await this.#add(lost);
    }
  }

  async #fields(ids: readonly string[]): Promise<(string | null)[][]> {
    const asked = this.client.pipeline();
    for (const id of ids)
      asked.hmget(this.queue.toKey(id), "timestamp", "finishedOn", "returnvalue", "failedReason");
    return ((await asked.exec()) ?? []).map(([error, values]) => {
      if (error) throw error;
      return values as (string | null)[];
    });
  }

  async #take(job: Job, answerText: string | null, failure: string | null): Promise<void> {
    const answer = answerText === null ? undefined : (JSON.parse(answerText) as Answer);
    if (!answer?.ok || !answer.hasPayload) {
      if (this.#pending.delete(job.id)) this.#give(outcomeFrom(job, answer, failure));
      return;
    }
    const key = payloadKey(this.code, job.id);
    const payload = await this.client.getBuffer(key);
    if (!this.#pending.has(job.id)) return;
    if (payload === null) {
      await this.queue.remove(job.id); // another has taken the payload, or its time was over: once more
      await this.#add([job]);
      return;
    }
    this.#pending.delete(job.id);
    const { hasPayload: _, ...rest } = answer;
    this.#give({ job, ...rest, result: { ...answer.result, payload } }, async () => {
      await this.client.del(key);
      await this.queue.remove(job.id);
    });
  }

  #give(outcome: Outcome, after?: () => Promise<void>): void {
    this.given.add(outcome, after && (() => this.#tolerant(after)));
    this.#wake();
  }

  async #forgetFailed(ids: readonly string[]): Promise<void> {
    const found = await this.#fields(ids);
    for (const [k, [, finished, answer]] of found.entries()) {
      const failed = finished !== null && (answer === null || !(JSON.parse(answer) as Answer).ok);
      if (failed) await this.queue.remove(ids[k]);
    }
  }

  /** After Ctrl-C: what no worker has begun is taken off the queue. */
  async #withdraw(): Promise<void> {
    await Promise.all(
      Array.from(this.#pending.keys(), (id) =>
        this.#tolerant(async () => {
          if ((await this.queue.getJobState(id)) === "waiting") await this.queue.remove(id);
        }),
      ),
    );
  }

  /** Jobs end in swarms: they are looked at together. */
  #endedJobs() {
    let heard: string[] = [];
    let looking = false;
    const look = async () => {
      looking = true;
      while (heard.length > 0 && !this.#over()) {
        const ids = heard;
        heard = [];
        await this.#tolerant(() => this.#look(ids));
      }
      looking = false;
    };
    return {
      hear: ({ jobId }: { readonly jobId: string }) => {
        if (!this.#pending.has(jobId)) return;
        heard.push(jobId);
        if (!looking) setImmediate(look);
        looking = true;
      },
    };
  }

  #open(): number {
    return this.#pending.size + this.given.open.size;
  }

  #over(): boolean {
    return this.signal?.aborted === true || this.given.failure() !== undefined;
  }

  #change(): Promise<unknown> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    return Promise.race([woken, ...this.given.open, this.#aborted, this.given.failed]);
  }

  /** Again until the connection is there; an abort ends it. */
  async #insist(work: () => Promise<void>): Promise<void> {
    while (!this.#over()) {
      try {
        return await work();
      } catch (error) {
        if (!isConnectionTrouble(error)) throw queueTrouble(error);
        await new Promise((resume) => setTimeout(resume, 200));
      }
    }
  }

  /** What a lost connection spoils here is done again by the next look. */
  async #tolerant(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      if (!isConnectionTrouble(error)) this.given.fail(queueTrouble(error));
    });
  }
}

function outcomeFrom(job: Job, answer: Answer | undefined, failure: string | null): Outcome {
  if (answer?.ok) {
    const { hasPayload: _, ...outcome } = answer;
    return { job, ...outcome };
  }
  if (answer !== undefined) return { job, ...answer };
  const died = /stalled/i.test(failure ?? "");
  const message = died
    ? "the worker died each time while it worked on this, three times: its memory may not have been enough"
    : (failure ?? "failed without a reason").replace(/\s*\n\s*/g, " ");
  return { job, ok: false, message, started: Date.now(), milliseconds: 0, worker: "unknown" };
}

/** Keeps saying that a sweep is there, and tells people once when nobody takes its jobs. */
function presence(client: Redis, code: string, onNotice: OnNotice, address: string): () => Promise<void> {
  const name = `${hostname()}:${process.pid}`;
  let told = false;
  const tell = async () => {
    await present(client, "sweeps", code, name);
    const codes = await codesPresent(client, "workers");
    const served = codes.includes(code);
    if (!served && !told) onNotice(nobodyWorks(codes, code, address));
    if (served && told) onNotice("a worker takes the jobs now");
    told = !served;
  };
  const telling = () => tell().catch(() => {});
  telling();
  const timer = setInterval(telling, PRESENCE_MILLISECONDS);
  return async () => {
    clearInterval(timer);
    await absent(client, "sweeps", code, name).catch(() => {});
  };
}

function nobodyWorks(codes: readonly string[], code: string, address: string): string {
  if (codes.length === 0)
    return `nobody takes jobs from ${address} yet: start lagwise worker --queue … on any machine`;
  const others = [...new Set(codes)].join(", ");
  return `the workers on ${address} have other code (${others}) than this sweep (${code}): install the same version there`;
}
