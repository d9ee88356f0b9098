import { existsSync, readFileSync } from "node:fs";
import type { ClaimResult } from "@lagwise/experiments";
import { writeWhole } from "./writeWhole.js";

/** What a result depends on: where all of it is the same, the result is. */
export interface ResultIdentity {
  readonly version: string;
  readonly code: string;
  readonly effort: string;
  readonly seed: number;
  readonly recording: string;
}

/** The result in `file`, if it is whole and of this very identity. */
export function keptResult(file: string, identity: ResultIdentity): ClaimResult | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const kept = JSON.parse(readFileSync(file, "utf8"));
    return JSON.stringify(kept.identity) === JSON.stringify(identity) ? kept.result : undefined;
  } catch {
    return undefined;
  }
}

export function keepResult(file: string, identity: ResultIdentity, result: ClaimResult): void {
  writeWhole(file, `${JSON.stringify({ identity, result }, null, 1)}\n`);
}
