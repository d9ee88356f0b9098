import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { LagwiseError } from "@lagwise/core";
import { glob, isDynamicPattern } from "tinyglobby";

/** The files that were meant, each once, and the names that were given more than once. */
export interface MatchingFiles {
  readonly names: readonly string[];
  readonly repeated: readonly string[];
}

/**
 * Files by name or by pattern (`log-*.csv`, `{valve,flow}.csv`), in the order given; those that one
 * pattern matches are sorted by name, character by character. What is a file is taken by its name, whatever it looks
 * like. Throws a LagwiseError that names the pattern that no file matches.
 */
export async function matchingFiles(words: readonly string[]): Promise<MatchingFiles> {
  const names = new Map<string, string>();
  const repeated = new Set<string>();
  for (const word of words) {
    for (const name of existsSync(word) || !isDynamicPattern(word) ? [word] : await matches(word)) {
      const path = resolve(name);
      if (names.has(path)) repeated.add(name);
      else names.set(path, name);
    }
  }
  return { names: [...names.values()], repeated: [...repeated] };
}

async function matches(pattern: string): Promise<string[]> {
  const found = await glob(pattern, { expandDirectories: false, absolute: isAbsolute(pattern) });
  if (found.length === 0)
    throw new LagwiseError(`no file matches ${pattern}: check the folder and the pattern`);
  return found.sort((a, b) => (a < b ? -1 : 1));
}
