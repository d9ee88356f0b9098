import { type Block, matrix } from "@lagwise/core";
import { DataError } from "./DataError.js";

const MOST_ROWS = 65_536;
const MOST_VALUES = 1 << 22;
const KEPT_BYTES = 256 * 2 ** 20;

/** Rows of a block of `columns` columns: at most 65 536, fewer where a block would take more than 32 MB. */
export function rowsPerBlock(columns: number): number {
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / columns)));
}

/** What a gap cutter has met so far. */
export interface GapCutter {
  /** rows without a gap so far */
  readonly goodRows: number;
  /** rows left out so far */
  readonly gapRows: number;
  /**
   * Blocks of the first `rows` rows of `values` (row-major, inputs first then outputs), cut where a row has a
   * NaN. Such a row is left out, and the next good one starts a segment. The values are copied.
   */
  cut(values: Float64Array, rows: number): Generator<Block>;
}

/** Turns rows with gaps into blocks of segments. Calls of `cut` continue one another. */
export function gapCutter(inputs: number, outputs: number): GapCutter {
  const width = inputs + outputs;
  let goodRows = 0;
  let gapRows = 0;
  let startsSegment = true;

  function* cut(values: Float64Array, rows: number): Generator<Block> {
    let first = 0;
    for (let row = 0; row <= rows; row++) {
      const gap = row < rows && hasGap(values, row * width, width);
      if (!gap && row < rows) continue;
      if (row > first) {
        goodRows += row - first;
        yield blockOf(values, first, row, startsSegment);
        startsSegment = false;
      }
      if (!gap) continue;
      gapRows++;
      startsSegment = true;
      first = row + 1;
    }
  }

  function blockOf(values: Float64Array, first: number, end: number, startsSegment: boolean): Block {
    const rows = end - first;
    const x = new Float64Array(rows * inputs);
    const y = new Float64Array(rows * outputs);
    for (let row = 0, at = first * width; row < rows; row++) {
      for (let j = 0; j < inputs; j++) x[row * inputs + j] = values[at++];
      for (let j = 0; j < outputs; j++) y[row * outputs + j] = values[at++];
    }
    return { inputs: matrix(rows, inputs, x), outputs: matrix(rows, outputs, y), startsSegment };
  }

  return {
    get goodRows() {
      return goodRows;
    },
    get gapRows() {
      return gapRows;
    },
    cut,
  };
}

/**
 * Keeps the blocks of a first complete pass, so that the second costs nothing, unless they take more than
 * `budget` bytes (256 MB unless said): then every pass reads again, and memory stays as it was.
 */
export function rememberBlocks(
  read: () => AsyncGenerator<Block>,
  budget = KEPT_BYTES,
): () => AsyncGenerator<Block> {
  let kept: readonly Block[] | undefined;
  let tooLarge = false;

  return async function* blocks() {
    if (kept !== undefined) {
      yield* kept;
      return;
    }
    const seen: Block[] = [];
    let bytes = 0;
    for await (const block of read()) {
      bytes += block.inputs.data.byteLength + block.outputs.data.byteLength;
      if (bytes > budget) tooLarge = true;
      if (tooLarge) seen.length = 0;
      else seen.push(block);
      yield block;
    }
    if (!tooLarge) kept = seen;
  };
}

export function everyRowHasGap(fileName: string): DataError {
  return new DataError(
    `${fileName} has no complete row: each has a gap in a selected column; select other columns`,
  );
}

function hasGap(values: Float64Array, start: number, width: number): boolean {
  for (let i = start; i < start + width; i++) {
    if (Number.isNaN(values[i])) return true;
  }
  return false;
}
