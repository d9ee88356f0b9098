import { LagAccumulator, type LagStatistics, type Recording } from "@lagwise/core";

/** Lag statistics of a recording in memory, each segment from a zero state, as it is. */
export function statisticsOf({ segments, inputNames, outputNames }: Recording, lags: number): LagStatistics {
  const accumulator = new LagAccumulator(lags, outputNames.length, inputNames.length);
  for (const segment of segments) {
    accumulator.add(segment);
    accumulator.endSegment();
  }
  return accumulator.statistics();
}
