import { Unzlib, unzlibSync } from "fflate";
import { adler32 } from "./adler32.js";
import { type ArrayHeader, openArrays, type StoredArray, sizeText, tableShape } from "./arrays.js";
import { type ByteSource, cutOff, exactSlice } from "./ByteSource.js";
import type { ColumnSelection } from "./columns.js";
import { asDataError, DataError } from "./DataError.js";
import type { FileDescription } from "./describeFile.js";
import { bytesPer, type NumberKind, numbersOf } from "./numbers.js";
import type { OpenedRecording } from "./openRecording.js";

// The layout is the one of MathWorks, "MAT-File Format", chapter 1, Level 5 MAT-files.
const HEADER_BYTES = 128;
const MATRIX = 14;
const COMPRESSED = 15;
const HEAD_BYTES = 4096;
const NAMES_OF_CLASSES = [
  ...[
    "",
    "cell",
    "struct",
    "object",
    "char",
    "sparse",
    "double",
    "single",
    "int8",
    "uint8",
    "int16",
    "uint16",
  ],
  ...["int32", "uint32", "int64", "uint64", "function", "opaque object"],
];
const STORED_KINDS: Readonly<Record<number, NumberKind>> = {
  1: "i1",
  2: "u1",
  3: "i2",
  4: "u2",
  5: "i4",
  6: "u4",
  7: "f4",
  9: "f8",
  12: "i8",
  13: "u8",
};
const LARGEST_RATIO = 1040;

/** A variable of a MAT file: what it is, and which bytes of the file hold it. */
interface Variable extends ArrayHeader {
  /** of the element's data, after its tag */
  readonly start: number;
  readonly end: number;
  readonly compressed: boolean;
}

/** A data element: its type, and its bytes without tag and padding. */
interface Element {
  readonly type: number;
  readonly size: number;
  readonly start: number;
  readonly next: number;
}

/** Numeric variables of a MATLAB v5 MAT file (saved with -v6 or -v7) as a recording. */
export async function openMat(source: ByteSource, selection: ColumnSelection): Promise<OpenedRecording> {
  const { variables, little } = await readVariables(source);
  return openArrays(source.name, "mat", variables, selection, (index) =>
    loadVariable(source, variables[index], little),
  );
}

export async function describeMat(source: ByteSource): Promise<FileDescription> {
  const { variables } = await readVariables(source);
  const columns = variables.map(({ name, type, shape, refusal }) => {
    const usable = refusal === undefined && isTable(source.name, { name, type, shape });
    return { name, cols: name, type, shape, usable };
  });
  return { format: "mat", columns, notes: [] };
}

async function readVariables(source: ByteSource): Promise<{ variables: Variable[]; little: boolean }> {
  if (source.size < HEADER_BYTES) throw cutOff(source.name);
  const header = await exactSlice(source, 0, HEADER_BYTES);
  const mark = String.fromCharCode(header[126], header[127]);
  if (mark !== "IM" && mark !== "MI") throw damaged(source.name, "no byte order mark");
  const little = mark === "IM";

  const variables: Variable[] = [];
  for (let at = HEADER_BYTES; at < source.size; ) {
    if (at + 8 > source.size) throw cutOff(source.name);
    const tag = viewOf(await exactSlice(source, at, at + 8));
    const type = tag.getUint32(0, little);
    const start = at + 8;
    const end = start + tag.getUint32(4, little);
    if (type !== MATRIX && type !== COMPRESSED) throw damaged(source.name, `element of type ${type}`);
    if (end > source.size) throw cutOff(source.name);
    const variable = await readVariable(source, start, end, type === COMPRESSED, little);
    if (variable !== undefined) variables.push(variable);
    at = end;
  }
  if (variables.length === 0) throw new DataError(`${source.name} has no variables`);
  return { variables, little };
}

/** undefined for the nameless matrix in which MATLAB keeps what belongs to objects. */
async function readVariable(
  source: ByteSource,
  start: number,
  end: number,
  compressed: boolean,
  little: boolean,
): Promise<Variable | undefined> {
  const head = await exactSlice(source, start, Math.min(end, start + HEAD_BYTES));
  const bytes = compressed ? inflateHead(head) : head;
  const matrix = compressed ? matrixBody(source.name, viewOf(bytes), little) : 0;
  const array = matrixHeader(source.name, viewOf(bytes), matrix, little);
  return array.name === "" ? undefined : { ...array.header, start, end, compressed };
}

