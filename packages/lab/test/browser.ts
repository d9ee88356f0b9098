import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import sirv from "sirv";
import { afterAll, afterEach, expect, inject } from "vitest";
import { launch } from "./findBrowser.js";

// The lab as a visitor has it: the built site, on a file server, in a browser without any screen. One browser and one
// server for each file of tests; both end with it.

/** The built site; LAGWISE_LAB_SITE names another folder for it. */
const site = process.env.LAGWISE_LAB_SITE ?? fileURLToPath(new URL("../site", import.meta.url));

/** A page of the lab in a profile of its own. */
export interface OpenLab {
  readonly page: Page;
  /** where the site is served: "http://127.0.0.1:4711/" */
  readonly address: string;
  /**
   * What the page has complained of: console errors, uncaught errors, requests to anywhere but the site. A test that
   * ends with any here fails; one that provokes them takes them out, with `complaints.splice(0)`.
   */
  readonly complaints: string[];
  close(): Promise<void>;
}

const opened = new Set<OpenLab>();
let browser: Promise<Browser> | undefined;
let server: Promise<Server> | undefined;

/**
 * Opens the lab at `hash`, such as "#training?width=500", and waits for its view. 1280 × 800 in light colours unless
 * `options` say otherwise. Pages close with their file of tests, at the latest.
 */
export async function openLab(hash = "", options: BrowserContextOptions = {}): Promise<OpenLab> {
  browser ??= startBrowser();
  server ??= serveSite();
  const address = `http://127.0.0.1:${((await server).address() as AddressInfo).port}/`;
  const context = await (await browser).newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: "light",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const elsewhere = !/^(blob|data):/.test(request.url()) && !request.url().startsWith(address);
    if (elsewhere) complaints.push(`a request to ${request.url()}`);
  });
  const lab: OpenLab = {
    page,
    address,
    complaints,
    async close() {
      opened.delete(lab);
      await context.close();
      expect(complaints).toEqual([]);
    },
  };
  opened.add(lab);
  await page.goto(address + hash);
  await page.waitForSelector("main h1, main [role=alert]");
  return lab;
}

afterEach(() => {
  for (const { complaints } of opened) expect(complaints.splice(0)).toEqual([]);
});

afterAll(async () => {
  // where either could not start, its test has said so
  await (await browser?.catch(() => undefined))?.close();
  (await server?.catch(() => undefined))?.close();
});

async function startBrowser(): Promise<Browser> {
  const found = inject("browser");
  if (typeof found === "string") throw new Error(found);
  return launch(found);
}

async function serveSite(): Promise<Server> {
  if (!existsSync(join(site, "index.html")))
    throw new Error(`the lab is not built (${site} has no index.html): npm run build builds it`);
  // files are read as they are asked for, not listed beforehand: a build may come between
  const serve = sirv(site, { dev: true });
  const started = createServer((request, response) =>
    serve(request, response, () => {
      response.statusCode = 404;
      response.end();
    }),
  );
  await new Promise<void>((listening) => started.listen(0, "127.0.0.1", listening));
  return started;
}
