import type { Block } from "@lagwise/core";
import { type ByteSource, cutOff } from "./ByteSource.js";
import { type ColumnSelection, chooseColumns, columnItems } from "./columns.js";
import { type CsvLayout, isGapText, readTextRow, terminatorOf } from "./csvCells.js";
import { csvRowReader } from "./csvRows.js";
import { DataError, oneLine } from "./DataError.js";
import { parseDecimal } from "./decimal.js";
import type { FileDescription } from "./describeFile.js";
import { everyRowHasGap, gapCutter, rememberBlocks, rowsPerBlock } from "./gaps.js";
import type { OpenedRecording } from "./openRecording.js";

const COMMA = 44;
const SEMICOLON = 59;
const TAB = 9;
const FIRST_LOOK = 2 ** 16;
const LARGEST_LOOK = 2 ** 24;

/** What the beginning of a delimited file says. */
interface CsvHead {
  readonly format: "csv" | "tsv";
  readonly layout: CsvLayout;
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  /** the byte and the line where the data rows begin */
  readonly dataStart: number;
  readonly dataLine: number;
  /** the first rows that hold anything, the header among them */
  readonly firstRows: readonly (readonly string[])[];
}

/**
 * A CSV or TSV file as a recording. The header is read now, the rows whenever `blocks()` is called: the file
 * streams through, and only the selected columns are converted. See `openRecording` for what is refused.
 */
export async function openCsv(source: ByteSource, selection: ColumnSelection): Promise<OpenedRecording> {
  const head = await readHead(source, selection);
  if (head.names.length === 1) {
    const only = oneLine(head.names[0], 40);
    throw new DataError(
      `${source.name} has a single column, "${only}": separate its cells with commas, tabs or semicolons`,
    );
  }
  const { inputs, outputs } = chooseColumns(source.name, head.names, selection);
  const slots = new Int32Array(head.names.length).fill(-1);
  for (const [slot, column] of [...inputs, ...outputs].entries()) slots[column] = slot;
  return {
    format: head.format,
    notes: notesOf(head),
    inputNames: inputs.map((column) => head.names[column]),
    outputNames: outputs.map((column) => head.names[column]),
    blocks: rememberBlocks(() => csvBlocks(source, head, slots, inputs.length, outputs.length)),
  };
}

/** The columns of a CSV or TSV file, with a guess from its first rows of which hold numbers. */
export async function describeCsv(source: ByteSource): Promise<FileDescription> {
  const head = await readHead(source);
  const sample = head.firstRows.slice(head.hasHeader ? 1 : 0);
  const columns = head.names.map((name, column) => {
    const cells = sample.map((row) => row[column] ?? "");
    const usable = cells.every((cell) => isGapText(cell) || isNumber(cell));
    const same = head.names.filter((other) => other.toLowerCase() === name.toLowerCase()).length > 1;
    const cols = same ? String(column + 1) : /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
    return { name, cols, type: usable ? "number" : "text", usable };
  });
  return { format: head.format, columns, notes: notesOf(head) };
}

async function* csvBlocks(
  source: ByteSource,
  head: CsvHead,
  slots: Int32Array,
  inputs: number,
  outputs: number,
): AsyncGenerator<Block> {
  const width = inputs + outputs;
  const target = { fileName: source.name, names: head.names, slots, width };
  const reader = csvRowReader(head.layout, target, rowsPerBlock(width), head.dataLine);
  const cutter = gapCutter(inputs, outputs);
  let rest: Uint8Array = new Uint8Array(0);

  function* blocksIn(bytes: Uint8Array, final: boolean): Generator<Block> {
    let at = 0;
    do {
      const before = at;
      at = reader.read(bytes, at, final);
      yield* cutter.cut(reader.values, reader.filled);
      reader.clear();
      if (at === before) break;
    } while (at < bytes.length);
    rest = bytes.subarray(at);
  }

  let skip = head.dataStart;
  for await (const piece of source.stream()) {
    const fresh = piece.subarray(Math.min(skip, piece.length));
    skip -= piece.length - fresh.length;
    yield* blocksIn(joined(rest, fresh), false);
  }
  if (skip > 0) throw cutOff(source.name);
  yield* blocksIn(rest, true);
  if (reader.rows === 0)
    throw new DataError(`${source.name} has no data rows: there is nothing below its header`);
  if (cutter.goodRows === 0) throw everyRowHasGap(source.name);
}

async function readHead(source: ByteSource, selection?: ColumnSelection): Promise<CsvHead> {
  for (let look = FIRST_LOOK; ; look *= 4) {
    const bytes = await source.slice(0, Math.min(look, source.size));
    const final = bytes.length >= source.size;
    const head = headOf(source.name, bytes, final, selection);
    if (head !== undefined) return head;
    if (final) throw new DataError(`${source.name} has no rows: the file is blank`);
    if (look >= LARGEST_LOOK) {
      throw new DataError(
        `${source.name} has no complete row within its first 16 MB: it is not a table of text`,
      );
    }
  }
}

