import { LagwiseError, type MomentSums, measure } from "@lagwise/core";
import type { JobResult } from "../jobs/Job.js";
import type { JobContext } from "../jobs/JobContext.js";
import { type RecordingFile, readingFile } from "./RecordingFile.js";

export interface MomentsSettings {
  readonly file: RecordingFile;
  /** of the first so many samples; of all unless given */
  readonly end?: number;
}

/** What the first pass over a file tells. */
export interface FileMoments {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly samples: number;
  readonly segments: number;
  readonly inputs: MomentSums;
  readonly outputs: MomentSums;
}

/** The job: one pass over a file. Throws a LagwiseError where the file cannot be read to its end. */
export async function moments({ file, end }: MomentsSettings, context: JobContext): Promise<JobResult> {
  const { inputNames, outputNames, samples, segments, inputs, outputs } = await readingFile(
    file,
    async () => {
      const source = await context.file(file);
      const { inputNames, outputNames } = source;
      return { inputNames, outputNames, ...(await measure(source, end)) };
    },
  );
  const found: FileMoments = {
    inputNames,
    outputNames,
    samples,
    segments,
    inputs: finite(inputs.sums(), inputNames, file),
    outputs: finite(outputs.sums(), outputNames, file),
  };
  return { measures: {}, curves: {}, payload: new TextEncoder().encode(JSON.stringify(found)) };
}

/** What `moments` found, from its payload. */
export function readMoments(payload: Uint8Array): FileMoments {
  return JSON.parse(new TextDecoder().decode(payload));
}

function finite(sums: MomentSums, names: readonly string[], { name }: RecordingFile): MomentSums {
  const overflowing = names.find((_, c) => !Number.isFinite(sums.squares[c]));
  if (overflowing === undefined) return sums;
  throw new LagwiseError(
    `${name}, column "${overflowing}": its values are too large to be squared; give them in a larger unit`,
  );
}
