import { createHash } from "node:crypto";
import { LagwiseError } from "@lagwise/core";
import type { Outcome } from "../engines/Engine.js";
import type { Job, Json } from "../jobs/Job.js";
import type { MomentsSettings } from "./moments.js";
import type { RecordingFile } from "./RecordingFile.js";
import type { StatisticsSettings } from "./statistics.js";

export function momentsJob(settings: MomentsSettings): Job {
  return job("moments", settings);
}

export function statisticsJob(settings: StatisticsSettings): Job {
  return job("statistics", settings);
}

/** The same work on the same file, as far as its size and time of change tell, has the same name. */
function job(kind: "moments" | "statistics", settings: MomentsSettings | StatisticsSettings): Job {
  const json = JSON.stringify(settings);
  const digest = createHash("sha256").update(json).digest("hex").slice(0, 32);
  return { id: `${kind}-${digest}`, kind, settings: settings as unknown as { [name: string]: Json } };
}

export function payloadOf(outcome: Outcome & { readonly ok: true }): Uint8Array {
  if (outcome.result.payload === undefined) throw new Error(`${outcome.job.id} brought nothing`);
  return outcome.result.payload;
}

/** Past the first pass a file cannot be left out any more. */
export function failedLater({ name }: RecordingFile, message: string): LagwiseError {
  const said = message.includes(name) ? message : `${name}: ${message}`;
  return new LagwiseError(
    `${said} (in the second pass: its samples are in the scales of all already, so that nothing is written)`,
  );
}