function headOf(
  fileName: string,
  bytes: Uint8Array,
  final: boolean,
  selection?: ColumnSelection,
): CsvHead | undefined {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const terminator = terminatorOf(bytes);
  const delimiter = delimiterOf(fileName, bytes.subarray(start), terminator);
  const layout = { delimiter, terminator };

  const rows: { cells: readonly string[]; next: number; nextLine: number }[] = [];
  let first = { at: start, line: 1 };
  let at = start;
  let line = 1;
  while (at < bytes.length && rows.length < 20) {
    const row = rows.length < 2 || final ? readRow(at, line) : softly(() => readRow(at, line));
    if (row === undefined) break;
    const nextLine = line + bytes.subarray(at, row.next).filter((byte) => byte === terminator).length;
    if (row.cells.length > 1 || row.cells[0] !== "") {
      if (rows.length === 0) first = { at, line };
      rows.push({ cells: row.cells, next: row.next, nextLine });
    }
    at = row.next;
    line = nextLine;
  }
  if (rows.length === 0 || (rows.length === 1 && !final)) return undefined;

  const firstRows = rows.map((row) => row.cells);
  const hasHeader = selection?.hasHeader ?? looksLikeHeader(firstRows, selection);
  const numbered = firstRows[0].map((_, column) => String(column + 1));
  return {
    format: delimiter === TAB ? "tsv" : "csv",
    layout,
    names: hasHeader ? firstRows[0].map((name, column) => name || numbered[column]) : numbered,
    hasHeader,
    dataStart: hasHeader ? rows[0].next : first.at,
    dataLine: hasHeader ? rows[0].nextLine : first.line,
    firstRows,
  };

  function readRow(from: number, number: number) {
    return readTextRow(fileName, bytes, from, layout, final, number);
  }
}

/**
 * The first row holds names where none of its cells is a number, where one of its texts stands above a number or
 * a blank, or where it contains a name that is asked for.
 */
function looksLikeHeader(rows: readonly (readonly string[])[], selection?: ColumnSelection): boolean {
  const [first, second] = rows;
  const isText = (cell: string) => !isGapText(cell) && !isNumber(cell) && !/^[+-]?\d+,\d+$/.test(cell);
  if (!first.some(isText)) return false;
  if (first.every((cell) => cell === "" || isText(cell))) return true;
  if (second === undefined || first.some((cell, i) => isText(cell) && !isText(second[i] ?? ""))) return true;
  if (selection === undefined) return false;
  const asked = [...columnItems(selection.inputs, "input"), ...columnItems(selection.outputs, "output")];
  return asked.some((item) =>
    first.some((cell) => isText(cell) && cell.toLowerCase() === item.text.toLowerCase()),
  );
}

/** Tab, semicolon or comma: the first that every line of the beginning has equally often. */
function delimiterOf(fileName: string, bytes: Uint8Array, terminator: number): number {
  if (/\.(tsv|tab)$/i.test(fileName)) return TAB;
  const counts = delimiterCounts(bytes, terminator);
  const candidates = [TAB, SEMICOLON, COMMA];
  const even = candidates.find(
    (_, i) => counts[0][i] > 0 && counts.every((line) => line[i] === counts[0][i]),
  );
  if (even !== undefined) return even;
  const most = Math.max(...counts[0]);
  return most > 0 ? candidates[counts[0].lastIndexOf(most)] : COMMA;
}

/** How many tabs, semicolons and commas the first lines have, outside quotes; blank lines are passed over. */
function delimiterCounts(bytes: Uint8Array, terminator: number): number[][] {
  const lines: number[][] = [];
  let line = [0, 0, 0];
  let quoted = false;
  let blank = true;
  for (let i = 0; i < bytes.length && lines.length < 10; i++) {
    const byte = bytes[i];
    if (byte === 34) quoted = !quoted;
    if (quoted) continue;
    if (byte === TAB) line[0]++;
    else if (byte === SEMICOLON) line[1]++;
    else if (byte === COMMA) line[2]++;
    if (byte > 32 || byte === TAB) blank = false;
    if (byte !== terminator || blank) continue;
    lines.push(line);
    line = [0, 0, 0];
    blank = true;
  }
  return lines.length > 0 ? lines : [line];
}

function notesOf(head: CsvHead): string[] {
  const notes: string[] = [];
  if (head.layout.delimiter === SEMICOLON) notes.push("cells are separated by semicolons");
  if (!head.hasHeader) notes.push("the first row holds values, so columns go by their numbers");
  return notes;
}

function isNumber(cell: string): boolean {
  const bytes = new TextEncoder().encode(cell);
  return !Number.isNaN(parseDecimal(bytes, 0, bytes.length));
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function softly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
