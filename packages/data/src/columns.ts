import { DataError, oneLine } from "./DataError.js";

/** Which columns are a recording's inputs and outputs, as the user typed them. */
export interface ColumnSelection {
  /**
   * Comma-separated. Each item is a column's name, its 1-based number, or a range of numbers (`3-7`). For NPZ
   * and MAT files: an array's name, or columns of it (`spikes`, `spikes.3`, `spikes.3-7`). A name that contains
   * a comma is written in double quotes.
   */
  readonly inputs: string;
  readonly outputs: string;
  /** CSV and TSV: whether the first row holds names. Found out from the file where it is not said. */
  readonly hasHeader?: boolean;
}

/** One item of a column list. `quoted` items are names, whatever they look like. */
export interface ColumnItem {
  readonly text: string;
  readonly quoted: boolean;
}

export type Role = "input" | "output";

/** 0-based column numbers of the inputs and of the outputs. */
export interface ColumnChoice {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** The columns that `selection` means in a table with these `names`. Throws a DataError that names the item. */
export function chooseColumns(
  fileName: string,
  names: readonly string[],
  selection: ColumnSelection,
): ColumnChoice {
  const choose = (list: string, role: Role) =>
    columnItems(list, role).flatMap((item) => columnsOf(fileName, names, item, role));
  const choice = { inputs: choose(selection.inputs, "input"), outputs: choose(selection.outputs, "output") };
  checkDistinct(choice.inputs, choice.outputs, (column) => names[column]);
  return choice;
}

/** Throws a DataError where a column appears twice; `nameOf` says what it is called. */
export function checkDistinct<T>(
  inputs: readonly T[],
  outputs: readonly T[],
  nameOf: (column: T) => string,
): void {
  const seen = new Map<T, Role>();
  const look = (columns: readonly T[], role: Role) => {
    for (const column of columns) {
      const before = seen.get(column);
      if (before === undefined) seen.set(column, role);
      else if (before === role) throw new DataError(`column "${nameOf(column)}" is listed twice as ${role}`);
      else
        throw new DataError(
          `column "${nameOf(column)}" cannot be both input and output: take it off one list`,
        );
    }
  };
  look(inputs, "input");
  look(outputs, "output");
}

/** Splits a column list at its commas, outside double quotes (a doubled quote stands for one). */
export function columnItems(list: string, role: Role): ColumnItem[] {
  const items: ColumnItem[] = [];
  for (const [piece] of list.matchAll(/(?:[^",]|"(?:[^"]|"")*"|"[^"]*$)+/g)) {
    const text = piece.trim();
    if (text === "") continue;
    const quoted = /^"(.*)"$/s.exec(text);
    if (quoted === null && text.startsWith('"')) {
      throw new DataError(`the ${role} columns ${oneLine(list)}: a quote is not closed`);
    }
    items.push(
      quoted === null ? { text, quoted: false } : { text: quoted[1].replaceAll('""', '"'), quoted: true },
    );
  }
  if (items.length === 0) throw new DataError(`no ${role} columns: list at least one name or number`);
  return items;
}

/** `text` as an inclusive range of 1-based numbers, `7` or `3-7`; undefined where it is neither. */
export function numberRange(text: string): { first: number; last: number } | undefined {
  const match = /^(\d{1,9})(?:\s*-\s*(\d{1,9}))?$/.exec(text);
  if (match === null) return undefined;
  const first = Number(match[1]);
  return { first, last: match[2] === undefined ? first : Number(match[2]) };
}

/** 0-based numbers for a range over `count` columns of `owner` (a file, an array), or a DataError. */
export function rangeColumns(owner: string, count: number, range: { first: number; last: number }): number[] {
  const { first, last } = range;
  if (last < first) throw new DataError(`the range ${first}-${last} runs backwards: write ${last}-${first}`);
  const outside = first < 1 ? first : last > count ? last : undefined;
  if (outside !== undefined) {
    const has = count === 1 ? "1 column" : `${count} columns`;
    throw new DataError(`${owner} has ${has}, numbered from 1: there is no column ${outside}`);
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i);
}

/** The index of `name` in `names`: exact, or else the only one that differs in upper and lower case alone. */
export function findName(owner: string, names: readonly string[], name: string): number | undefined {
  for (const same of [(n: string) => n === name, (n: string) => n.toLowerCase() === name.toLowerCase()]) {
    const found = names.flatMap((n, index) => (same(n) ? [index] : []));
    if (found.length === 1) return found[0];
    if (found.length > 1) {
      const numbers = found.map((index) => index + 1).join(" and ");
      throw new DataError(
        `${owner} has more than one column called "${name}": say which by its number, ${numbers}`,
      );
    }
  }
  return undefined;
}

/** "has no column …" with the nearest name and what there is. `kind` is "column" or "array". */
export function noSuchName(
  owner: string,
  kind: string,
  names: readonly string[],
  item: ColumnItem,
  role: Role,
): DataError {
  const nearest = nearestName(item.text, names);
  const has = nearest === undefined ? "it has" : `did you mean "${oneLine(nearest, 40)}"? It has`;
  const asked = oneLine(item.text, 40);
  return new DataError(`${owner} has no ${kind} "${asked}" (${role}): ${has} ${listNames(names)}`);
}

/** At most twelve names, and how many there are where there are more. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => oneLine(name, 30));
  return shown.join(", ") + (names.length > 12 ? `, … (${names.length} in all)` : "");
}

function columnsOf(fileName: string, names: readonly string[], item: ColumnItem, role: Role): number[] {
  const named = findName(fileName, names, item.text);
  if (named !== undefined) return [named];
  const range = item.quoted ? undefined : numberRange(item.text);
  if (range !== undefined) return rangeColumns(fileName, names.length, range);
  throw noSuchName(fileName, "column", names, item, role);
}

/** The candidate that `name` may have been meant for: the nearest, where one is near. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const candidate of names.slice(0, 10_000)) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least && distance < Math.max(name.length, candidate.length)) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** Damerau–Levenshtein distance with adjacent swaps (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(change, above[j] + 1, row[j - 1] + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.length];
}
