import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { onTestFinished } from "vitest";

/** The command line that users run, as `npm run build` leaves it. */
const program = fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url));

/** The folder with recordings that are not in the repository; undefined where it is not set. */
export const recordings = process.env.LAGWISE_DATA;

/** A folder with these files, which goes when the test ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "lagwise-lab-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** What `lagwise WORDS`, run in a folder, writes to stdout. */
export function lagwise(folder: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`lagwise ${words.join(" ")}: ${stderr}`);
  return stdout;
}

/** Words of a command line as the page shows it, which quotes as JSON does. */
export function wordsOf(command: string): string[] {
  const [, ...words] = [...command.matchAll(/"(?:[^"\\]|\\.)*"|\S+/g)].map(([word]) =>
    word.startsWith('"') ? (JSON.parse(word) as string) : word,
  );
  return words;
}

/** Drops a file on the page, as a hand would. */
export async function drop(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  const base64 = Buffer.from(content).toString("base64");
  const transfer = await page.evaluateHandle(
    async ([fileName, data]) => {
      const bytes = await (await fetch(`data:application/octet-stream;base64,${data}`)).arrayBuffer();
      const made = new DataTransfer();
      made.items.add(new File([bytes], fileName));
      return made;
    },
    [name, base64],
  );
  await page.dispatchEvent("main", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
}

/** What a click on this button saves, and its name. */
export async function download(page: Page, button: string): Promise<{ name: string; text: string }> {
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  const pieces: Buffer[] = [];
  for await (const piece of await saved.createReadStream()) pieces.push(piece as Buffer);
  return { name: saved.suggestedFilename(), text: Buffer.concat(pieces).toString("utf8") };
}

/** A recording where y is 0.8 of what u was two samples before, and a little that nobody can predict. */
export function delayed(samples: number, names = "u,y"): string {
  const rows = [names];
  const u: number[] = [];
  let state = 12345;
  for (let t = 0; t < samples; t++) {
    state = (state * 48271) % 2147483647;
    u.push(state / 2147483647 - 0.5);
    rows.push(`${u[t].toFixed(6)},${(0.8 * (u[t - 2] ?? 0) + 0.01 * Math.sin(t * t)).toFixed(6)}`);
  }
  return `${rows.join("\n")}\n`;
}
