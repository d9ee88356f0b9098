import { mainMeasures, type SweepKind } from "../file/settings.js";
import { type Cell, type Column, literal, quoted, type ResultsFile, type Row } from "./ResultsFile.js";

/** What the runs of one kind in a results file come to. */
export interface KindSummary {
  readonly kind: string;
  readonly runs: number;
  readonly done: number;
  readonly failed: number;
  /** in seconds, over all runs */
  readonly computingSeconds: number;
  /** why runs failed, the most frequent reason first */
  readonly failures: readonly { readonly message: string; readonly runs: number }[];
  /** settings that are not the same in all runs */
  readonly settings: readonly SettingRange[];
  readonly measures: readonly MeasureRange[];
  /** the best run by the kind's main measure, with the settings that vary; absent where no run has it */
  readonly best?: { readonly measure: string; readonly value: number; readonly settings: Row };
}

export interface SettingRange {
  readonly name: string;
  readonly values: number;
  readonly least: Cell;
  readonly most: Cell;
}

export interface MeasureRange {
  readonly name: string;
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** A summary of each kind of runs in the file, the most frequent kind first. */
export async function summarise(file: ResultsFile): Promise<KindSummary[]> {
  const columns = await file.columns();
  const kinds = await file.rows("SELECT kind FROM runs GROUP BY kind ORDER BY count(*) DESC, kind");
  return Promise.all(kinds.map(({ kind }) => kindSummary(file, columns, String(kind))));
}

async function kindSummary(
  file: ResultsFile,
  columns: readonly Column[],
  kind: string,
): Promise<KindSummary> {
  const where = `kind = ${literal(kind)}`;
  const [totals] = await file.rows(
    "SELECT count(*) AS runs, count(*) FILTER (status = 'done') AS done, count(*) FILTER (status = 'failed') AS failed, " +
      `coalesce(sum(milliseconds), 0) / 1000 AS computingSeconds FROM runs WHERE ${where}`,
  );
  const failures = await file.rows(
    `SELECT message, count(*) AS runs FROM runs WHERE ${where} AND status = 'failed' GROUP BY message ORDER BY runs DESC, message LIMIT 10`,
  );
  const settings = await settingRanges(file, columns, where);
  return {
    kind,
    ...(totals as unknown as Pick<KindSummary, "runs" | "done" | "failed" | "computingSeconds">),
    failures: failures as unknown as KindSummary["failures"],
    settings,
    measures: await measureRanges(file, columns, where),
    best: await bestRun(file, kind, settings, columns),
  };
}

async function settingRanges(
  file: ResultsFile,
  columns: readonly Column[],
  where: string,
): Promise<SettingRange[]> {
  const ranges = columns
    .filter(({ role }) => role === "setting")
    .map(async ({ name }) => {
      const column = quoted(name);
      const [range] = await file.rows(
        `SELECT count(DISTINCT ${column}) AS "values", count(${column}) AS given, count(*) AS runs, ` +
          `min(${column}) AS least, max(${column}) AS most FROM runs WHERE ${where}`,
      );
      const { values, given, runs, least, most } = range as Record<string, Cell>;
      const varies = Number(values) > 1 || (Number(given) > 0 && given !== runs);
      return varies ? [{ name, values: Number(values), least, most }] : [];
    });
  return (await Promise.all(ranges)).flat();
}

async function measureRanges(
  file: ResultsFile,
  columns: readonly Column[],
  where: string,
): Promise<MeasureRange[]> {
  const ranges = columns
    .filter(({ role, type }) => role === "measure" && type === "DOUBLE")
    .map(async ({ name }) => {
      const column = quoted(name);
      const [{ least, median, most }] = await file.rows(
        `SELECT min(${column}) AS least, median(${column}) AS median, max(${column}) AS most FROM runs WHERE ${where}`,
      );
      return least === null ? [] : [{ name, least, median, most } as MeasureRange];
    });
  return (await Promise.all(ranges)).flat();
}

async function bestRun(
  file: ResultsFile,
  kind: string,
  settings: readonly SettingRange[],
  columns: readonly Column[],
): Promise<KindSummary["best"]> {
  const main = mainMeasures[kind as SweepKind];
  if (main === undefined || !columns.some(({ name }) => name === main.name)) return undefined;
  const names = settings.map(({ name }) => quoted(name));
  const [row] = await file.rows(
    `SELECT ${[quoted(main.name), ...names].join(", ")} FROM runs WHERE kind = ${literal(kind)} AND ${quoted(main.name)} IS NOT NULL ` +
      `ORDER BY ${quoted(main.name)} ${main.smallest ? "ASC" : "DESC"}, id LIMIT 1`,
  );
  if (row === undefined) return undefined;
  const { [main.name]: value, ...rest } = row;
  return { measure: main.name, value: value as number, settings: rest };
}
