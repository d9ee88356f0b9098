import type { Matrix } from "../linalg/Matrix.js";

/**
 * A stretch of a recording without gaps. Time runs down the rows.
 * `inputs` is N × n_x, `outputs` is N × n_y, in the units of the data.
 */
export interface Segment {
  readonly inputs: Matrix;
  readonly outputs: Matrix;
}

/** A piece of a segment, as a stream brings it. */
export interface Block extends Segment {
  /** true where the block does not continue the one before it: the recording's start, or after a gap */
  readonly startsSegment: boolean;
}

/**
 * What can be read from start to end, as often as wanted, in blocks of any size: a recording in memory, or a
 * file too large for it. Each call of `blocks` begins again at the first sample.
 */
export interface RecordingSource {
  /** n_x names */
  readonly inputNames: readonly string[];
  /** n_y names */
  readonly outputNames: readonly string[];
  blocks(): Iterable<Block> | AsyncIterable<Block>;
}

/** A recording in memory: named channels, any number of segments. It is its own source, one block a segment. */
export interface Recording extends RecordingSource {
  readonly segments: readonly Segment[];
}
