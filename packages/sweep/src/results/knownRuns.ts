import { literal, type ResultsFile } from "./ResultsFile.js";

export type RunStatus = "done" | "failed";

/** Which of these runs are in the file, and how they ended. */
export async function knownRuns(file: ResultsFile, ids: readonly string[]): Promise<Map<string, RunStatus>> {
  if (ids.length === 0) return new Map();
  const rows = await file.rows(`SELECT id, status FROM runs WHERE id IN (${ids.map(literal).join(", ")})`);
  return new Map(rows.map(({ id, status }) => [id as string, status as RunStatus]));
}
