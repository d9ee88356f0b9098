import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { describe, expect, it } from "vitest";
import { viewNames } from "../src/state/settings.js";
import { openLab } from "./browser.js";
import { fill } from "./fullViews.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;

describe.each(viewNames)("the view %s", (view) => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const size of ["wide", "narrow"] as const) {
      it(`has nothing that axe-core objects to, ${colorScheme} and ${size}`, async () => {
        const { page, close } = await openLab(`#${view}`, { colorScheme, viewport: sizes[size] });
        await fill[view](page);
        await page.evaluate(axe);
        const { violations, passes } = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
        );
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
        );
        expect(found).toEqual([]);
        expect(passes.length).toBeGreaterThan(15);
        await close();
      });
    }
  }
});

/** What the keyboard should reach, each with a mark of its own. */
function markStops(): string[] {
  const stops = document.querySelectorAll<HTMLElement>(
    "a[href], button, input, select, textarea, summary, [tabindex='0']",
  );
  const names: string[] = [];
  for (const stop of stops) {
    if (!stop.checkVisibility({ visibilityProperty: true }) || stop.matches(":disabled, :disabled *"))
      continue;
    // of radio buttons that belong together the keyboard stops at the one that is chosen
    if (stop instanceof HTMLInputElement && stop.type === "radio" && !stop.checked) continue;
    stop.dataset.stop = `${names.length}: ${stop.tagName} ${stop.textContent?.trim().slice(0, 40)}`;
    names.push(stop.dataset.stop);
  }
  return names;
}

describe.each(viewNames)("by keyboard alone, the view %s", (view) => {
  it("is reached in all its parts, in their order, and left again", async () => {
    const { page, close } = await openLab(`#${view}`);
    await fill[view](page);
    const stops = await page.evaluate(markStops);
    expect(stops.length).toBeGreaterThan(10);
    // once around, from the first to the last
    await page.evaluate(
      (name) => document.querySelector<HTMLElement>(`[data-stop="${CSS.escape(name)}"]`)?.focus(),
      stops[0],
    );
    const reached = [stops[0]];
    for (let presses = 0; presses < stops.length + 5 && reached.length < stops.length; presses++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.stop);
      if (at !== undefined) reached.push(at);
    }
    expect(reached).toEqual(stops);
    await page.keyboard.press("Tab");
    const after = await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.stop);
    expect([undefined, stops[0]]).toContain(after);
    await close();
  });
});

it("the skip button leads past the views' names, to the content", async () => {
  const { page } = await openLab("#weights");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
});

it("whoever chooses a view goes on reading at its heading", async () => {
  const { page } = await openLab("#weights");
  await page.getByRole("link", { name: "Reproduction" }).press("Enter");
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/claims/);
});
