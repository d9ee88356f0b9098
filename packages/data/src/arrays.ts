import type { Block } from "@lagwise/core";
import {
  type ColumnItem,
  type ColumnSelection,
  checkDistinct,
  columnItems,
  findName,
  noSuchName,
  numberRange,
  type Role,
  rangeColumns,
} from "./columns.js";
import { DataError, oneLine } from "./DataError.js";
import { everyRowHasGap, gapCutter, rowsPerBlock } from "./gaps.js";
import type { OpenedRecording } from "./openRecording.js";

/** Numbers as a file stores them, in the machine's byte order. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** What is known of an array before its values are read. */
export interface ArrayHeader {
  readonly name: string;
  /** for people: "float64", "cell", … */
  readonly type: string;
  /** as the file has it: none, one or many dimensions */
  readonly shape: readonly number[];
  /** why it cannot be read, as the rest of a sentence: "is a cell array" */
  readonly refusal?: string;
}

/** An array of one or two dimensions: entry (i, j) is at `i · columns + j`, or `j · rows + i` in column order. */
export interface StoredArray {
  readonly rows: number;
  readonly columns: number;
  readonly columnOrder: boolean;
  readonly values: NumberArray;
}

/** Columns of one array that an item of a column list asks for; `range` undefined means all of them. */
interface ArrayRequest {
  readonly array: number;
  readonly range?: { readonly first: number; readonly last: number };
}

/** A column along time: its name, and where its entries are. */
interface TimeColumn {
  readonly key: string;
  readonly name: string;
  readonly values: NumberArray;
  readonly start: number;
  readonly step: number;
}

/**
 * A file of named arrays as a recording. `load` reads the values of one array; only the selected ones are read.
 */
export async function openArrays(
  fileName: string,
  format: "npz" | "mat",
  headers: readonly ArrayHeader[],
  selection: ColumnSelection,
  load: (index: number) => Promise<StoredArray>,
): Promise<OpenedRecording> {
  const request = (list: string, role: Role) =>
    columnItems(list, role).map((item) => requestOf(fileName, headers, item, role));
  const inputs = request(selection.inputs, "input");
  const outputs = request(selection.outputs, "output");

  const wanted = [...new Set([...inputs, ...outputs].map((one) => one.array))];
  const shapes = wanted.map((index) => tableShape(fileName, headers[index]));
  const length = sharedLength(
    fileName,
    wanted.map((index) => headers[index].name),
    shapes,
  );
  const loaded = new Map<number, StoredArray>();
  for (const index of wanted) loaded.set(index, await load(index));

  const columns = (requests: readonly ArrayRequest[]) =>
    requests.flatMap(({ array, range }) => {
      const stored = loaded.get(array) as StoredArray;
      const { name } = headers[array];
      const all = timeColumns(name, stored, length);
      const chosen = range === undefined ? all.keys() : rangeColumns(`array "${name}"`, all.length, range);
      return [...chosen].map((column) => all[column]);
    });
  const notes = wanted.flatMap((index, i) =>
    shapes[i].rows === length ? [] : [`time runs along the columns of "${headers[index].name}"`],
  );
  return columnRecording(fileName, format, columns(inputs), columns(outputs), length, notes);
}

/** One array without a name as a recording: its columns go by their numbers, and its longer dimension is time. */
export function openSingleArray(
  fileName: string,
  stored: StoredArray,
  choose: (names: readonly string[]) => { inputs: readonly number[]; outputs: readonly number[] },
): OpenedRecording {
  const length = Math.max(stored.rows, stored.columns);
  const all = timeColumns("", stored, length);
  const { inputs, outputs } = choose(all.map((column) => column.name));
  const pick = (columns: readonly number[]) => columns.map((column) => all[column]);
  const notes = stored.rows === length ? [] : ["time runs along the columns, the longer dimension"];
  return columnRecording(fileName, "npy", pick(inputs), pick(outputs), length, notes);
}

/**
 * Rows and columns of an array with at most two dimensions longer than one; a list is a column. Throws a
 * DataError for an array that cannot be read as a table.
 */
export function tableShape(fileName: string, header: ArrayHeader): { rows: number; columns: number } {
  const { name, shape, refusal } = header;
  const array = name === "" ? fileName : `${fileName}: "${name}"`;
  if (refusal !== undefined) throw new DataError(`${array} ${refusal}; only arrays of real numbers are read`);
  const dimensions = shape.length <= 2 ? shape : shape.filter((size) => size !== 1);
  if (dimensions.length > 2) {
    throw new DataError(
      `${array} has ${dimensions.length} dimensions (${sizeText(shape)}); save it with two`,
    );
  }
  const [rows = 1, columns = 1] = dimensions;
  if (rows * columns === 0) throw new DataError(`${array} is empty (${sizeText(shape)})`);
  return { rows, columns };
}

