import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The program that users run, as `npm run build` leaves it. */
const program = fileURLToPath(new URL("../dist/main.js", import.meta.url));
export const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** What a command left behind. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** the folder that relative file names start from */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** a file descriptor in place of the pipe */
  readonly stdout?: number;
}

/** Starts `lagwise WORDS` with both outputs piped and nothing of this process's environment that colours or finds data. */
export function start(words: readonly string[], { cwd, env = {}, stdout }: Surroundings = {}): ChildProcess {
  const { NO_COLOR, FORCE_COLOR, CI, LAGWISE_DATA, LAGWISE_CACHE, LAGWISE_DEBUG, ...inherited } = process.env;
  return spawn(process.execPath, [program, ...words], {
    cwd,
    env: { ...inherited, LAGWISE_CACHE: join(tmpdir(), "lagwise-no-such-cache"), ...env },
    stdio: ["ignore", stdout ?? "pipe", "pipe"],
  });
}

/** Waits for a started command to end. */
export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (piece: Buffer) => stdout.push(piece));
  child.stderr?.on("data", (piece: Buffer) => stderr.push(piece));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/** Runs `lagwise WORDS` to its end. */
export function lagwise(words: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
  return outcomeOf(start(words, surroundings));
}

/** A folder with these files, which goes when the test ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "lagwise-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** The words of a command line, split at spaces outside double quotes. */
export function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/"([^"]*)"|\S+/g), ([word, quoted]) => quoted ?? word);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape code is what is looked for
export const escapeCode = /\x1b/;
