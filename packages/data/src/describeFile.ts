import type { ByteSource } from "./ByteSource.js";
import { readingAs } from "./DataError.js";
import { type FileFormat, formatOf, kindOf } from "./format.js";

/** A column or an array of a file. */
export interface ColumnDescription {
  readonly name: string;
  /** what to write in a column list to mean this one */
  readonly cols: string;
  /** for example "number", "text", "DOUBLE", "float64", "cell" */
  readonly type: string;
  /** false where it holds nothing that can be an input or an output */
  readonly usable: boolean;
  /** MAT, NPY and NPZ: sizes of the array's dimensions */
  readonly shape?: readonly number[];
}

/** What a file holds, for somebody who has to choose columns. */
export interface FileDescription {
  readonly format: FileFormat;
  readonly columns: readonly ColumnDescription[];
  /** rows, where the file says so without being read through */
  readonly rows?: number;
  readonly notes: readonly string[];
}

/**
 * The columns or arrays of a file, without reading its data. Throws a DataError where the file is of no known
 * format, damaged or cut off.
 */
export async function describeFile(source: ByteSource): Promise<FileDescription> {
  const format = await formatOf(source);
  return readingAs(source.name, kindOf(format), async () => {
    switch (format) {
      case "csv":
      case "tsv":
        return (await import("./csv.js")).describeCsv(source);
      case "parquet":
        return (await import("./parquet.js")).describeParquet(source);
      case "npy":
        return (await import("./npy.js")).describeNpy(source);
      case "npz":
        return (await import("./npz.js")).describeNpz(source);
      case "mat":
        return (await import("./mat.js")).describeMat(source);
    }
  });
}
