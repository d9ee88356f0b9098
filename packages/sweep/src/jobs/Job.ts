/** What JSON can say; settings and measures travel as JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What kinds of work there are; `runJob` has a file for each. */
export type JobKind = "train" | "fit" | "kernel" | "experiment" | "moments" | "statistics";

/** One piece of work, as plain JSON: the same on this machine's cores and on a queue. */
export interface Job {
  /** names the work: two jobs of one id are the same work, which a queue does once */
  readonly id: string;
  readonly kind: JobKind;
  readonly settings: { readonly [name: string]: Json };
}

/** A number, a word, yes or no; null where it does not exist for these settings. */
export type Measure = number | string | boolean | null;

export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** What a job found. */
export interface JobResult {
  readonly measures: { readonly [name: string]: Measure };
  readonly curves: { readonly [name: string]: Curve };
  /** bytes that are no JSON, for example lag statistics; a queue carries at most `MOST_PAYLOAD_BYTES` of them */
  readonly payload?: Uint8Array;
}
