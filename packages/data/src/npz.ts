import { crc32 } from "@lagwise/core";
import { Inflate, inflateSync } from "fflate";
import { openArrays, tableShape } from "./arrays.js";
import { type ByteSource, cutOff, exactSlice } from "./ByteSource.js";
import type { ColumnSelection } from "./columns.js";
import { asDataError, DataError } from "./DataError.js";
import type { FileDescription } from "./describeFile.js";
import { type NpyHeader, npyValues, parseNpyHeader } from "./npy.js";
import type { OpenedRecording } from "./openRecording.js";

// ZIP as PKWARE's APPNOTE 6.3 describes it, as far as NumPy writes it: stored or deflated entries, ZIP64 sizes.
const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const LONGEST_TAIL = 22 + 65_535;
const IN_64_BITS = 0xffff_ffff;
const LARGEST_RATIO = 1040;
const HEAD_BYTES = 4096;

/** A file inside a ZIP archive. */
interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

/** Arrays that NumPy's `savez` or `savez_compressed` wrote, as a recording. */
export async function openNpz(source: ByteSource, selection: ColumnSelection): Promise<OpenedRecording> {
  const { entries, headers } = await readArrays(source);
  return openArrays(source.name, "npz", headers, selection, async (index) => {
    const bytes = await entryBytes(source, entries[index]);
    return npyValues(source.name, headers[index], async (start, end) => {
      if (end > bytes.length) throw damaged(source.name, `"${headers[index].name}" has too few values`);
      return bytes.subarray(start, end);
    });
  });
}

export async function describeNpz(source: ByteSource): Promise<FileDescription> {
  const { headers } = await readArrays(source);
  const columns = headers.map((header) => {
    const { name, type, shape } = header;
    return { name, cols: name, type, shape, usable: isTable(source.name, header) };
  });
  return { format: "npz", columns, notes: [] };
}

async function readArrays(source: ByteSource): Promise<{ entries: ZipEntry[]; headers: NpyHeader[] }> {
  const all = await readDirectory(source);
  const entries = all.filter((entry) => entry.name.endsWith(".npy"));
  if (entries.length === 0) {
    const office = all.some((entry) => entry.name.startsWith("xl/"));
    throw new DataError(
      office
        ? `${source.name} is an Excel workbook: save the sheet as CSV (UTF-8)`
        : `${source.name} is a ZIP archive without NPY arrays: unpack it first`,
    );
  }
  const headers: NpyHeader[] = [];
  for (const entry of entries) headers.push(await readNpyHeader(source, entry));
  return { entries, headers };
}

/** The header of an array, from the first bytes of its entry. */
async function readNpyHeader(source: ByteSource, entry: ZipEntry): Promise<NpyHeader> {
  const name = entry.name.slice(0, -".npy".length);
  const start = await dataStart(source, entry);
  const packed = await exactSlice(source, start, start + Math.min(entry.packedSize, HEAD_BYTES));
  const short = parseNpyHeader(source.name, name, entry.method === 0 ? packed : inflateHead(packed));
  const header = short ?? parseNpyHeader(source.name, name, await entryBytes(source, entry));
  if (header === undefined) throw damaged(source.name, `"${name}" has no header`);
  return header;
}

async function readDirectory(source: ByteSource): Promise<ZipEntry[]> {
  const tailStart = Math.max(0, source.size - LONGEST_TAIL);
  const tail = viewOf(await exactSlice(source, tailStart, source.size));
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw cutOff(source.name);
  let count = tail.getUint16(end + 10, true);
  let size = tail.getUint32(end + 12, true);
  let start = tail.getUint32(end + 16, true);
  if (end >= 20 && tail.getUint32(end - 20, true) === LOCATOR_64) {
    const at = readUint64(tail, end - 12);
    const record = viewOf(await exactSlice(source, at, at + 56));
    if (record.getUint32(0, true) !== END_OF_DIRECTORY_64) throw damaged(source.name, "no directory");
    count = readUint64(record, 32);
    size = readUint64(record, 40);
    start = readUint64(record, 48);
  }
  return parseDirectory(source.name, viewOf(await exactSlice(source, start, start + size)), count);
}

function parseDirectory(fileName: string, view: DataView, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
      throw damaged(fileName, "the directory ends early");
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > view.byteLength) throw damaged(fileName, "the directory ends early");
    const nameBytes = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength);
    const extra = new DataView(view.buffer, view.byteOffset + at + 46 + nameLength, extraLength);
    const size = view.getUint32(at + 24, true);
    const packedSize = view.getUint32(at + 20, true);
    const offset = view.getUint32(at + 42, true);
    const long = longSizes(extra, [size, packedSize, offset]);
    entries.push({
      name: new TextDecoder().decode(nameBytes),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      crc: view.getUint32(at + 16, true),
      size: long[0],
      packedSize: long[1],
      offset: long[2],
    });
    at = next;
  }
  return entries;
}

/** Replaces the sizes that do not fit into 32 bits by those of the ZIP64 extra field, which keeps their order. */
function longSizes(extra: DataView, sizes: readonly number[]): number[] {
  let field = 0;
  while (field + 4 <= extra.byteLength && extra.getUint16(field, true) !== 1) {
    field += 4 + extra.getUint16(field + 2, true);
  }
  let at = field + 4;
  return sizes.map((size) => {
    if (size !== IN_64_BITS || at + 8 > extra.byteLength) return size;
    at += 8;
    return readUint64(extra, at - 8);
  });
}

async function dataStart(source: ByteSource, entry: ZipEntry): Promise<number> {
  const local = viewOf(await exactSlice(source, entry.offset, entry.offset + 30));
  if (local.getUint32(0, true) !== LOCAL_ENTRY)
    throw damaged(source.name, "an entry is not where it should be");
  if (entry.encrypted)
    throw new DataError(`${source.name}: "${entry.name}" is encrypted; save it without a password`);
  if (entry.method !== 0 && entry.method !== 8) {
    throw new DataError(
      `${source.name}: "${entry.name}" is packed in a way that NumPy does not use; save it with numpy.savez`,
    );
  }
  return entry.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
}

/** An entry unpacked, checked against its length and CRC-32. */
async function entryBytes(source: ByteSource, entry: ZipEntry): Promise<Uint8Array> {
  const start = await dataStart(source, entry);
  const packed = await exactSlice(source, start, start + entry.packedSize);
  if (entry.size > (entry.packedSize + 1) * LARGEST_RATIO)
    throw damaged(source.name, "an entry announces too much");
  const bytes = entry.method === 0 ? packed : inflateSync(packed, { out: new Uint8Array(entry.size) });
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc) {
    throw damaged(source.name, `the checksum of "${entry.name}" does not match`);
  }
  return bytes;
}

function inflateHead(packed: Uint8Array): Uint8Array {
  let head: Uint8Array = new Uint8Array(0);
  const inflate = new Inflate((part) => {
    const longer = new Uint8Array(head.length + part.length);
    longer.set(head);
    longer.set(part, head.length);
    head = longer;
  });
  inflate.push(packed);
  return head;
}

function isTable(fileName: string, header: NpyHeader): boolean {
  try {
    tableShape(fileName, header);
    return true;
  } catch {
    return false;
  }
}

function readUint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(fileName: string, reason: string): Error {
  return asDataError(fileName, "an NPZ file", reason);
}
