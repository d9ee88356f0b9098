import type { RunSettings } from "./Claim.js";

/** Multiply-adds between two turns of others: some tens of milliseconds of work. */
const TURN = 1e8;

/**
 * How an experiment says how far it is. It counts its work in multiply-adds, not in time, and hands over whenever
 * enough has come together, so that a page or Ctrl-C has its turn; what `onProgress` throws stops the experiment.
 *
 * @example const did = pace(settings, 100 * trainingWork(1000, 20)); …; await did(trainingWork(1000, 20));
 */
export function pace({ onProgress }: RunSettings, total: number): (work: number) => Promise<void> {
  let done = 0;
  let told = Number.NEGATIVE_INFINITY;
  return async (work) => {
    done += work;
    if (done - told < TURN && done < total) return;
    told = done;
    await onProgress?.(Math.min(1, done / total));
  };
}

/** Drawing a network of width n: each normal costs about as much as a hundred multiply-adds. */
export function drawingWork(width: number): number {
  return 100 * width * width;
}

/** One step of training, or one walk through all lags, of a network with one input and one output. */
export function trainingWork(width: number, lags: number): number {
  return 2 * width * width * lags + 10_000;
}
