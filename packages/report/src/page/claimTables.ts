import type { ClaimResult, DataEvidence, FiniteWidthEvidence } from "@lagwise/experiments";
import { short } from "../format.js";
import type { Html } from "./html.js";
import { tableMarkup } from "./shell.js";

/** What of a claim's evidence reads better as a table than as a chart. */
export function claimTable({ id, evidence }: ClaimResult): Html | undefined {
  if (id === "data") return defaultsTable(evidence as DataEvidence);
  if (id === "finite-width") return reachTable(evidence as FiniteWidthEvidence);
  return undefined;
}

function defaultsTable({ chosen, defaults, flatEvidence }: DataEvidence): Html {
  return tableMarkup(
    "What the recording asks for, and what default initialisations would have given",
    ["initialisation", "nu_W", "log evidence", "test R²"],
    [
      ["chosen by the evidence", short(chosen.nuW), "0", short(chosen.testR2)],
      ...defaults.map((d) => [d.name, short(d.nuW), short(d.logEvidence), short(d.testR2)]),
      ["flat weights", "–", short(flatEvidence), "–"],
    ],
  );
}

function reachTable({ reach }: FiniteWidthEvidence): Html {
  return tableMarkup(
    "Up to which lag the energy stays within 10 % of the limit",
    ["width n", "lag / √n", "lag"],
    reach.map(({ width, lagOverRoot }) => [
      String(width),
      short(lagOverRoot),
      short(Math.round(lagOverRoot * Math.sqrt(width))),
    ]),
  );
}
