import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { LagwiseError } from "@lagwise/core";
import { fileTrouble } from "./fileTrouble.js";

/** What JSON can say of a cell. */
export type Cell = number | string | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** Of whom a column of `runs` tells. */
export type ColumnRole = "run" | "setting" | "measure";

export interface Column {
  readonly name: string;
  readonly type: "DOUBLE" | "BOOLEAN" | "VARCHAR";
  readonly role: ColumnRole;
}

/** The columns that every run has, in their order; settings and measures follow as they appear. */
const RUN_COLUMNS: readonly Column[] = [
  { name: "id", type: "VARCHAR", role: "run" },
  { name: "kind", type: "VARCHAR", role: "run" },
  { name: "status", type: "VARCHAR", role: "run" },
  { name: "message", type: "VARCHAR", role: "run" },
  { name: "code", type: "VARCHAR", role: "run" },
  { name: "worker", type: "VARCHAR", role: "run" },
  { name: "started", type: "VARCHAR", role: "run" },
  { name: "milliseconds", type: "DOUBLE", role: "run" },
];

// format 1: `runs`, a row a run; `curves`, a row a point; `columns`, whose role each column of `runs` has; `lagwise`
const FORMAT = 1;
const TABLES = [
  "CREATE TABLE lagwise (format INTEGER)",
  `INSERT INTO lagwise VALUES (${FORMAT})`,
  `CREATE TABLE runs (${RUN_COLUMNS.map(({ name, type }) => `${name} ${type}${name === "id" ? " PRIMARY KEY" : ""}`).join(", ")})`,
  "CREATE TABLE curves (run VARCHAR, name VARCHAR, x DOUBLE, y DOUBLE)",
  "CREATE TABLE columns (name VARCHAR, role VARCHAR)",
];

/** A results file that is open; for one process at a time, unless all of them only read. */
export class ResultsFile {
  readonly path: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(path: string, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.path = path;
    this.#instance = instance;
    this.#connection = connection;
  }

  /** Opens it to write, and makes it where it is not there. Throws a LagwiseError for a file that cannot be used. */
  static async toWrite(path: string): Promise<ResultsFile> {
    const isNew = !existsSync(path);
    const file = await ResultsFile.#open(path, { threads: "1" });
    try {
      if (isNew || !(await file.#hasTables())) await file.#make();
      await file.#checkFormat();
    } catch (error) {
      file.close();
      throw error;
    }
    return file;
  }

  /** Opens it to read. */
  static async toRead(path: string): Promise<ResultsFile> {
    if (!existsSync(path))
      throw new LagwiseError(`there is no results file ${path}: lagwise sweep makes one`);
    const file = await ResultsFile.#open(path, { access_mode: "READ_ONLY" });
    try {
      await file.#checkFormat();
    } catch (error) {
      file.close();
      throw error;
    }
    return file;
  }

  static async toReadIfThere(path: string): Promise<ResultsFile | undefined> {
    return existsSync(path) ? ResultsFile.toRead(path) : undefined;
  }

  static async #open(path: string, options: Record<string, string>): Promise<ResultsFile> {
    refuseOthers(path);
    try {
      const instance = await DuckDBInstance.create(path, options);
      return new ResultsFile(path, instance, await instance.connect());
    } catch (error) {
      throw fileTrouble(path, error);
    }
  }

  /** For the appender, which writes thousands of rows at once. */
  get connection(): DuckDBConnection {
    return this.#connection;
  }

  async execute(sql: string): Promise<void> {
    try {
      await this.#connection.run(sql);
    } catch (error) {
      throw fileTrouble(this.path, error);
    }
  }

  /** Rows of a query, ready for JSON: whole numbers of 64 bits as numbers, times as text. */
  async rows(sql: string): Promise<Row[]> {
    try {
      const reader = await this.#connection.runAndReadAll(sql);
      const names = reader.deduplicatedColumnNames();
      return reader
        .getRows()
        .map((row) => Object.fromEntries(row.map((value, k) => [names[k], cell(value)])));
    } catch (error) {
      throw fileTrouble(this.path, error);
    }
  }

  async columns(): Promise<Column[]> {
    const rows = await this.rows(
      "SELECT column_name AS name, data_type AS type, coalesce(role, 'run') AS role FROM information_schema.columns " +
        "LEFT JOIN columns ON columns.name = column_name WHERE table_name = 'runs' ORDER BY ordinal_position",
    );
    return rows as unknown as Column[];
  }

  close(): void {
    try {
      this.#connection.closeSync();
      this.#instance.closeSync();
    } catch {
      // what was committed is in the file, and the next to open it goes on from there
    }
  }

  async #hasTables(): Promise<boolean> {
    const [{ n }] = await this.rows("SELECT count(*) AS n FROM information_schema.tables");
    return Number(n) > 0;
  }

  async #make(): Promise<void> {
    await this.execute("BEGIN");
    for (const sql of TABLES) await this.execute(sql);
    await this.execute("COMMIT");
  }

  async #checkFormat(): Promise<void> {
    const [{ n }] = await this.rows(
      "SELECT count(*) AS n FROM information_schema.tables WHERE table_name = 'lagwise'",
    );
    if (Number(n) === 0) {
      throw new LagwiseError(`${this.path} is a DuckDB file, but no results of lagwise: name another file`);
    }
    const [{ format }] = await this.rows("SELECT format FROM lagwise");
    if (format !== FORMAT) {
      throw new LagwiseError(
        `${this.path} has results of format ${format}, and this program knows format ${FORMAT}: use the lagwise that made it`,
      );
    }
  }
}

/** DuckDB would take other files, or names that end like theirs, for data to read, and keep results in memory alone. */
function refuseOthers(path: string): void {
  if (/\.(csv|tsv|txt|json|jsonl|ndjson|parquet|xlsx|gz|zst)$/i.test(path) && !existsSync(path)) {
    throw new LagwiseError(`${path} would not be a DuckDB file: name one that ends in .duckdb`);
  }
  if (existsSync(path) && !isDatabase(path)) {
    throw new LagwiseError(`${path} is no results file that this program can read: name another one`);
  }
}

/** Whether a file begins as DuckDB's do: "DUCK" from byte 8 on. */
function isDatabase(path: string): boolean {
  const start = Buffer.alloc(12);
  try {
    const file = openSync(path, "r");
    try {
      readSync(file, start, 0, 12, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new LagwiseError(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}): name another file`,
    );
  }
  return start.toString("latin1", 8) === "DUCK";
}

/** A name in SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function cell(value: unknown): Cell {
  if (
    value === null ||
    typeof value === "number" ||
    typeof value === "string" ||
    typeof value === "boolean"
  ) {
    return typeof value === "number" && !Number.isFinite(value) ? null : value;
  }
  if (typeof value === "bigint") return Number(value);
  return String(value);
}
