import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Whose programs decide what a run finds: ours here are the jobs, not what carries them. */
const PACKAGES = ["@lagwise/core", "@lagwise/data", "@lagwise/experiments"];

let known: string | undefined;

/**
 * A digest of the programs that make results, so that results of other code are not taken for this one's: 16
 * hexadecimal digits.
 */
export function codeIdentity(): string {
  known ??= digest();
  return known;
}

function digest(): string {
  const hash = createHash("sha256");
  const folders = PACKAGES.map((name) => dirname(fileURLToPath(import.meta.resolve(name))));
  for (const own of ["jobs", "statistics"]) folders.push(fileURLToPath(new URL(own, import.meta.url)));
  for (const folder of folders) {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".js"),
    );
    for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}
