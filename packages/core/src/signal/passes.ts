import { type Matrix, matrix } from "../linalg/Matrix.js";
import { LagAccumulator } from "./LagAccumulator.js";
import type { FirstSamples, LagStatistics } from "./LagStatistics.js";
import type { Block, Recording, RecordingSource, Segment } from "./Recording.js";
import { Moments, type Standardisation, standardisationFrom, standardise } from "./Standardisation.js";

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

/** Scales learnt from the first `trainSamples` samples. Throws a LagwiseError that names a constant channel. */
export async function learnStandardisation(
  source: RecordingSource,
  trainSamples: number,
  onSamples?: OnSamples,
): Promise<Standardisation> {
  const inputs = new Moments(source.inputNames.length);
  const outputs = new Moments(source.outputNames.length);
  for await (const block of source.blocks()) {
    const rows = Math.min(block.inputs.rows, trainSamples - inputs.count);
    const part = rowsOf(block, 0, rows);
    inputs.add(part.inputs);
    outputs.add(part.outputs);
    await onSamples?.(inputs.count);
    if (inputs.count >= trainSamples) break;
  }
  return standardisationFrom(inputs, outputs, source);
}

/** How statistics are to be taken. */
export interface StatisticsSettings {
  readonly lags: number;
  /** the first so many samples train, the others test */
  readonly trainSamples: number;
  readonly standardisation: Standardisation;
  readonly firstSamples?: FirstSamples;
}

/**
 * Lag statistics of the training part and of the test part, standardised, in one pass. Where the cut falls inside
 * a segment, the test part's first windows reach back into the training part, as they do in use.
 */
export async function splitStatistics(
  source: RecordingSource,
  { lags, trainSamples, standardisation, firstSamples }: StatisticsSettings,
  onSamples?: OnSamples,
): Promise<{ train: LagStatistics; test: LagStatistics }> {
  const [outputs, inputs] = [source.outputNames.length, source.inputNames.length];
  const train = new LagAccumulator(lags, outputs, inputs, firstSamples);
  const test = new LagAccumulator(lags, outputs, inputs, firstSamples);
  let seen = 0;
  for await (const raw of source.blocks()) {
    const block = standardise(raw, standardisation);
    const { rows } = block.inputs;
    const cut = Math.max(0, Math.min(rows, trainSamples - seen));
    if (block.startsSegment) {
      train.endSegment();
      test.endSegment();
    }
    if (cut > 0) {
      const part = rowsOf(block, 0, cut);
      train.add(part);
      test.remember(part);
    }
    if (cut < rows) test.add(rowsOf(block, cut, rows));
    seen += rows;
    await onSamples?.(seen);
  }
  return { train: train.statistics(), test: test.statistics() };
}
