/** A chart's data as a table: every row has a value for every column. */
export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The table as RFC 4180 has it; what is not a finite number stays empty. */
export function csv({ columns, rows }: DataTable): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** A link's address that holds the table itself: the download needs neither a network nor a script. */
export function csvAddress(table: DataTable): string {
  return `data:text/csv;charset=utf-8,${encodeURIComponent(csv(table))}`;
}

/** Lists side by side as columns; shorter ones end in empty cells. */
export function columnTable(columns: Readonly<Record<string, ArrayLike<number | string>>>): DataTable {
  const lists = Object.values(columns);
  const length = Math.max(0, ...lists.map((list) => list.length));
  return {
    columns: Object.keys(columns),
    rows: Array.from({ length }, (_, k) => lists.map((list) => list[k] ?? "")),
  };
}

function cell(value: string | number): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
