import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
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

/** A digest of the programs that make evidence, so that evidence of other code is not taken for this one's. */
export function codeIdentity(): string {
  const hash = createHash("sha256");
  for (const name of ["@lagwise/core", "@lagwise/experiments"]) {
    const folder = dirname(fileURLToPath(import.meta.resolve(name)));
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".js"),
    );
    for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
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
