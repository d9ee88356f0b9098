import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The program that users run, as the build leaves it. */
const program = fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `lagwise WORDS` in a process of its own, which does not outlive the test. */
export interface Process {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** what it has said so far, on both outputs */
  readonly said: () => string;
}

export function lagwise(...words: string[]): Process {
  const child = spawn(process.execPath, [program, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (piece: Buffer) => {
    stdout += piece;
  });
  child.stderr?.on("data", (piece: Buffer) => {
    stderr += piece;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
  return { child, ended, said: () => stdout + stderr };
}

/** A folder with these files, which goes when the test ends. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "lagwise-sweep-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
