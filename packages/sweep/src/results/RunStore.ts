import { LagwiseError } from "@lagwise/core";
import type { Outcome } from "../engines/Engine.js";
import type { Job, Measure } from "../jobs/Job.js";
import { fileTrouble } from "./fileTrouble.js";
import { knownRuns, type RunStatus } from "./knownRuns.js";
import { type Cell, type Column, literal, quoted, ResultsFile } from "./ResultsFile.js";

/** So many outcomes are stored at once, or all that come within so long. */
const MOST_AT_ONCE = 500;
const WAIT_MILLISECONDS = 250;

interface Waiting {
  readonly outcome: Outcome;
  readonly code: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts outcomes into a results file, many in a transaction: whenever the process ends, all is there that was said to
 * be stored, and nothing twice.
 */
export class RunStore {
  readonly #file: ResultsFile;
  #columns: Column[];
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: ResultsFile, columns: Column[]) {
    this.#file = file;
    this.#columns = columns;
  }

  /** Throws a LagwiseError where the file is in use, or no results file. */
  static async open(path: string): Promise<RunStore> {
    const file = await ResultsFile.toWrite(path);
    return new RunStore(file, await file.columns());
  }

  /** Which of these runs are in the file, and how they ended. */
  known(ids: readonly string[]): Promise<Map<string, RunStatus>> {
    return knownRuns(this.#file, ids);
  }

  async count(): Promise<number> {
    const [{ n }] = await this.#file.rows("SELECT count(*) AS n FROM runs");
    return n as number;
  }

  /**
   * Resolves when the outcome is safe on disk. A run that is there already is left as it is, unless it had failed.
   * Rejects with a LagwiseError where the file cannot be written; what was stored before stays.
   */
  store(outcome: Outcome, code: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ outcome, code, resolve, reject });
      if (this.#waiting.length >= MOST_AT_ONCE) this.#flush();
      else this.#timer ??= setTimeout(() => this.#flush(), WAIT_MILLISECONDS);
    });
  }

  /** Stores what waits, and closes the file. */
  async close(): Promise<void> {
    this.#flush();
    await this.#writing;
    this.#file.close();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    this.#writing = this.#writing.then(() => this.#settle(batch));
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#write(batch);
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(fileTrouble(this.#file.path, error));
    }
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const known = await this.known(batch.map(({ outcome }) => outcome.job.id));
    const wanted = new Map<string, Waiting>();
    for (const one of batch)
      if (known.get(one.outcome.job.id) !== "done") wanted.set(one.outcome.job.id, one);
    const again = [...wanted.keys()].filter((id) => known.has(id));
    if (again.length > 0) await this.#forget(again);
    if (wanted.size > 0) await this.#insert([...wanted.values()]);
  }

  /** In a transaction of its own: DuckDB does not let one transaction take a key away and use it again. */
  async #forget(ids: readonly string[]): Promise<void> {
    await this.#transaction(async () => {
      const list = ids.map(literal).join(", ");
      await this.#file.execute(`DELETE FROM runs WHERE id IN (${list})`);
      await this.#file.execute(`DELETE FROM curves WHERE run IN (${list})`);
    });
  }

  async #insert(wanted: readonly Waiting[]): Promise<void> {
    const rows = wanted.map(({ outcome, code }) => cellsOf(outcome, code));
    await this.#transaction(async () => {
      await this.#makeColumns(rows);
      await this.#appendRuns(rows.map(({ cells }) => cells));
      await this.#appendCurves(wanted.map(({ outcome }) => outcome));
    });
  }

  async #transaction(work: () => Promise<void>): Promise<void> {
    const before = this.#columns;
    await this.#file.execute("BEGIN");
    try {
      await work();
      await this.#file.execute("COMMIT");
    } catch (error) {
      this.#columns = before;
      await this.#file.execute("ROLLBACK").catch(() => {}); // the first trouble is the one to tell
      throw error;
    }
  }

  async #makeColumns(rows: readonly RowOf[]): Promise<void> {
    for (const { cells, roles } of rows) {
      for (const [name, value] of cells) {
        if (value === null) continue;
        const type =
          typeof value === "number" ? "DOUBLE" : typeof value === "boolean" ? "BOOLEAN" : "VARCHAR";
        const there = this.#columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
        if (there === undefined) await this.#addColumn({ name, type, role: roles.get(name) ?? "run" });
        else if (there.type !== type && there.type !== "VARCHAR") await this.#widen(there);
      }
    }
  }

  async #addColumn(column: Column): Promise<void> {
    await this.#file.execute(`ALTER TABLE runs ADD COLUMN ${quoted(column.name)} ${column.type}`);
    await this.#file.execute(`INSERT INTO columns VALUES (${literal(column.name)}, ${literal(column.role)})`);
    this.#columns = [...this.#columns, column];
  }

  /** A setting that was a number is a word in another sweep. */
  async #widen({ name, role }: Column): Promise<void> {
    await this.#file.execute(`ALTER TABLE runs ALTER COLUMN ${quoted(name)} TYPE VARCHAR`);
    this.#columns = this.#columns.map((one) => (one.name === name ? { name, type: "VARCHAR", role } : one));
  }

  async #appendRuns(rows: readonly ReadonlyMap<string, Cell>[]): Promise<void> {
    const appender = await this.#file.connection.createAppender("runs");
    for (const cells of rows) {
      for (const { name, type } of this.#columns) {
        const value = cells.get(name) ?? null;
        if (value === null) appender.appendNull();
        else if (type === "DOUBLE") appender.appendDouble(value as number);
        else if (type === "BOOLEAN") appender.appendBoolean(value as boolean);
        else appender.appendVarchar(String(value));
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  async #appendCurves(outcomes: readonly Outcome[]): Promise<void> {
    const appender = await this.#file.connection.createAppender("curves");
    for (const outcome of outcomes) {
      if (!outcome.ok) continue;
      for (const [name, { x, y }] of Object.entries(outcome.result.curves)) {
        for (let k = 0; k < x.length; k++) {
          appender.appendVarchar(outcome.job.id);
          appender.appendVarchar(name);
          appender.appendDouble(x[k]);
          appender.appendDouble(y[k]);
          appender.endRow();
        }
      }
    }
    appender.closeSync();
  }
}

