import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Browser, findBrowser } from "./findBrowser.js";

// Runs once before the lab's tests, and only where some of them run.

declare module "vitest" {
  interface ProvidedContext {
    /** the browser of the end-to-end tests, or the line that says why there is none */
    readonly browser: Browser | string;
  }
}

const MINUTES = 10;
const NONE =
  "no browser for the lab's tests: install Chromium or Chrome, or set CHROME_PATH to one " +
  "(what was tried: the PATH, the usual places, apt-get as root, Playwright's download)";

export async function setup({ provide }: TestProject): Promise<void> {
  try {
    provide("browser", (await findBrowser()) ?? (await getBrowser()) ?? NONE);
  } catch (error) {
    provide("browser", error instanceof Error ? error.message : String(error));
  }
}

/** Installs a browser: the distribution's, where one may and it has one, or Playwright's. */
async function getBrowser(): Promise<Browser | undefined> {
  const root = process.getuid?.() === 0;
  const debian = root && existsSync("/usr/bin/apt-get");
  if (debian) {
    say("no browser found: installing Chromium by apt-get");
    const wait = "DPkg::Lock::Timeout=300";
    run("apt-get", ["-o", wait, "-qq", "update"]);
    run("apt-get", ["-o", wait, "-qq", "install", "--yes", "--no-install-recommends", "chromium"]);
    const installed = await findBrowser();
    if (installed !== undefined) return installed;
  }
  say("no browser found: fetching Playwright's headless Chromium");
  const cli = join(dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")), "cli.js");
  const libraries = debian ? ["--with-deps"] : [];
  run(process.execPath, [cli, "install", ...libraries, "chromium-headless-shell"]);
  return findBrowser();
}

function run(program: string, words: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // what it says goes to the reader's terminal only where it fails: the line that counts is the test's
  spawnSync(program, words, { env, stdio: "ignore", timeout: MINUTES * 60_000 });
}

function say(line: string): void {
  process.stderr.write(`lab tests: ${line}\n`);
}
