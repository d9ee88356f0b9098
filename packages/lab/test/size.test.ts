import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { openLab } from "./browser.js";

const MOST_BYTES = 500_000;

/** What the page has fetched, gzipped, by file. */
async function fetched(page: Page, act: () => Promise<unknown>): Promise<Record<string, number>> {
  const answers: Promise<[string, number]>[] = [];
  page.on("response", (response) => {
    if (/^(data|blob):/.test(response.url())) return;
    answers.push(response.body().then((body) => [new URL(response.url()).pathname, gzipSync(body).length]));
  });
  await act();
  await page.waitForLoadState("networkidle");
  return Object.fromEntries(await Promise.all(answers));
}

it("the first load takes less than 500 kB gzipped, and none of it is a reader of files", async () => {
  const { page, address } = await openLab();
  const fresh = await page.context().browser()?.newContext();
  const visitor = await fresh?.newPage();
  if (visitor === undefined) throw new Error("no page");
  const files = await fetched(visitor, async () => {
    await visitor.goto(address);
    await visitor.locator("main figure svg").first().waitFor();
  });
  const names = Object.keys(files);
  expect(names).toEqual(expect.arrayContaining(["/", expect.stringMatching(/index-.*\.js$/)]));
  expect(names.filter((name) => /\/(parquet|mat|npy|npz|csv|claims|training)/i.test(name))).toEqual([]);
  const total = Object.values(files).reduce((sum, bytes) => sum + bytes, 0);
  expect(total, JSON.stringify(files)).toBeLessThan(MOST_BYTES);
  expect(total).toBeGreaterThan(10_000);
  await fresh?.close();
});