interface RowOf {
  readonly cells: ReadonlyMap<string, Cell>;
  readonly roles: ReadonlyMap<string, Column["role"]>;
}

function cellsOf(outcome: Outcome, code: string): RowOf {
  const { job, worker, started, milliseconds } = outcome;
  const settings = flatSettings(job);
  const measures: [string, Measure][] = outcome.ok ? Object.entries(outcome.result.measures) : [];
  const cells = new Map<string, Cell>([
    ["id", job.id],
    ["kind", job.kind],
    ["status", outcome.ok ? "done" : "failed"],
    ["message", outcome.ok ? null : outcome.message],
    ["code", code],
    ["worker", worker],
    ["started", new Date(started).toISOString()],
    ["milliseconds", milliseconds],
    ...settings,
    ...measures,
  ]);
  const roles = new Map<string, Column["role"]>([
    ...measures.map(([name]) => [name, "measure"] as const),
    ...settings.map(([name]) => [name, "setting"] as const),
  ]);
  return { cells, roles };
}

/** A recording is a setting by its name and columns. */
function flatSettings({ settings }: Job): [string, Cell][] {
  return Object.entries(settings).flatMap(([name, value]): [string, Cell][] => {
    if (typeof value !== "object" || value === null) return [[name, value]];
    if (Array.isArray(value) || name !== "dataset")
      throw new LagwiseError(`a setting is a list or a block: ${name}`);
    const { name: dataset, input, output, digest } = value as Record<string, string>;
    return [
      ["dataset", dataset],
      ["input", input],
      ["output", output],
      ["datasetDigest", digest],
    ];
  });
}
