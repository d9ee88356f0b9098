import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAddress, writeAddress } from "../src/state/address.js";
import type { Field } from "../src/state/fields.js";
import { initialSettings, settings, viewNames } from "../src/state/settings.js";
import { openLab } from "./browser.js";

/** Values of a field: what it makes of words that some field or other understands. */
function valuesOf(field: Field<unknown>) {
  const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map(String);
  const words = fc.constantFrom(
    ...[
      "yes",
      "no",
      "quick",
      "full",
      "delay",
      "rnn",
      "usual",
      "flax",
      "bias",
      "none",
      "a b&c=d#é?+%,",
      "1,3-5",
    ],
  );
  return fc
    .oneof(numbers, words)
    .map((text) => field.read(text) ?? field.initial)
    .map((value) => field.read(field.write(value)));
}

describe.each(viewNames)("an address of the view %s", (view) => {
  const fields = Object.entries(settings[view]) as [string, Field<unknown>][];
  const places = fc.record(Object.fromEntries(fields.map(([name, field]) => [name, valuesOf(field)])));

  it("says everything that was set, and leads back to it", () => {
    fc.assert(
      fc.property(places, (values) => {
        const address = writeAddress({ view, settings: values as never });
        expect(address.startsWith(`#${view}`)).toBe(true);
        expect(readAddress(address)).toEqual({ view, settings: values });
      }),
      { numRuns: 300 },
    );
  });

  it("takes what it does not understand for the initial value", () => {
    const nonsense = fields.map(([name]) => `${name}=%E0%A4%A`).join("&");
    const { settings: values } = readAddress(`#${view}?${nonsense}&colour=blue`);
    for (const [name, field] of fields) {
      const free = typeof field.initial === "string" && field.read("anything at all") !== undefined;
      if (!free) expect((values as Record<string, unknown>)[name], name).toBe(field.initial);
    }
  });

  it("is short where nothing was set", () => {
    expect(writeAddress({ view, settings: initialSettings(view) })).toBe(`#${view}`);
  });
});

const set = {
  weights: "#weights?nuW=0.85&lags=40",
  training: "#training?teacher=oscillator&width=120&seed=7",
  data: "#data?lags=8&prior=none",
  initialise: "#initialise?horizon=40&language=flax",
  reproduction: "#reproduction?claim=gradients&effort=standard&seed=12",
} as const;

describe("a link", () => {
  it.each(viewNames)(
    "to the view %s shows what it says, and the page's own link to it is the same",
    async (view) => {
      const { page, close } = await openLab(set[view]);
      expect(await page.evaluate(() => location.hash)).toBe(set[view]);
      expect(await page.locator("nav a[aria-current=page]").getAttribute("href")).toBe(set[view]);
      await close();
    },
  );

  it.each([
    "#nonsense?nuW=0.3",
    "#",
    "#?=&&",
    "#%",
    "#weights?nuW=abc&lags=",
    "#%00",
    "#constructor",
    "#__proto__",
  ])("that means nothing, %s, shows the first view as it is initially", async (hash) => {
    const { page, close } = await openLab(hash);
    expect(await page.locator("nav a[aria-current=page]").getAttribute("href")).toBe("#weights");
    await close();
  });
});

describe("back and forward", () => {
  it("lead through the views that were visited", async () => {
    const { page } = await openLab("#weights");
    const shown = () => page.locator("nav a[aria-current=page]").getAttribute("href");
    const visited = viewNames.slice(1);
    for (const view of visited) {
      await page.locator(`nav a[href="#${view}"]`).first().click();
      await page.waitForFunction((hash) => location.hash === hash, `#${view}`);
    }
    for (const view of [...viewNames].reverse().slice(1)) {
      await page.goBack();
      expect(await shown()).toBe(`#${view}`);
    }
    for (const view of visited) {
      await page.goForward();
      expect(await shown()).toBe(`#${view}`);
    }
  });

  it("undo and redo a choice", async () => {
    const { page } = await openLab("#reproduction");
    const chosen = (name: string) => page.getByRole("radio", { name }).isChecked();
    await page.getByRole("radio", { name: "standard" }).check();
    expect(await page.evaluate(() => location.hash)).toBe("#reproduction?effort=standard");
    await page.goBack();
    expect(await chosen("quick")).toBe(true);
    await page.goForward();
    expect(await chosen("standard")).toBe(true);
  });

  it("follow a link that is typed into the page's address", async () => {
    const { page } = await openLab("#weights");
    await page.evaluate(() => {
      location.hash = "#reproduction?claim=data";
    });
    await page.getByRole("heading", { name: "Real data show it too" }).waitFor();
  });
});
