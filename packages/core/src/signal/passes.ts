import { type Matrix, matrix } from "../linalg/Matrix.js";
import { LagAccumulator } from "./LagAccumulator.js";
import { emptyStatistics, type FirstSamples, type LagStatistics } from "./LagStatistics.js";
import { Moments } from "./Moments.js";
import type { Block, Recording, RecordingSource, Segment } from "./Recording.js";
import { type Standardisation, standardisationFrom, standardise } from "./Standardisation.js";

/** Called with the number of samples that a pass has seen so far. Is waited for; may throw to stop the pass. */
export type OnSamples = (samples: number) => void | Promise<void>;

/** A recording in memory. Throws a RangeError where a segment's shape does not fit the names. */
export function recording(
  inputNames: readonly string[],
  outputNames: readonly string[],
  segments: readonly Segment[],
): Recording {
  for (const { inputs, outputs } of segments) {
    if (
      inputs.rows !== outputs.rows ||
      inputs.columns !== inputNames.length ||
      outputs.columns !== outputNames.length
    ) {
      throw new RangeError(
        `invalid segment: inputs ${inputs.rows} × ${inputs.columns}, outputs ${outputs.rows} × ${outputs.columns}`,
      );
    }
  }
  return {
    inputNames,
    outputNames,
    segments,
    blocks: () => segments.map((segment) => ({ ...segment, startsSegment: true })),
  };
}

/** First differences x_t − x_(t−1) of every channel; each segment loses its first sample. */
export function differenced(source: RecordingSource): RecordingSource {
  return {
    inputNames: source.inputNames,
    outputNames: source.outputNames,
    blocks: () => differences(source),
  };
}

async function* differences(source: RecordingSource): AsyncIterable<Block> {
  let last: Segment | undefined;
  let pendingStart = false;
  for await (const block of source.blocks()) {
    if (block.startsSegment) {
      last = undefined;
      pendingStart = true;
    }
    if (block.inputs.rows === 0) continue;
    const rows = block.inputs.rows - (last ? 0 : 1);
    if (rows > 0) {
      yield {
        startsSegment: pendingStart,
        inputs: rowDifferences(block.inputs, last?.inputs),
        outputs: rowDifferences(block.outputs, last?.outputs),
      };
      pendingStart = false;
    }
    last = rowsOf(block, block.inputs.rows - 1, block.inputs.rows);
  }
}

function rowDifferences(a: Matrix, before: Matrix | undefined): Matrix {
  const { columns } = a;
  const skipped = before ? 0 : 1;
  const data = new Float64Array((a.rows - skipped) * columns);
  for (let k = 0; k < data.length; k++) {
    const at = k + skipped * columns;
    data[k] = a.data[at] - (at < columns ? (before as Matrix).data[at] : a.data[at - columns]);
  }
  return matrix(a.rows - skipped, columns, data);
}

/** The rows from … to of a segment, not copied. */
function rowsOf(segment: Segment, from: number, to: number): Segment {
  const part = (a: Matrix) => matrix(to - from, a.columns, a.data.subarray(from * a.columns, to * a.columns));
  return { inputs: part(segment.inputs), outputs: part(segment.outputs) };
}

/** How many samples and segments a recording has, in one pass. */
export async function countSamples(
  source: RecordingSource,
  onSamples?: OnSamples,
): Promise<{ samples: number; segments: number }> {
  let samples = 0;
  let segments = 0;
  for await (const block of source.blocks()) {
    samples += block.inputs.rows;
    if (block.startsSegment) segments++;
    await onSamples?.(samples);
  }
  return { samples, segments };
}

/** What one pass tells of a recording's length and scales. */
export interface Measurements {
  readonly samples: number;
  readonly segments: number;
  readonly inputs: Moments;
  readonly outputs: Moments;
}

