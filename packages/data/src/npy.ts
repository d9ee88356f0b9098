import { type ArrayHeader, openSingleArray, type StoredArray, sizeText, tableShape } from "./arrays.js";
import { type ByteSource, cutOff, exactSlice } from "./ByteSource.js";
import { type ColumnSelection, chooseColumns } from "./columns.js";
import { asDataError } from "./DataError.js";
import type { FileDescription } from "./describeFile.js";
import { bytesPer, type NumberKind, numbersOf } from "./numbers.js";
import type { OpenedRecording } from "./openRecording.js";

/** The header of an array in NumPy's format, versions 1 to 3. */
export interface NpyHeader extends ArrayHeader {
  /** undefined where `refusal` says why */
  readonly kind?: NumberKind;
  readonly littleEndian: boolean;
  readonly columnOrder: boolean;
  /** where the values begin */
  readonly dataStart: number;
}

const PREAMBLE_BYTES = 12;
const LONGEST_HEADER = 2 ** 20;
const KINDS: readonly string[] = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"];

/** One NumPy array as a recording: columns by number, time along the longer dimension, the rows where both tie. */
export async function openNpy(source: ByteSource, selection: ColumnSelection): Promise<OpenedRecording> {
  const header = await readHeader(source);
  const stored = await npyValues(source.name, header, (start, end) => exactSlice(source, start, end));
  return openSingleArray(source.name, stored, (names) => chooseColumns(source.name, names, selection));
}

export async function describeNpy(source: ByteSource): Promise<FileDescription> {
  const header = await readHeader(source);
  const { rows, columns } = tableShape(source.name, header);
  const count = Math.min(rows, columns);
  return {
    format: "npy",
    rows: Math.max(rows, columns),
    columns: Array.from({ length: count }, (_, i) => {
      return { name: `${i + 1}`, cols: `${i + 1}`, type: header.type, usable: true };
    }),
    notes: rows < columns ? ["time runs along the columns, the longer dimension"] : [],
  };
}

/** Reads what stands before the values; undefined where `bytes` do not reach that far. */
export function parseNpyHeader(fileName: string, name: string, bytes: Uint8Array): NpyHeader | undefined {
  if (bytes.length < PREAMBLE_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isNpy = String.fromCharCode(...bytes.subarray(0, 6)) === "\x93NUMPY";
  const version = bytes[6];
  if (!isNpy || version < 1 || version > 3) throw damaged(fileName, "no NPY header");
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) throw damaged(fileName, "the header is too long");
  if (bytes.length < start + length) return undefined;

  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(
    bytes.subarray(start, start + length),
  );
  const descr = /'descr'\s*:\s*(?:'([^']*)'|(\[))/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (descr === null || order === null || shape === null)
    throw damaged(fileName, "the header cannot be parsed");
  const type = descr[1] ?? "records";
  const code = type.slice(1).replace("b1", "u1");
  const known = /^[<>|=]/.test(type) && KINDS.includes(code);
  return {
    name,
    type: known ? nameOfType(type) : type,
    shape: (shape[1].match(/\d+/g) ?? []).map(Number),
    kind: known ? (code as NumberKind) : undefined,
    refusal: known ? undefined : `holds values of type "${type}"`,
    littleEndian: type[0] !== ">",
    columnOrder: order[1] === "True",
    dataStart: start + length,
  };
}

/** The values behind a header; `slice` gives exactly the bytes asked for, or throws. */
export async function npyValues(
  fileName: string,
  header: NpyHeader,
  slice: (start: number, end: number) => Promise<Uint8Array>,
): Promise<StoredArray> {
  const { rows, columns } = tableShape(fileName, header);
  const { kind, littleEndian, dataStart } = header;
  if (kind === undefined) throw damaged(fileName, `values of type "${header.type}"`);
  const count = rows * columns;
  if (!Number.isSafeInteger(count * bytesPer(kind)))
    throw damaged(fileName, `shape ${sizeText(header.shape)}`);
  const bytes = await slice(dataStart, dataStart + count * bytesPer(kind));
  return {
    rows,
    columns,
    columnOrder: header.columnOrder,
    values: numbersOf(bytes, kind, count, littleEndian),
  };
}

async function readHeader(source: ByteSource): Promise<NpyHeader> {
  for (let look = 2 ** 12; ; look *= 8) {
    const bytes = await source.slice(0, Math.min(look, source.size));
    const header = parseNpyHeader(source.name, "", bytes);
    if (header !== undefined) return header;
    if (bytes.length >= source.size || look > 2 * LONGEST_HEADER) throw cutOff(source.name);
  }
}

function nameOfType(type: string): string {
  const families = { i: "int", u: "uint", f: "float", b: "bool" };
  const family = families[type[1] as keyof typeof families];
  return family === "bool" ? "bool" : `${family}${8 * Number(type[2])}`;
}

function damaged(fileName: string, reason: string): Error {
  return asDataError(fileName, "an NPY file", reason);
}
