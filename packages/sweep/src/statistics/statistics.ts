import { type ChannelScale, type SampleRange, splitStatistics, writeStatistics } from "@lagwise/core";
import type { JobResult } from "../jobs/Job.js";
import type { JobContext } from "../jobs/JobContext.js";
import { changed, type RecordingFile, readingFile } from "./RecordingFile.js";

/** Mean and deviation of each channel, as plain numbers. */
interface ScaleNumbers {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface StatisticsSettings {
  readonly file: RecordingFile;
  /** the samples of the file that this job sums over; those before them are only remembered */
  readonly range: SampleRange;
  /** the first so many samples of the file train */
  readonly trainSamples: number;
  readonly lags: number;
  readonly standardisation: { readonly inputs: ScaleNumbers; readonly outputs: ScaleNumbers };
}

/**
 * The job: lag statistics of a range of a file, as `writeStatistics` writes them. The file is read from its start to
 * the range's end.
 */
export async function statistics(
  { file, range, trainSamples, lags, standardisation: scales }: StatisticsSettings,
  context: JobContext,
): Promise<JobResult> {
  const standardisation = { inputs: scale(scales.inputs), outputs: scale(scales.outputs) };
  const { inputNames, outputNames, train, test, samples, segments } = await readingFile(file, async () => {
    const source = await context.file(file);
    const { inputNames, outputNames } = source;
    const split = await splitStatistics(source, { lags, trainSamples, standardisation, range });
    return { inputNames, outputNames, ...split };
  });
  if (samples !== range.to - range.from) throw changed(file.name);
  const payload = writeStatistics({
    inputNames,
    outputNames,
    samples,
    trainSamples: train.samples,
    testSamples: test.samples,
    segments,
    lags,
    standardisation,
    statistics: { train, test },
  });
  return { measures: {}, curves: {}, payload };
}

function scale({ mean, deviation }: ScaleNumbers): ChannelScale {
  return { mean: Float64Array.from(mean), deviation: Float64Array.from(deviation) };
}
