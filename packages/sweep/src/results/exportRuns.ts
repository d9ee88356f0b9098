import { renameSync, rmSync } from "node:fs";
import { LagwiseError } from "@lagwise/core";
import { fileTrouble } from "./fileTrouble.js";
import { literal, type ResultsFile } from "./ResultsFile.js";

/**
 * Writes the rows of a query, or all runs, as CSV or Parquet: beside its place, and renamed when it is whole. Throws a
 * LagwiseError where the query is wrong or the file cannot be written.
 */
export async function exportRuns(
  file: ResultsFile,
  format: "csv" | "parquet",
  path: string,
  query = "SELECT * FROM runs ORDER BY kind, started, id",
): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  const options = format === "csv" ? "FORMAT csv, HEADER" : "FORMAT parquet";
  try {
    await file.connection.run(`COPY (${query.trim().replace(/;$/, "")}) TO ${literal(part)} (${options})`);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw exportTrouble(path, part, error);
  }
}

/** Rows of somebody's own query. Throws a LagwiseError with what DuckDB says of it. */
export async function queryRows(file: ResultsFile, query: string) {
  try {
    return await file.rows(query);
  } catch (error) {
    throw queryTrouble((error as Error).cause ?? error) ?? error;
  }
}

function exportTrouble(path: string, part: string, error: unknown): LagwiseError {
  const { message, code } = error as NodeJS.ErrnoException;
  if (code !== undefined) return new LagwiseError(`${path} cannot be written (${code}): name another file`);
  return queryTrouble(error) ?? fileTrouble(path, new Error(message.replaceAll(part, path)));
}

function queryTrouble(error: unknown): LagwiseError | undefined {
  const { message } = error as Error;
  if (!/^(Parser|Binder|Catalog|Conversion|Invalid Input|Out of Range) Error/.test(message)) return undefined;
  const said = message.replace(/\n\s*\n[\s\S]*$/, "").replace(/\s*\n\s*/g, " ");
  return new LagwiseError(`this query does not work: ${said}`);
}
