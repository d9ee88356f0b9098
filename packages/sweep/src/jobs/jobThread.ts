import { LagwiseError } from "@lagwise/core";
import type { Curve, Job, JobResult } from "./Job.js";
import { jobContext } from "./JobContext.js";
import { runJob } from "./runJob.js";

/** What a thread answers. An exception would lose its class on the way. */
export type ThreadAnswer =
  | { readonly ok: true; readonly result: JobResult }
  | { readonly ok: false; readonly message: string };

const context = jobContext();

/** A job inside a worker thread: the thread pool calls this. */
export async function runInThread(job: Job): Promise<ThreadAnswer> {
  try {
    return { ok: true, result: asJson(await runJob(job, context)) };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  }
}

/** JSON has no NaN and no infinity: such a measure is null, and a curve has no such point. */
function asJson({ measures, curves, payload }: JobResult): JobResult {
  const finite = Object.entries(measures).map(([name, value]) => [
    name,
    typeof value === "number" && !Number.isFinite(value) ? null : value,
  ]);
  const drawn = Object.entries(curves).map(([name, curve]) => [name, finitePoints(curve)]);
  return { measures: Object.fromEntries(finite), curves: Object.fromEntries(drawn), payload };
}

function finitePoints({ x, y }: Curve): Curve {
  const kept = y.flatMap((value, k) => (Number.isFinite(value) ? [k] : []));
  return { x: kept.map((k) => x[k]), y: kept.map((k) => y[k]) };
}

function messageOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, " ");
  if (error instanceof LagwiseError) return text;
  if (error instanceof RangeError && /allocation failed|invalid (typed )?array/i.test(text)) {
    return `this does not fit into memory (${text})`;
  }
  return `internal error: ${text}`;
}
