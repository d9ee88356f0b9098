import type { RecordingSource } from "@lagwise/core";
import type { ByteSource } from "./ByteSource.js";
import type { ColumnSelection } from "./columns.js";
import { readingAs } from "./DataError.js";
import { type FileFormat, formatOf, kindOf } from "./format.js";

/** A file as a recording: read it with `blocks()`, as often as wanted. */
export interface OpenedRecording extends RecordingSource {
  readonly format: FileFormat;
  /** what was decided from the file and may surprise, a clause each, such as "time runs along the columns" */
  readonly notes: readonly string[];
}

/**
 * Opens a file as a recording: `selection.inputs` become x (n_x columns), `selection.outputs` y (n_y columns),
 * and every row is a sample. The format is told by the file's content, not by its name.
 *
 * A row with a gap (a blank cell, NaN, NA, null) in a selected column is left out, and the next one starts a new
 * segment. Blocks have at most 65 536 rows; do not write into them, a later pass may return the same ones.
 *
 * CSV and Parquet are read again with every pass, unless the selected values take less than 256 MB: then they are
 * kept. NPY, NPZ and MAT arrays are kept as stored. In these, time runs along the dimension whose length all
 * selected arrays share; where both would do, the longer; where that ties too, the rows.
 *
 * Throws a DataError, here or while blocks are read: a column that is not there or is listed twice, text or
 * infinity in a selected column, a row of the wrong length, a damaged or cut-off file, a format that is not read.
 *
 *     const recording = await openRecording(bytesOf("a.csv", bytes), { inputs: "force", outputs: "x,y" });
 *     for await (const block of recording.blocks()) console.log(block.inputs.rows, block.startsSegment);
 */
export async function openRecording(
  source: ByteSource,
  selection: ColumnSelection,
): Promise<OpenedRecording> {
  const format = await formatOf(source);
  return readingAs(source.name, kindOf(format), async () => {
    switch (format) {
      case "csv":
      case "tsv":
        return (await import("./csv.js")).openCsv(source, selection);
      case "parquet":
        return (await import("./parquet.js")).openParquet(source, selection);
      case "npy":
        return (await import("./npy.js")).openNpy(source, selection);
      case "npz":
        return (await import("./npz.js")).openNpz(source, selection);
      case "mat":
        return (await import("./mat.js")).openMat(source, selection);
    }
  });
}
