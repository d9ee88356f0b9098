import type { ClaimResult, DataEvidence, FiniteWidthEvidence } from "@lagwise/experiments";
import { short } from "../format.js";

/** A table as people read it: the first column names the rows, the others hold numbers as text. */
export interface ClaimTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What of a claim's evidence reads better as a table than as a chart. */
export function claimTable({ id, evidence }: ClaimResult): ClaimTable | undefined {
  if (id === "data") return defaultsTable(evidence as DataEvidence);
  if (id === "finite-width") return reachTable(evidence as FiniteWidthEvidence);
  return undefined;
}

function defaultsTable({ chosen, defaults, flatEvidence }: DataEvidence): ClaimTable {
  return {
    caption: "What the recording asks for, and what default initialisations would have given",
    columns: ["initialisation", "nu_W", "log evidence", "test R²"],
    rows: [
      ["chosen by the evidence", short(chosen.nuW), "0", short(chosen.testR2)],
      ...defaults.map((d) => [d.name, short(d.nuW), short(d.logEvidence), short(d.testR2)]),
      ["flat weights", "–", short(flatEvidence), "–"],
    ],
  };
}

function reachTable({ reach }: FiniteWidthEvidence): ClaimTable {
  return {
    caption: "Up to which lag the energy stays within 10 % of the limit",
    columns: ["width n", "lag / √n", "lag"],
    rows: reach.map(({ width, lagOverRoot }) => [
      String(width),
      short(lagOverRoot),
      short(Math.round(lagOverRoot * Math.sqrt(width))),
    ]),
  };
}