/** Class, dimensions and name of the matrix whose data begin at `at`; `values` is where its numbers begin. */
function matrixHeader(fileName: string, view: DataView, at: number, little: boolean) {
  const flags = element(fileName, view, at, little);
  if (flags.type !== 6 || flags.size !== 8) throw damaged(fileName, "no array flags");
  const word = view.getUint32(flags.start, little);
  const kind = word & 255;
  const complex = (word & 0x800) !== 0;
  const logical = (word & 0x200) !== 0;
  const className = NAMES_OF_CLASSES[kind] ?? "";
  if (className === "") throw damaged(fileName, `array of class ${kind}`);
  if (className === "opaque object") return { name: "", header: opaqueHeader(), values: 0 };

  const dimensions = element(fileName, view, flags.next, little);
  if (dimensions.type !== 5 || dimensions.size > 256) throw damaged(fileName, "no dimensions");
  const shape = Array.from({ length: dimensions.size >> 2 }, (_, i) =>
    view.getInt32(dimensions.start + 4 * i, little),
  );
  if (shape.length < 2 || shape.some((size) => size < 0))
    throw damaged(fileName, `dimensions ${sizeText(shape)}`);

  const label = element(fileName, view, dimensions.next, little);
  const name = new TextDecoder().decode(
    new Uint8Array(view.buffer, view.byteOffset + label.start, label.size),
  );
  const type = logical ? "logical" : className;
  const refusal =
    kind < 6 || kind > 15 ? `is a ${className} array` : complex ? "holds complex numbers" : undefined;
  return {
    name,
    header: { name, type: complex ? `complex ${type}` : type, shape, refusal },
    values: label.next,
  };
}

function opaqueHeader(): ArrayHeader {
  return { name: "", type: "opaque object", shape: [], refusal: "is an object" };
}

async function loadVariable(source: ByteSource, variable: Variable, little: boolean): Promise<StoredArray> {
  const { name: fileName } = source;
  const packed = await exactSlice(source, variable.start, variable.end);
  let view = viewOf(packed);
  let at = 0;
  if (variable.compressed) {
    view = viewOf(inflateElement(fileName, packed, little));
    at = matrixBody(fileName, view, little);
  }
  const { values } = matrixHeader(fileName, view, at, little);
  const { rows, columns } = tableShape(fileName, variable);
  const numbers = element(fileName, view, values, little);
  const kind = STORED_KINDS[numbers.type];
  if (kind === undefined) throw damaged(fileName, `numbers of type ${numbers.type}`);
  if (numbers.size !== rows * columns * bytesPer(kind) || numbers.start + numbers.size > view.byteLength) {
    throw damaged(fileName, `"${variable.name}" has not the values that its dimensions announce`);
  }
  const bytes = new Uint8Array(view.buffer, view.byteOffset + numbers.start, numbers.size);
  return { rows, columns, columnOrder: true, values: numbersOf(bytes, kind, rows * columns, little) };
}

/** The element whose tag is at `at`. Where it has at most four bytes they may sit in the tag itself. */
function element(fileName: string, view: DataView, at: number, little: boolean): Element {
  if (at + 8 > view.byteLength) throw damaged(fileName, "an element is missing");
  const first = view.getUint32(at, little);
  const small = first >>> 16;
  if (small > 4) throw damaged(fileName, "a small element of more than four bytes");
  if (small > 0) return { type: first & 0xffff, size: small, start: at + 4, next: at + 8 };
  const size = view.getUint32(at + 4, little);
  const start = at + 8;
  return { type: first, size, start, next: start + Math.ceil(size / 8) * 8 };
}

/** Where the data of the one matrix begin that a compressed element holds. */
function matrixBody(fileName: string, view: DataView, little: boolean): number {
  const matrix = element(fileName, view, 0, little);
  if (matrix.type !== MATRIX) throw damaged(fileName, `a compressed element of type ${matrix.type}`);
  return matrix.start;
}

/** As much as the first bytes of a zlib stream give. */
function inflateHead(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  const inflate = new Unzlib((part) => parts.push(part));
  inflate.push(packed);
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The whole of a compressed element, checked against its length and Adler-32. */
function inflateElement(fileName: string, packed: Uint8Array, little: boolean): Uint8Array {
  const head = viewOf(inflateHead(packed.subarray(0, HEAD_BYTES)));
  const size = 8 + head.getUint32(4, little);
  if (size > packed.length * LARGEST_RATIO)
    throw damaged(fileName, "a compressed element announces too much");
  const bytes = unzlibSync(packed, { out: new Uint8Array(size) });
  const checksum = viewOf(packed).getUint32(packed.length - 4, false);
  if (bytes.length !== size || adler32(bytes) !== checksum)
    throw damaged(fileName, "a checksum does not match");
  return bytes;
}

function isTable(fileName: string, header: ArrayHeader): boolean {
  try {
    tableShape(fileName, header);
    return true;
  } catch {
    return false;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(fileName: string, reason: string): Error {
  return asDataError(fileName, "a MAT file", reason);
}
