import type { Redis } from "ioredis";
import type { Job, JobResult } from "../jobs/Job.js";

/** All keys begin so; in braces, so that a cluster keeps them together. */
export const PREFIX = "{lagwise}";

/** Jobs of different code never meet: each has a queue of its own. */
export function queueName(code: string): string {
  return `runs-${code}`;
}

/** What a queue carries to a worker. */
export interface QueuedJob {
  readonly job: Job;
  readonly code: string;
}

/** What a worker leaves in the queue. A payload lies beside it, under a key of its own. */
export type Answer = {
  readonly started: number;
  readonly milliseconds: number;
  readonly worker: string;
} & (
  | { readonly ok: true; readonly result: Omit<JobResult, "payload">; readonly hasPayload: boolean }
  | { readonly ok: false; readonly message: string }
);

/** So many bytes a queue carries for a job; Redis itself takes 512 MB in a value. */
export const MOST_PAYLOAD_BYTES = 2 ** 28;

/** How long finished jobs are kept for whoever submitted them, and how many; past that they would be run again. */
export const KEEP = { age: 24 * 60 * 60, count: 5000 } as const;

export function payloadKey(code: string, id: string): string {
  return `${PREFIX}:payload:${code}:${id}`;
}

/** Who is there: workers take jobs, sweeps submit them. */
type Role = "workers" | "sweeps";

const PRESENT_MILLISECONDS = 15_000;
export const PRESENCE_MILLISECONDS = 4000;

/** Says that somebody with this code is there; again every few seconds. The clock is the server's. */
export async function present(client: Redis, role: Role, code: string, name: string): Promise<void> {
  const now = await serverMilliseconds(client);
  const key = `${PREFIX}:${role}`;
  await client.zadd(key, now, `${code} ${name}`);
  await client.zremrangebyscore(key, 0, now - 100 * PRESENT_MILLISECONDS);
}

export async function absent(client: Redis, role: Role, code: string, name: string): Promise<void> {
  await client.zrem(`${PREFIX}:${role}`, `${code} ${name}`);
}

/** The code of each that has said lately that it is there. */
export async function codesPresent(client: Redis, role: Role): Promise<string[]> {
  const now = await serverMilliseconds(client);
  const members = await client.zrangebyscore(`${PREFIX}:${role}`, now - PRESENT_MILLISECONDS, "+inf");
  return members.map((member) => member.split(" ")[0]);
}

async function serverMilliseconds(client: Redis): Promise<number> {
  const [seconds, microseconds] = await client.time();
  return 1000 * Number(seconds) + Math.floor(Number(microseconds) / 1000);
}
