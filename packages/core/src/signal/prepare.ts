import { LagwiseError } from "../LagwiseError.js";
import { firstLags, type LagStatistics, merge } from "./LagStatistics.js";
import { countSamples, learnStandardisation, splitStatistics } from "./passes.js";
import type { RecordingSource } from "./Recording.js";
import type { ChannelScale, Standardisation } from "./Standardisation.js";

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
  const { samples, segments } = await countSamples(source, (done) => onProgress?.("reading", done));
  const { trainSamples, lags } = trainingPart(samples, trainFraction, wanted);
  const standardisation = await learnStandardisation(source, trainSamples, (done) =>
    onProgress?.("reading", done),
  );
  const { train, test } = await splitStatistics(source, { lags, trainSamples, standardisation }, (done) =>
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
    statistics: { train, test },
  };
}

/**
 * How many of a recording's samples train, and with how many lags: those wanted, or as many as suit its length.
 * Throws a LagwiseError for a fraction outside (0, 1] and for fewer training samples than lags.
 */
export function trainingPart(
  samples: number,
  trainFraction: number,
  wanted?: number,
): { trainSamples: number; lags: number } {
  if (!(trainFraction > 0 && trainFraction <= 1)) {
    throw new LagwiseError(`invalid training fraction: ${trainFraction} (above 0, at most 1)`);
  }
  // a hair above, so that 0.29 of 100 is 29
  const trainSamples = Math.floor(samples * trainFraction * (1 + 1e-12));
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
  return { trainSamples, lags };
}

/**
 * Two recordings, or two pieces of one, as one: what is counted adds up. Both were prepared with the same channels,
 * lags and standardisation; throws a LagwiseError where they were not.
 */
export function mergePrepared(a: PreparedRecording, b: PreparedRecording): PreparedRecording {
  for (const [what, of] of COMMON) {
    if (JSON.stringify(of(a)) !== JSON.stringify(of(b))) {
      throw new LagwiseError(
        `recordings prepared with different ${what} cannot be merged: prepare them together`,
      );
    }
  }
  return {
    ...a,
    samples: a.samples + b.samples,
    trainSamples: a.trainSamples + b.trainSamples,
    testSamples: a.testSamples + b.testSamples,
    segments: a.segments + b.segments,
    statistics: {
      train: merge(a.statistics.train, b.statistics.train),
      test: merge(a.statistics.test, b.statistics.test),
    },
  };
}

/** The same recording with fewer lags. Throws a LagwiseError where `lags` is more than it was prepared with. */
export function withFirstLags(prepared: PreparedRecording, lags: number): PreparedRecording {
  const { train, test } = prepared.statistics;
  return { ...prepared, lags, statistics: { train: firstLags(train, lags), test: firstLags(test, lags) } };
}

const COMMON: readonly (readonly [string, (one: PreparedRecording) => unknown])[] = [
  ["inputs", (one) => one.inputNames],
  ["outputs", (one) => one.outputNames],
  ["lags", (one) => one.lags],
  ["standardisation", ({ standardisation: { inputs, outputs } }) => [inputs, outputs].map(scaleNumbers)],
];

function scaleNumbers({ mean, deviation }: ChannelScale): number[] {
  return [...mean, ...deviation];
}
