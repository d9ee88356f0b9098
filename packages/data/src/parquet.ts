import type { Block } from "@lagwise/core";
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
} from "hyparquet";
import { infiniteValue } from "./arrays.js";
import { type ByteSource, cutOff, exactSlice } from "./ByteSource.js";
import { type ColumnSelection, chooseColumns } from "./columns.js";
import { asDataError, DataError, oneLine, readingAs } from "./DataError.js";
import type { FileDescription } from "./describeFile.js";
import { everyRowHasGap, gapCutter, rememberBlocks, rowsPerBlock } from "./gaps.js";
import type { OpenedRecording } from "./openRecording.js";

const KIND = "a Parquet file";
const NOT_NUMBERS = /^(UTF8|ENUM|DATE|TIME.*|JSON|BSON|INTERVAL|STRING|UUID|GEO.*|VARIANT|NULL)$/;

/** A column at the top of a Parquet schema. */
interface ParquetColumn {
  readonly name: string;
  readonly type: string;
  /** why it cannot be read, as the rest of a sentence */
  readonly refusal?: string;
}

type SchemaNode = ReturnType<typeof parquetSchema>;

/** A Parquet file as a recording, read row group by row group, the selected columns only. A null is a gap. */
export async function openParquet(source: ByteSource, selection: ColumnSelection): Promise<OpenedRecording> {
  const { metadata, columns } = await readMetadata(source);
  const names = columns.map((column) => column.name);
  const { inputs, outputs } = chooseColumns(source.name, names, selection);
  const chosen = [...inputs, ...outputs].map((index) => columns[index]);
  for (const { name, refusal } of chosen) {
    if (refusal !== undefined) {
      throw new DataError(
        `${source.name}: column "${oneLine(name, 40)}" ${refusal}; select columns of numbers`,
      );
    }
  }
  if (metadata.num_rows === 0n) throw new DataError(`${source.name} has no data rows`);
  const namesOf = (indices: readonly number[]) => indices.map((index) => names[index]);
  return {
    format: "parquet",
    notes: [],
    inputNames: namesOf(inputs),
    outputNames: namesOf(outputs),
    blocks: rememberBlocks(() => parquetBlocks(source, metadata, namesOf(inputs), namesOf(outputs))),
  };
}

export async function describeParquet(source: ByteSource): Promise<FileDescription> {
  const { metadata, columns } = await readMetadata(source);
  return {
    format: "parquet",
    rows: Number(metadata.num_rows),
    columns: columns.map(({ name, type, refusal }) => {
      const cols = /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
      return { name, cols, type, usable: refusal === undefined };
    }),
    notes: [],
  };
}

async function* parquetBlocks(
  source: ByteSource,
  metadata: FileMetaData,
  inputs: readonly string[],
  outputs: readonly string[],
): AsyncGenerator<Block> {
  const columns = [...inputs, ...outputs];
  const { compressors } = await import("hyparquet-compressors");
  const open = () =>
    parquetScan({
      file: bufferOf(source),
      metadata,
      columns: [...columns],
      compressors,
      useOffsetIndex: false,
    });
  const scan = await readingAs(source.name, KIND, open);
  const cutter = gapCutter(inputs.length, outputs.length);
  const capacity = rowsPerBlock(columns.length);

  for (const { rowStart, rowEnd } of scan.ranges) {
    const read = (column: string) =>
      readingAs(source.name, KIND, () => scan.readColumn({ column, rowStart, rowEnd }));
    const data: ArrayLike<unknown>[] = [];
    for (const column of columns) data.push(await read(column));
    if (data.some((column) => column.length !== rowEnd - rowStart))
      throw damaged(source.name, "rows are missing");
    const values = new Float64Array(Math.min(capacity, rowEnd - rowStart) * columns.length);
    for (let first = rowStart; first < rowEnd; first += capacity) {
      const rows = Math.min(capacity, rowEnd - first);
      for (const [slot, name] of columns.entries()) {
        for (let row = 0; row < rows; row++) {
          const value = numberOf(data[slot][first - rowStart + row]);
          if (value === undefined) throw damaged(source.name, `column "${name}" holds what is no number`);
          if (!Number.isFinite(value) && !Number.isNaN(value))
            throw infiniteValue(source.name, name, first + row);
          values[row * columns.length + slot] = value;
        }
      }
      yield* cutter.cut(values, rows);
    }
  }
  if (cutter.goodRows === 0) throw everyRowHasGap(source.name);
}

/** A cell as float64: NaN where it is null, undefined where it is not a number. */
function numberOf(cell: unknown): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint" || typeof cell === "boolean") return Number(cell);
  return cell === null || cell === undefined ? Number.NaN : undefined;
}

async function readMetadata(
  source: ByteSource,
): Promise<{ metadata: FileMetaData; columns: readonly ParquetColumn[] }> {
  if (source.size < 12) throw cutOff(source.name);
  const mark = String.fromCharCode(...(await exactSlice(source, source.size - 4, source.size)));
  if (mark === "PARE") throw new DataError(`${source.name} is encrypted: save it without encryption`);
  if (mark !== "PAR1") throw cutOff(source.name);
  const metadata = await parquetMetadataAsync(bufferOf(source), { geoparquet: false });
  const rows = metadata.row_groups.reduce((sum, group) => sum + group.num_rows, 0n);
  if (rows !== metadata.num_rows || metadata.row_groups.some((group) => group.num_rows < 0n)) {
    throw damaged(source.name, "the row counts do not add up");
  }
  return { metadata, columns: parquetSchema(metadata).children.map(columnOf) };
}

function columnOf({ element, children }: SchemaNode): ParquetColumn {
  const { name } = element;
  const type = element.logical_type?.type ?? element.converted_type ?? element.type ?? "group";
  if (children.length > 0 || element.repetition_type === "REPEATED") {
    return { name, type, refusal: "is nested (a list, map or record)" };
  }
  if (/^(DATE|TIME)/.test(type) || element.type === "INT96") {
    return { name, type, refusal: `holds dates or times (${type})` };
  }
  const isBytes = element.type === "BYTE_ARRAY" || element.type === "FIXED_LEN_BYTE_ARRAY";
  if (NOT_NUMBERS.test(type) || (isBytes && type !== "DECIMAL" && type !== "FLOAT16")) {
    return { name, type, refusal: `holds text or bytes (${type})` };
  }
  return { name, type };
}

function bufferOf(source: ByteSource): AsyncBuffer {
  return {
    byteLength: source.size,
    slice(start, end = source.size) {
      const bytes = exactSlice(source, start < 0 ? source.size + start : start, end).then(ownBuffer);
      // hyparquet reads ahead: a failure that it never looks at must not count as unhandled
      bytes.catch(() => undefined);
      return bytes;
    },
  };
}

function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer;
}

function damaged(fileName: string, reason: string): Error {
  return asDataError(fileName, KIND, reason);
}