/** `35129 × 52` */
export function sizeText(shape: readonly number[]): string {
  return shape.length === 0 ? "a single number" : shape.length === 1 ? `${shape[0]}` : shape.join(" × ");
}

/**
 * The length of time: the length that a dimension of every array has. Where two lengths would do, the longer. A
 * dimension of 1 is no time.
 */
function sharedLength(
  fileName: string,
  names: readonly string[],
  shapes: readonly { rows: number; columns: number }[],
): number {
  const shared = [shapes[0].rows, shapes[0].columns].filter(
    (length) => length > 1 && shapes.every((s) => s.rows === length || s.columns === length),
  );
  if (shared.length > 0) return Math.max(...shared);
  const sizes = names.map((name, i) => `${name} is ${shapes[i].rows} × ${shapes[i].columns}`).join(", ");
  throw new DataError(
    `${fileName}: the selected arrays share no dimension that could be time: ${sizes}; select arrays of one length`,
  );
}

/** Each column along time, which runs down the rows where they have `length`, or else along the columns. */
function timeColumns(name: string, stored: StoredArray, length: number): TimeColumn[] {
  const { rows, columns, columnOrder, values } = stored;
  const downRows = rows === length;
  const rowStep = columnOrder ? 1 : columns;
  const columnStep = columnOrder ? rows : 1;
  return Array.from({ length: downRows ? columns : rows }, (_, column) => ({
    key: `${name}\0${column}`,
    name: name === "" ? `${column + 1}` : (downRows ? columns : rows) === 1 ? name : `${name}.${column + 1}`,
    values,
    start: column * (downRows ? columnStep : rowStep),
    step: downRows ? rowStep : columnStep,
  }));
}

function columnRecording(
  fileName: string,
  format: OpenedRecording["format"],
  inputs: readonly TimeColumn[],
  outputs: readonly TimeColumn[],
  length: number,
  notes: readonly string[],
): OpenedRecording {
  const names = new Map([...inputs, ...outputs].map((column) => [column.key, column.name]));
  const keys = (columns: readonly TimeColumn[]) => columns.map((column) => column.key);
  checkDistinct(keys(inputs), keys(outputs), (key) => names.get(key) ?? key);
  const columns = [...inputs, ...outputs];

  function* blocks(): Generator<Block> {
    const cutter = gapCutter(inputs.length, outputs.length);
    const capacity = rowsPerBlock(columns.length);
    const values = new Float64Array(Math.min(capacity, length) * columns.length);
    for (let first = 0; first < length; first += capacity) {
      const rows = Math.min(capacity, length - first);
      for (const [slot, column] of columns.entries()) {
        fillColumn(fileName, column, first, rows, values, slot, columns.length);
      }
      yield* cutter.cut(values, rows);
    }
    if (cutter.goodRows === 0) throw everyRowHasGap(fileName);
  }

  return {
    format,
    notes,
    inputNames: inputs.map((column) => column.name),
    outputNames: outputs.map((column) => column.name),
    blocks,
  };
}

function fillColumn(
  fileName: string,
  column: TimeColumn,
  first: number,
  rows: number,
  into: Float64Array,
  slot: number,
  width: number,
): void {
  const { values, start, step } = column;
  for (let row = 0; row < rows; row++) {
    const value = Number(values[start + (first + row) * step]);
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      throw infiniteValue(fileName, column.name, first + row);
    }
    into[row * width + slot] = value;
  }
}

/** `row` counts from 0. */
export function infiniteValue(fileName: string, column: string, row: number): DataError {
  return new DataError(
    `${fileName}, row ${row + 1}, column "${oneLine(column, 40)}" is infinite; use NaN to mark a gap`,
  );
}

/** `spikes`, `spikes.3` or `spikes.3-7`; an array whose own name is the whole text comes first. */
function requestOf(
  fileName: string,
  headers: readonly ArrayHeader[],
  item: ColumnItem,
  role: Role,
): ArrayRequest {
  const names = headers.map((header) => header.name);
  const whole = findName(fileName, names, item.text);
  if (whole !== undefined) return { array: whole };
  const dot = item.text.lastIndexOf(".");
  const array = dot < 0 ? undefined : findName(fileName, names, item.text.slice(0, dot));
  if (array === undefined) throw noSuchName(fileName, "array", names, item, role);
  const range = numberRange(item.text.slice(dot + 1).trim());
  if (range === undefined) {
    const name = names[array];
    throw new DataError(
      `"${item.text}": write ${name}.3 or ${name}.3-7 for columns of "${name}", or just ${name}`,
    );
  }
  return { array, range };
}
