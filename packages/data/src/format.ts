import type { ByteSource } from "./ByteSource.js";
import { DataError } from "./DataError.js";

export type FileFormat = "csv" | "tsv" | "parquet" | "npy" | "npz" | "mat";

const HEAD_BYTES = 4096;

/**
 * The format of a file, told by its first bytes. Text counts as CSV, or TSV where the name ends so; the reader
 * looks at the delimiters. Throws a DataError for an empty file and for what is not read here.
 */
export async function formatOf(source: ByteSource): Promise<FileFormat> {
  const { name } = source;
  if (source.size === 0) throw new DataError(`${name} is empty: it has no bytes`);
  const head = await source.slice(0, Math.min(HEAD_BYTES, source.size));
  const text = String.fromCharCode(...head.subarray(0, 24));

  if (text.startsWith("PAR1")) return "parquet";
  if (text.startsWith("\x93NUMPY")) return "npy";
  if (text.startsWith("PK\x03\x04") || text.startsWith("PK\x05\x06")) return "npz";
  if (text.startsWith("MATLAB 5.0 MAT-file")) return "mat";
  const refusal = refusalOf(text, head);
  if (refusal !== undefined) throw new DataError(`${name} ${refusal}`);
  return /\.(tsv|tab)$/i.test(name) ? "tsv" : "csv";
}

/** What a sentence calls a file of this format. */
export function kindOf(format: FileFormat): string {
  const kinds = {
    csv: "a CSV file",
    tsv: "a TSV file",
    parquet: "a Parquet file",
    npy: "an NPY file",
    npz: "an NPZ file",
    mat: "a MAT file",
  };
  return kinds[format];
}

function refusalOf(text: string, head: Uint8Array): string | undefined {
  if (text.startsWith("MATLAB 7.3 MAT-file")) return "is a MATLAB v7.3 file (HDF5): save it with -v7";
  if (text.startsWith("\x89HDF\r\n")) {
    return "is an HDF5 file: save it as CSV, Parquet, NPZ or, from MATLAB, as a MAT file with -v7";
  }
  if (text.startsWith("\x1f\x8b")) return "is compressed with gzip: unpack it first (gunzip)";
  if (text.startsWith("\x28\xb5\x2f\xfd")) return "is compressed with zstd: unpack it first (unzstd)";
  if (text.startsWith("BZh")) return "is compressed with bzip2: unpack it first (bunzip2)";
  if (text.startsWith("\xfd7zXZ")) return "is compressed with xz: unpack it first (unxz)";
  if (text.startsWith("\xd0\xcf\x11\xe0")) return "is an old Excel workbook: save the sheet as CSV (UTF-8)";
  if (text.startsWith("ARROW1")) return "is an Arrow (Feather) file: save it as Parquet";
  if (text.startsWith("PARE")) return "is an encrypted Parquet file: save it without encryption";
  if (text.startsWith("\xff\xfe") || text.startsWith("\xfe\xff"))
    return "is text in UTF-16: save it as UTF-8";
  if (head.includes(0)) {
    return "is neither a table of text nor a file that is read here (CSV, TSV, Parquet, NPY, NPZ, MAT)";
  }
  return undefined;
}
