import { readFile } from "node:fs/promises";
import { differenced, type Initialisation, matrix, type RecordingSource, recording } from "@lagwise/core";
import type { ClaimId, RunSettings } from "../src/index.js";
import { claim } from "../src/index.js";

const SALES = new URL("../../data/datasets/sales.csv", import.meta.url);

/** The bundled recording, read here so that the experiments depend on nothing but the mathematics. */
async function sales(): Promise<{ name: string; source: RecordingSource }> {
  const lines = (await readFile(SALES, "utf8")).trim().split("\n").slice(1);
  const rows = lines.map((line) => line.split(",").map(Number));
  const column = (k: number) =>
    matrix(
      rows.length,
      1,
      Float64Array.from(rows, (row) => row[k]),
    );
  const levels = recording(["leading_indicator"], ["sales"], [{ inputs: column(0), outputs: column(1) }]);
  return { name: "sales", source: differenced(levels) };
}

/** rho without what learning the transition matrix contributes, j·nu_C·nu_F·nu_W^(j−1). */
export function withoutTransition({ nuW, nuF = 1, nuC = 1 }: Initialisation, lags: number): Float64Array {
  return Float64Array.from({ length: lags }, (_, j) => (nuF + nuC) * nuW ** j);
}

export async function quick(id: ClaimId, settings: Partial<RunSettings> = {}) {
  return claim(id).run({ effort: "quick", seed: 1, recording: await sales(), ...settings });
}
