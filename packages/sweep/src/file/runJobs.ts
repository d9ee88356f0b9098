import { createHash } from "node:crypto";
import type { Dataset } from "../data/dataset.js";
import type { Job, Json } from "../jobs/Job.js";
import type { RunSettings } from "./expand.js";
import type { SweepKind } from "./settings.js";

/** What all runs of a sweep have in common. */
export interface SweepIdentity {
  readonly kind: SweepKind;
  readonly code: string;
  readonly dataset?: Dataset;
}

/**
 * A run as a job. Its id is a digest of everything that its result depends on: kind, settings, the recording's
 * content and the columns taken from it, and the code; not of where a file lies.
 */
export function runAsJob(settings: RunSettings, { kind, code, dataset }: SweepIdentity): Job {
  const { name: _, file: __, ...content } = dataset ?? { name: "", file: "" };
  const identity = { kind, code, settings, dataset: dataset ? content : null };
  const id = createHash("sha256").update(canonical(identity)).digest("hex").slice(0, 32);
  const own: Record<string, Json> = { ...settings };
  if (dataset !== undefined) own.dataset = JSON.parse(JSON.stringify(dataset));
  return { id, kind, settings: own };
}

/** JSON with its keys in order, so that the same content is the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
