import { describe, expect, it } from "vitest";
import { viewNames } from "../src/state/settings.js";
import { openLab } from "./browser.js";
import { fill } from "./fullViews.js";

describe("the page", () => {
  it.each(viewNames)("shows the view %s, and nothing goes wrong", async (view) => {
    const { page, close } = await openLab(`#${view}`);
    await fill[view](page);
    expect(await page.locator("nav a[aria-current=page]").getAttribute("href")).toBe(`#${view}`);
    expect(await page.locator("h1").textContent()).not.toBe("");
    expect(await page.title()).toMatch(/.+ · Lagwise$/);
    await close();
  });

  it.each(viewNames)("has no sideways scroll at 320 pixels in the view %s", async (view) => {
    const { page, close } = await openLab(`#${view}`, { viewport: { width: 320, height: 640 } });
    await fill[view](page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(320);
    await close();
  });
});

describe("what cannot be loaded gets a sentence, never a blank page", () => {
  it("a view", async () => {
    const { page, complaints } = await openLab("#weights");
    await page.route("**/assets/InitialiseView*", (route) => route.abort());
    await page.getByRole("link", { name: "Initialise" }).click();
    const sentence = page.getByRole("alert");
    await sentence.waitFor();
    expect(await sentence.textContent()).toBe("This view cannot be shown: its program could not be loaded.");
    await page.getByRole("link", { name: "Weights" }).click();
    await page.locator("main figure svg").first().waitFor();
    await page.unroute("**/assets/InitialiseView*");
    await page.getByRole("link", { name: "Initialise" }).click();
    await page.getByRole("button", { name: "Load the page again" }).click();
    await page.locator("main figure svg").first().waitFor();
    expect(await page.locator("nav a[aria-current=page]").textContent()).toBe("Initialise");
    expect(complaints.splice(0).length).toBeGreaterThan(0);
  });

  it("the page's own program", async () => {
    const { page, complaints } = await openLab("#weights");
    await page.route("**/assets/index-*.js", (route) => route.abort());
    await page.reload();
    const sentence = page.getByText("its program could not be loaded");
    await sentence.waitFor({ state: "visible" });
    complaints.splice(0);
  });

  it("the page without JavaScript", async () => {
    const { page } = await openLab("#weights");
    const context = await page.context().browser()?.newContext({ javaScriptEnabled: false });
    const plain = await context?.newPage();
    await plain?.goto(page.url());
    expect(await plain?.locator("body").textContent()).toMatch(/needs JavaScript/);
    await context?.close();
  });
});
