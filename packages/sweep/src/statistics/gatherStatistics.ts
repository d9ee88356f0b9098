import {
  Moments,
  type PreparedRecording,
  type SampleRange,
  type Standardisation,
  standardisationFrom,
  trainingPart,
} from "@lagwise/core";
import type { Engine, Outcome } from "../engines/Engine.js";
import { failedLater, momentsJob, payloadOf } from "./jobs.js";
import { type FileMoments, readMoments } from "./moments.js";
import type { RecordingFile } from "./RecordingFile.js";
import type { StatisticsSettings } from "./statistics.js";
import { sumUp } from "./sumUp.js";

export interface GatherSettings {
  /** T; 30, or fewer where the training part is short, unless given */
  readonly lags?: number;
  /** the first part of all samples, in the order of the files, which trains; 0.8 unless given */
  readonly trainFraction?: number;
  /** into how many jobs each file is cut; 1 unless given */
  readonly pieces?: number;
  /** called with what is going on and how many jobs of it are done */
  readonly onProgress?: (stage: "reading" | "statistics", done: number, of: number) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** A file that could not be used, and why, in one line. */
export interface FailedFile {
  readonly name: string;
  readonly message: string;
}

export interface Gathered {
  /** of all files that could be read; undefined where none could */
  readonly prepared?: PreparedRecording;
  readonly read: readonly { readonly name: string; readonly samples: number; readonly segments: number }[];
  readonly failed: readonly FailedFile[];
  /** how many jobs took lag statistics */
  readonly pieces: number;
}

/**
 * What `prepare` makes of one recording, of many files: each is a recording of its own, from a zero state, and
 * training and test part are cut over the samples of all, in the order given. First every file's length and moments,
 * then, with the scales of the whole training part, the lag statistics of every piece, merged in the order of the
 * pieces: the same files give the same bits on every engine.
 *
 * A file that cannot be read, or has other columns than the first that can, is left out and named. Memory holds the
 * sum and what came before its turn. Throws a LagwiseError where there is too little to learn from, and where a file
 * could be read the first time and not the second: by then its samples are in the scales. Rejects with the signal's
 * reason once it is aborted.
 */
export async function gatherStatistics(
  files: readonly RecordingFile[],
  engine: Engine,
  settings: GatherSettings = {},
): Promise<Gathered> {
  const { trainFraction = 0.8, pieces = 1 } = settings;
  const { measured, failed } = await measureAll(files, engine, settings);
  const read = measured.map(({ file, found }) => ({
    name: file.name,
    samples: found.samples,
    segments: found.segments,
  }));
  if (measured.length === 0) return { read, failed, pieces: 0 };

  const samples = read.reduce((sum, one) => sum + one.samples, 0);
  const { trainSamples, lags } = trainingPart(samples, trainFraction, settings.lags);
  const placed = trainSamplesOf(measured, trainSamples);
  const standardisation = plain(await learnScales(placed, engine, settings));
  const work = placed.flatMap(({ file, found, train }) =>
    rangesOf(found.samples, pieces).map((range) => {
      return { file, range, trainSamples: train, lags, standardisation };
    }),
  );
  const prepared = await sumUp(work, measured[0].found, engine, settings);
  return { prepared, read, failed, pieces: work.length };
}

interface Measured {
  readonly file: RecordingFile;
  readonly found: FileMoments;
}

/** A file, and how many of its samples train. */
interface Placed extends Measured {
  readonly train: number;
}

async function measureAll(
  files: readonly RecordingFile[],
  engine: Engine,
  { onProgress, signal }: GatherSettings,
): Promise<{ measured: Measured[]; failed: FailedFile[] }> {
  const outcomes = new Map<string, Outcome>();
  const jobs = files.map((file) => momentsJob({ file }));
  await onProgress?.("reading", 0, files.length);
  await engine.run(
    jobs,
    async (outcome) => {
      outcomes.set(outcome.job.id, outcome);
      await onProgress?.("reading", outcomes.size, files.length);
    },
    signal,
  );
  signal?.throwIfAborted();

  const measured: Measured[] = [];
  const failed: FailedFile[] = [];
  files.forEach((file, k) => {
    const outcome = outcomes.get(jobs[k].id);
    const found = outcome?.ok ? readMoments(payloadOf(outcome)) : undefined;
    const first = measured[0] ?? (found && { file, found });
    if (found === undefined) {
      failed.push({ name: file.name, message: outcome?.ok === false ? outcome.message : "it was not done" });
    } else if (columnsOf(found) === columnsOf(first.found)) {
      measured.push({ file, found });
    } else {
      const message = `its columns are ${columnsOf(found)}, and those of ${first.file.name} ${columnsOf(first.found)}`;
      failed.push({ name: file.name, message });
    }
  });
  return { measured, failed };
}

function trainSamplesOf(measured: readonly Measured[], trainSamples: number): Placed[] {
  let before = 0;
  return measured.map((one) => {
    const train = Math.max(0, Math.min(one.found.samples, trainSamples - before));
    before += one.found.samples;
    return { ...one, train };
  });
}

/** Scales of the training part. The file that it ends in, if it ends inside one, is measured once more up to there. */
async function learnScales(
  placed: readonly Placed[],
  engine: Engine,
  { signal }: GatherSettings,
): Promise<Standardisation> {
  const { inputNames, outputNames } = placed[0].found;
  const [inputs, outputs] = [new Moments(inputNames.length), new Moments(outputNames.length)];
  for (const { file, found, train } of placed) {
    if (train === 0) continue;
    const part = train === found.samples ? found : await measuredUpTo(file, train, engine, signal);
    inputs.merge(Moments.from(part.inputs));
    outputs.merge(Moments.from(part.outputs));
  }
  return standardisationFrom(inputs, outputs, { inputNames, outputNames });
}

async function measuredUpTo(
  file: RecordingFile,
  end: number,
  engine: Engine,
  signal?: AbortSignal,
): Promise<FileMoments> {
  let payload: Uint8Array | undefined;
  await engine.run(
    [momentsJob({ file, end })],
    (outcome) => {
      if (!outcome.ok) throw failedLater(file, outcome.message);
      payload = payloadOf(outcome);
    },
    signal,
  );
  signal?.throwIfAborted();
  if (payload === undefined) throw failedLater(file, "it was not done");
  return readMoments(payload);
}

/** A file's samples in `pieces` ranges of equal length, to a sample; fewer where it has fewer. */
function rangesOf(samples: number, pieces: number): SampleRange[] {
  const ends = Array.from({ length: pieces + 1 }, (_, k) => Math.floor((samples * k) / pieces));
  return ends.slice(1).flatMap((to, k) => (to > ends[k] ? [{ from: ends[k], to }] : []));
}

function plain({ inputs, outputs }: Standardisation): StatisticsSettings["standardisation"] {
  const numbers = ({ mean, deviation }: Standardisation["inputs"]) => {
    return { mean: Array.from(mean), deviation: Array.from(deviation) };
  };
  return { inputs: numbers(inputs), outputs: numbers(outputs) };
}

function columnsOf({ inputNames, outputNames }: FileMoments): string {
  return `${inputNames.join(", ")} → ${outputNames.join(", ")}`;
}
