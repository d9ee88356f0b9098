import { mergePrepared, type PreparedRecording, readStatistics } from "@lagwise/core";
import type { Engine, Outcome } from "../engines/Engine.js";
import type { GatherSettings } from "./gatherStatistics.js";
import { failedLater, payloadOf, statisticsJob } from "./jobs.js";
import type { FileMoments } from "./moments.js";
import type { StatisticsSettings } from "./statistics.js";

/** So much of what came before its turn is kept; every piece's statistics are of one size. */
const MOST_WAITING_BYTES = 2 ** 30;
const FEWEST_AT_ONCE = 64;
const MOST_AT_ONCE = 4096;

/**
 * Lag statistics of all pieces, merged in their order, whatever order they arrive in. They are handed out a batch at
 * a time, so that one that is slow does not make all the others wait here for their turn.
 */
export async function sumUp(
  work: readonly StatisticsSettings[],
  { inputNames, outputNames }: FileMoments,
  engine: Engine,
  { onProgress, signal }: GatherSettings,
): Promise<PreparedRecording> {
  let sum: PreparedRecording | undefined;
  let merged = 0;
  let done = 0;
  const early = new Map<number, Uint8Array>();
  const put = (index: number, payload: Uint8Array) => {
    early.set(index, payload);
    for (let turn = early.get(merged); turn !== undefined; turn = early.get(merged)) {
      early.delete(merged++);
      const piece = readStatistics(turn);
      sum = sum ? mergePrepared(sum, piece) : piece;
    }
  };
  const batch = batchSize(work[0].lags * inputNames.length, outputNames.length);
  await onProgress?.("statistics", 0, work.length);
  for (let first = 0; first < work.length; first += batch) {
    const jobs = work.slice(first, first + batch).map(statisticsJob);
    const numbers = new Map(jobs.map(({ id }, k) => [id, first + k]));
    const onOutcome = async (outcome: Outcome) => {
      const index = numbers.get(outcome.job.id);
      if (index === undefined) throw new Error(`nobody asked for ${outcome.job.id}`);
      if (!outcome.ok) throw failedLater(work[index].file, outcome.message);
      put(index, payloadOf(outcome));
      await onProgress?.("statistics", ++done, work.length);
    };
    await engine.run(jobs, onOutcome, signal);
    signal?.throwIfAborted();
  }
  if (sum === undefined || merged < work.length)
    throw new Error(`${work.length - merged} pieces were not done`);
  return sum;
}

function batchSize(size: number, outputs: number): number {
  const bytes = 8 * size * (size / 2 + outputs);
  return Math.max(FEWEST_AT_ONCE, Math.min(MOST_AT_ONCE, Math.floor(MOST_WAITING_BYTES / bytes)));
}
