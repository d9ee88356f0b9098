import { type CellSpan, type CsvLayout, decode, findCell, isGapText, unfinished } from "./csvCells.js";
import { DataError, oneLine } from "./DataError.js";
import { parseDecimal } from "./decimal.js";

const QUOTE = 34;
const RETURN = 13;
const MOST_ROW_BYTES = 2 ** 24;

/** Where cells go: slot of each column of the file, −1 where it is not wanted. */
export interface CsvTarget {
  readonly fileName: string;
  readonly names: readonly string[];
  readonly slots: Int32Array;
  readonly width: number;
}

/** Reads rows of bytes into a row-major buffer of numbers; a gap becomes NaN. */
export interface CsvRowReader {
  /** rows in `values` */
  readonly filled: number;
  /** data rows so far, with and without gaps; blank lines do not count */
  readonly rows: number;
  /** `capacity × width` */
  readonly values: Float64Array;
  /**
   * Reads rows from `bytes[start]` on until the buffer is full or no complete row is left, and says where it
   * stopped. `final` says that nothing follows, so that the last row may lack its line end.
   */
  read(bytes: Uint8Array, start: number, final: boolean): number;
  /** empties the buffer */
  clear(): void;
}

/** A reader of data rows; `line` is the number of the first line that it will see. */
export function csvRowReader(
  layout: CsvLayout,
  target: CsvTarget,
  capacity: number,
  line: number,
): CsvRowReader {
  const { delimiter, terminator } = layout;
  const { fileName, slots, width, names } = target;
  const columns = names.length;
  const values = new Float64Array(capacity * width);
  const span: CellSpan = { start: 0, end: 0, next: 0, lines: 0, doubled: false };
  let filled = 0;
  let rows = 0;

  /** Reads the row at `start`; says where the next one begins, or −1 where this one is not complete. */
  function readRow(bytes: Uint8Array, start: number, final: boolean): number {
    const length = bytes.length;
    let linesInside = 0;
    let at = start;
    for (let cell = 0; ; cell++) {
      let text = at;
      let end = plainEnd(bytes, at);
      let next = end;
      if (bytes[end] === QUOTE) {
        if (!findCell(bytes, at, layout, span, line + linesInside, fileName)) {
          if (final) throw unfinished(fileName, line);
          return tooLong(bytes, start, fileName, line);
        }
        text = span.start;
        end = span.end;
        next = span.next;
        linesInside += span.lines;
      }
      if (next >= length && !final) return tooLong(bytes, start, fileName, line);
      const slot = cell < columns ? slots[cell] : -1;
      if (slot >= 0) {
        const value = parseDecimal(bytes, text, end);
        values[filled * width + slot] = Number.isFinite(value)
          ? value
          : oddCell(decode(bytes, text, end), target, cell, line, next >= length);
      }
      if (bytes[next] !== delimiter) {
        const cells = cell === 0 && isBlank(bytes, text, end) ? 0 : cell + 1;
        return endRow(next + 1, cells, next >= length, linesInside);
      }
      at = next + 1;
    }
  }

  /** Where the cell at `at` ends, or where its first quote is. */
  function plainEnd(bytes: Uint8Array, at: number): number {
    while (at < bytes.length) {
      const byte = bytes[at];
      if (byte === delimiter || byte === terminator || byte === QUOTE) break;
      at++;
    }
    return at;
  }

  function endRow(next: number, cells: number, atEnd: boolean, linesInside: number): number {
    if (cells === 0) {
      for (let slot = 0; slot < width; slot++) values[filled * width + slot] = Number.NaN;
    } else if (cells !== columns) {
      if (atEnd && cells < columns) throw unfinished(fileName, line);
      const has = `${cells} ${cells === 1 ? "cell" : "cells"}`;
      throw new DataError(
        `${fileName}, line ${line}: ${has} where the first row has ${columns}; correct or remove the line`,
      );
    } else {
      rows++;
    }
    filled++;
    line += 1 + linesInside;
    return next;
  }

  function read(bytes: Uint8Array, start: number, final: boolean): number {
    let at = start;
    while (at < bytes.length && filled < capacity) {
      const next = readRow(bytes, at, final);
      if (next < 0) break;
      at = next;
    }
    return at;
  }

  return {
    get filled() {
      return filled;
    },
    get rows() {
      return rows;
    },
    values,
    read,
    clear() {
      filled = 0;
    },
  };
}

/** What a selected cell means that is not a finite number: NaN for a gap, or else a DataError. */
function oddCell(text: string, target: CsvTarget, cell: number, line: number, atEnd: boolean): number {
  if (isGapText(text)) return Number.NaN;
  const shown = oneLine(text, 40);
  const trimmed = text.trim();
  const where = `${target.fileName}, line ${line}, column "${oneLine(target.names[cell], 40)}": "${shown}"`;
  if (atEnd && /^[+-]?(\d+\.?\d*|\.\d*)?(e[+-]?)?$/i.test(trimmed)) {
    throw unfinished(target.fileName, line);
  }
  if (/^[+-]?(inf|infinity)$/i.test(trimmed)) {
    throw new DataError(`${where} is infinite; leave the cell blank to mark a gap`);
  }
  if (/^[+-]?\d+,\d+(e[+-]?\d+)?$/i.test(trimmed)) {
    throw new DataError(
      `${where} has a decimal comma; write numbers with a decimal point (${shown.replace(",", ".")})`,
    );
  }
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) {
    throw new DataError(`${where} is too large for float64; leave the cell blank to mark a gap`);
  }
  throw new DataError(`${where} is not a number; leave the cell blank to mark a gap`);
}

/** −1, unless the row is longer than any row should be: then a quote was left open long before. */
function tooLong(bytes: Uint8Array, start: number, fileName: string, line: number): -1 {
  if (bytes.length - start <= MOST_ROW_BYTES) return -1;
  throw new DataError(
    `${fileName}, line ${line}: the row has no end within 16 MB; look for a quote that is never closed`,
  );
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if (bytes[i] !== 32 && bytes[i] !== 9 && bytes[i] !== RETURN) return false;
  }
  return true;
}
