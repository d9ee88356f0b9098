import { DataError } from "./DataError.js";

const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;

/** How a delimited file is written. */
export interface CsvLayout {
  /** the byte between cells: comma, tab or semicolon */
  readonly delimiter: number;
  /** the byte that ends a row: line feed, or a return where the file has no line feeds */
  readonly terminator: number;
}

/** Where a cell is: the text without its quotes is `start … end − 1`. */
export interface CellSpan {
  start: number;
  end: number;
  /** the delimiter or terminator after the cell, or the end of the bytes */
  next: number;
  /** line ends inside quotes */
  lines: number;
  /** whether the text has doubled quotes */
  doubled: boolean;
}

/** A row's cells as text, and where the next row starts. */
export interface TextRow {
  readonly cells: readonly string[];
  readonly next: number;
}

/** The row at `start` as text, or undefined where it is not complete in `bytes`. */
export function readTextRow(
  fileName: string,
  bytes: Uint8Array,
  start: number,
  layout: CsvLayout,
  final: boolean,
  line: number,
): TextRow | undefined {
  const cells: string[] = [];
  const span = { start: 0, end: 0, next: start - 1, lines: 0, doubled: false };
  do {
    const complete = findCell(bytes, span.next + 1, layout, span, line, fileName);
    if (!complete && final) throw unfinished(fileName, line);
    if (!complete || (span.next >= bytes.length && !final)) return undefined;
    const text = decode(bytes, span.start, span.end).trim();
    cells.push(span.doubled ? text.replaceAll('""', '"') : text);
  } while (bytes[span.next] === layout.delimiter);
  return { cells, next: span.next + 1 };
}

/** Finds the cell at `at`, quoted or not; false where a quote is still open at the end of the bytes. */
export function findCell(
  bytes: Uint8Array,
  at: number,
  layout: CsvLayout,
  span: CellSpan,
  line: number,
  fileName: string,
): boolean {
  const { delimiter, terminator } = layout;
  span.lines = 0;
  span.doubled = false;
  let open = at;
  while (open < bytes.length && bytes[open] === 32) open++;
  if (bytes[open] !== QUOTE) {
    let end = at;
    while (end < bytes.length && bytes[end] !== delimiter && bytes[end] !== terminator) end++;
    span.start = at;
    span.end = end;
    span.next = end;
    return true;
  }
  let close = open + 1;
  for (; ; close++) {
    if (close >= bytes.length) return false;
    if (bytes[close] === terminator) span.lines++;
    if (bytes[close] !== QUOTE) continue;
    if (bytes[close + 1] !== QUOTE) break;
    span.doubled = true;
    close++;
  }
  span.start = open + 1;
  span.end = close;
  let next = close + 1;
  while (next < bytes.length && (bytes[next] === 32 || bytes[next] === RETURN) && bytes[next] !== terminator)
    next++;
  if (next < bytes.length && bytes[next] !== delimiter && bytes[next] !== terminator) {
    throw new DataError(
      `${fileName}, line ${line}: text follows a closing quote; double the quotes inside a cell`,
    );
  }
  span.next = next;
  return true;
}

/** true for a cell that says that there is no value: blank, NaN, NA, N/A or null, in capitals or not */
export function isGapText(text: string): boolean {
  return /^([+-]?nan|n\/?a|null)?$/i.test(text.trim());
}

/** Line feed, unless the text has returns and no line feeds. */
export function terminatorOf(head: Uint8Array): number {
  return head.includes(RETURN) && !head.includes(LINE_FEED) ? RETURN : LINE_FEED;
}

export function decode(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}

export function unfinished(fileName: string, line: number): DataError {
  return new DataError(
    `${fileName} seems cut off at line ${line}: the line is not complete; get or save it again`,
  );
}