/** Counts and moments of the first `end` samples, of all unless given, in one pass. */
export async function measure(
  source: RecordingSource,
  end = Number.POSITIVE_INFINITY,
  onSamples?: OnSamples,
): Promise<Measurements> {
  const inputs = new Moments(source.inputNames.length);
  const outputs = new Moments(source.outputNames.length);
  let segments = 0;
  for await (const block of source.blocks()) {
    const part = rowsOf(block, 0, Math.min(block.inputs.rows, end - inputs.count));
    if (block.startsSegment) segments++;
    inputs.add(part.inputs);
    outputs.add(part.outputs);
    await onSamples?.(inputs.count);
    if (inputs.count >= end) break;
  }
  return { samples: inputs.count, segments, inputs, outputs };
}

/** Scales learnt from the first `trainSamples` samples. Throws a LagwiseError that names a constant channel. */
export async function learnStandardisation(
  source: RecordingSource,
  trainSamples: number,
  onSamples?: OnSamples,
): Promise<Standardisation> {
  const { inputs, outputs } = await measure(source, trainSamples, onSamples);
  return standardisationFrom(inputs, outputs, source);
}

/** Samples `from` up to, not including, `to`, counted from 0 over a recording's segments. */
export interface SampleRange {
  readonly from: number;
  readonly to: number;
}

/** How statistics are to be taken. */
export interface StatisticsSettings {
  readonly lags: number;
  /** the first so many samples of the recording train, the others test */
  readonly trainSamples: number;
  readonly standardisation: Standardisation;
  readonly firstSamples?: FirstSamples;
  /** only these samples count, and those before them are their past; all unless given */
  readonly range?: SampleRange;
}

/** Lag statistics of both parts of a recording or of a range of it, and how many samples and segments that has. */
export interface SplitStatistics {
  readonly train: LagStatistics;
  readonly test: LagStatistics;
  readonly samples: number;
  /** how many segments start in it */
  readonly segments: number;
}

/**
 * Lag statistics of the training part and of the test part, standardised, in one pass. Where the cut falls inside
 * a segment, the test part's first windows reach back into the training part, as they do in use. Statistics of
 * ranges that adjoin add up to those of the whole, to rounding: a range's first windows reach back before it.
 */
export async function splitStatistics(
  source: RecordingSource,
  { lags, trainSamples, standardisation, firstSamples, range = EVERYTHING }: StatisticsSettings,
  onSamples?: OnSamples,
): Promise<SplitStatistics> {
  const [outputs, inputs] = [source.outputNames.length, source.inputNames.length];
  const accumulator = () => new LagAccumulator(lags, outputs, inputs, firstSamples);
  const train = range.from < trainSamples ? accumulator() : undefined;
  const test = range.to > trainSamples ? accumulator() : undefined;
  let [seen, samples, segments] = [0, 0, 0];
  for await (const raw of source.blocks()) {
    const { rows } = raw.inputs;
    /** the row of this block that is the recording's sample `at`, or the nearest there is */
    const row = (at: number) => Math.max(0, Math.min(rows, at - seen));
    const [past, from, to] = [row(range.from - lags + 1), row(range.from), row(range.to)];
    const cut = Math.max(from, Math.min(to, row(trainSamples)));
    if (raw.startsSegment) {
      train?.endSegment();
      test?.endSegment();
      if (seen >= range.from && seen < range.to) segments++;
    }
    if (past < to) {
      const block = standardise({ ...raw, ...rowsOf(raw, past, to) }, standardisation);
      const part = (first: number, end: number) => rowsOf(block, first - past, end - past);
      if (past < from) train?.remember(part(past, from));
      if (from < cut) train?.add(part(from, cut));
      if (past < cut) test?.remember(part(past, cut));
      if (cut < to) test?.add(part(cut, to));
    }
    samples += to - from;
    seen += rows;
    await onSamples?.(seen);
    if (seen >= range.to) break;
  }
  const nothing = () => emptyStatistics(lags, outputs, inputs, firstSamples);
  return {
    train: train?.statistics() ?? nothing(),
    test: test?.statistics() ?? nothing(),
    samples,
    segments,
  };
}

const EVERYTHING: SampleRange = { from: 0, to: Number.POSITIVE_INFINITY };
