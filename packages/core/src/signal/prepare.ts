import { LagwiseError } from "../LagwiseError.js";
import type { LagStatistics } from "./LagStatistics.js";
import { countSamples, learnStandardisation, splitStatistics } from "./passes.js";
import type { RecordingSource } from "./Recording.js";
import type { Standardisation } from "./Standardisation.js";

export interface PrepareSettings {
  /** T; 30, or fewer where the training part is short, unless given */
  readonly lags?: number;
  /** the first part of the recording that trains; the rest tests. 0.8 unless given */
  readonly trainFraction?: number;
  /** called with what is going on and the samples seen; waited for, and may throw to stop */
  readonly onProgress?: (stage: "reading" | "statistics", samples: number) => void | Promise<void>;
}

/** A recording made ready to learn from: cut in two, standardised, and summed up by lag. */
export interface PreparedRecording {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly samples: number;
  readonly trainSamples: number;
  readonly testSamples: number;
  readonly segments: number;
  readonly lags: number;
  /** learnt on the training part */
  readonly standardisation: Standardisation;
  /** of the standardised recording; the test part's has no samples where trainFraction is 1 */
  readonly statistics: { readonly train: LagStatistics; readonly test: LagStatistics };
}

/**
 * Three passes over a recording: how long it is, the scales of its training part, the lag statistics of both parts.
 * Memory does not grow with its length. Throws a LagwiseError for a fraction outside (0, 1], for fewer training
 * samples than lags, and for a channel that is constant in the training part.
 */
export async function prepare(
  source: RecordingSource,
  { lags: wanted, trainFraction = 0.8, onProgress }: PrepareSettings,
): Promise<PreparedRecording> {
  if (!(trainFraction > 0 && trainFraction <= 1)) {
    throw new LagwiseError(`invalid training fraction: ${trainFraction} (above 0, at most 1)`);
  }
  const { samples, segments } = await countSamples(source, (done) => onProgress?.("reading", done));
  // a hair above, so that 0.29 of 100 is 29
  const trainSamples = Math.floor(samples * trainFraction * (1 + 1e-12));
  const lags = checkedLags(wanted, trainSamples, samples);
  const standardisation = await learnStandardisation(source, trainSamples, (done) =>
    onProgress?.("reading", done),
  );
  const statistics = await splitStatistics(source, { lags, trainSamples, standardisation }, (done) =>
    onProgress?.("statistics", done),
  );
  return {
    inputNames: source.inputNames,
    outputNames: source.outputNames,
    samples,
    trainSamples,
    testSamples: samples - trainSamples,
    segments,
    lags,
    standardisation,
    statistics,
  };
}

function checkedLags(wanted: number | undefined, trainSamples: number, samples: number): number {
  const lags = wanted ?? Math.max(1, Math.min(30, Math.floor(trainSamples / 4)));
  if (!(Number.isInteger(lags) && lags >= 1)) {
    throw new LagwiseError(`invalid number of lags: ${lags} (a whole number of at least 1)`);
  }
  if (trainSamples < 2 || trainSamples <= lags) {
    throw new LagwiseError(
      `too few samples: ${trainSamples} of ${samples} train, and ${lags} lag${lags === 1 ? " needs" : "s need"} at least ` +
        `${Math.max(2, lags + 1)}; ask for fewer lags or bring a longer recording without gaps`,
    );
  }
  return lags;
}
