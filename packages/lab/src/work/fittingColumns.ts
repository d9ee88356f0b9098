import {
  type ColumnDescription,
  columnItems,
  type DatasetInfo,
  datasets,
  type FileDescription,
  numberRange,
} from "@lagwise/data";

/** Which columns of a file a list means: all of an array or a part of it, by the column's number from 0. */
export type ChosenColumns = ReadonlyMap<number, "all" | "part">;

/** What a column list chooses. What it says that the file does not have is left to the reader of the file to refuse. */
export function chosenColumns(list: string, columns: readonly ColumnDescription[]): ChosenColumns {
  const chosen = new Map<number, "all" | "part">();
  for (const { text, quoted } of itemsOf(list)) {
    const named = columns.findIndex(({ name }) => name === text);
    const alike =
      named >= 0 ? named : columns.findIndex(({ name }) => name.toLowerCase() === text.toLowerCase());
    const range = quoted || alike >= 0 || isArrays(columns) ? undefined : numberRange(text);
    if (alike >= 0) chosen.set(alike, "all");
    else if (range !== undefined) {
      const last = Math.min(range.last, columns.length);
      for (let k = Math.max(1, range.first); k <= last; k++) chosen.set(k - 1, "all");
    } else {
      const array = columns.findIndex(
        ({ name }) => text.lastIndexOf(".") > 0 && name === text.slice(0, text.lastIndexOf(".")),
      );
      if (array >= 0 && !chosen.has(array)) chosen.set(array, "part");
    }
  }
  return chosen;
}

/** The shortest list that chooses these columns: their names, or ranges of numbers where there are many. */
export function columnList(numbers: readonly number[], columns: readonly ColumnDescription[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const numbered =
    !isArrays(columns) &&
    !columns.some(({ name }, k) => /^\d+(\s*-\s*\d+)?$/.test(name) && name !== String(k + 1));
  if (sorted.length <= MOST_NAMES || !numbered) return sorted.map((k) => columns[k].cols).join(",");
  return runs(sorted)
    .map(([first, last]) => (first === last ? `${first + 1}` : `${first + 1}-${last + 1}`))
    .join(",");
}

/** The list after a column has been taken or left with a tick. What the list says of other columns stays as it is. */
export function withColumn(
  list: string,
  column: number,
  taken: boolean,
  columns: readonly ColumnDescription[],
): string {
  const chosen = chosenColumns(list, columns);
  if (taken && ![...chosen.values()].includes("part")) return columnList([...chosen.keys(), column], columns);
  if (taken) return [list, columns[column].cols].filter((text) => text.trim() !== "").join(",");
  const left = [...chosen].filter(([k]) => k !== column);
  if (left.every(([, part]) => part === "all"))
    return columnList(
      left.map(([k]) => k),
      columns,
    );
  const { name } = columns[column];
  return itemsOf(list)
    .filter(({ text }) => text !== name && !text.startsWith(`${name}.`))
    .map(({ text, quoted }) => (quoted ? `"${text.replaceAll('"', '""')}"` : text))
    .join(",");
}

/** A first guess for a file that nothing is known of: of two columns, the first drives the second. */
export function guessedColumns({ columns }: FileDescription): { input: string; output: string } {
  const usable = columns.filter((one) => one.usable);
  return usable.length === 2 && columns.length === 2
    ? { input: usable[0].cols, output: usable[1].cols }
    : { input: "", output: "" };
}

/** The data set that a file of one's own is, such as one that `lagwise data pull` has fetched. */
export function datasetOf(file: { readonly name: string; readonly size: number }): DatasetInfo | undefined {
  return datasets.find(
    ({ origin }) => !origin.bundled && origin.fileName === file.name && origin.bytes === file.size,
  );
}

const MOST_NAMES = 8;

function isArrays(columns: readonly ColumnDescription[]): boolean {
  return columns.some(({ shape }) => shape !== undefined);
}

function itemsOf(list: string) {
  try {
    return columnItems(list, "input");
  } catch {
    return [];
  }
}

function runs(sorted: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const k of sorted) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === k - 1) last[1] = k;
    else found.push([k, k]);
  }
  return found;
}
