import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openLab } from "./browser.js";

/** What the sentence says, wherever it stands. */
const sentence = (page: Page) => page.locator(".finding:visible").textContent();
const picture = (page: Page, id: string) => page.locator(`#${id} svg[role=img]`);
const described = async (page: Page, id: string) =>
  (await picture(page, id).getAttribute("aria-label")) ?? "";
const hash = (page: Page) => page.evaluate(() => location.hash);
/** Retries an expectation until the page has caught up. */
const soon = (check: () => Promise<void>) => expect.poll(() => check().then(() => true)).toBe(true);

describe("the view of the weights", () => {
  it("is what its address says: PyTorch's own default", async () => {
    const { page } = await openLab(
      "#weights?nuW=0.333333333333&nuF=0.333333333333&nuC=0.333333333333&lags=12",
    );
    expect(await sentence(page)).toBe("95 % of all weight lies within 4 lags.");
    await picture(page, "gradient-norms").waitFor();
    expect(await described(page, "lag-weights")).toContain("at each of 12 lags");
    expect(await described(page, "lag-weights")).toContain("95 % of it lies within 4 lags");
    expect(await described(page, "memory-horizon")).toContain("At nu_W 0.333 it is 4.");
    expect(await page.getByRole("radio", { name: "PyTorch" }).isChecked()).toBe(true);
  });

  it("has a sentence and no horizon past the edge of stability", async () => {
    const { page } = await openLab("#weights?nuW=1.1");
    expect(await sentence(page)).toBe("No horizon: the weights do not add up.");
    await picture(page, "memory-horizon").waitFor();
    expect(await described(page, "memory-horizon")).toContain("At nu_W 1.1 it is ∞.");
    expect(await page.getByText(/it explodes, by a factor of more than 1.1/).count()).toBe(1);
  });

  it("says what is wrong with weights of 0, in place of pictures", async () => {
    const { page } = await openLab("#weights?nuF=0&nuC=0");
    expect(await sentence(page)).toBe("Nothing can be learnt: every weight is 0.");
    expect(await page.locator("figure").count()).toBe(0);
  });

  it("answers the arrow keys, tells those who listen, and goes back press by press", async () => {
    const { page } = await openLab("#weights?nuW=0.8");
    expect(await sentence(page)).toBe("95 % of all weight lies within 21 lags.");
    await page.getByRole("slider", { name: /Transition variance/ }).focus();
    const entries = await page.evaluate(() => history.length);
    for (let k = 0; k < 10; k++) await page.keyboard.press("ArrowRight");
    expect(await sentence(page)).toBe("95 % of all weight lies within 44 lags.");
    await soon(async () =>
      expect(await described(page, "memory-horizon")).toContain("At nu_W 0.9 it is 44."),
    );
    await soon(async () =>
      expect(await page.locator("[aria-live=polite]").textContent()).toBe(
        "95 % of all weight lies within 44 lags.",
      ),
    );
    expect(await hash(page)).toBe("#weights?nuW=0.9");
    // each press is let go again, and so an entry of its own
    expect(await page.evaluate(() => history.length)).toBe(entries + 10);
    await page.goBack();
    await soon(async () => expect(await hash(page)).toBe("#weights?nuW=0.89"));
  });

  it("takes a preset by keyboard, its multipliers too, and the back button gives back what was", async () => {
    const { page } = await openLab("#weights?nuW=0.7&nuC=2");
    const before = await sentence(page);
    await page.getByRole("radio", { name: "Glorot" }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("radio", { name: "He" }).isChecked()).toBe(true);
    expect(await hash(page)).toBe("#weights?nuW=2&nuF=2&nuC=2&etaF=0");
    expect(await page.getByRole("slider", { name: /^Input η/ }).inputValue()).toBe("0");
    expect(await sentence(page)).toBe("No horizon: the weights do not add up.");
    await page.goBack();
    await soon(async () => expect(await sentence(page)).toBe(before));
    expect(await hash(page)).toBe("#weights?nuW=0.7&nuC=2");
    expect(await page.getByRole("radio", { checked: true }).count()).toBe(0);
    await page.goForward();
    await soon(async () => expect(await page.getByRole("radio", { name: "He" }).isChecked()).toBe(true));
  });

  it("draws another network on request, and the comparison only where it is wanted", async () => {
    const { page } = await openLab("#weights?width=50");
    await picture(page, "gradient-norms").waitFor();
    const first = await described(page, "gradient-norms");
    await page.getByRole("button", { name: "Draw another" }).click();
    await soon(async () => expect(await described(page, "gradient-norms")).not.toBe(first));
    expect(await hash(page)).toBe("#weights?width=50&seed=2");
    expect(await described(page, "lag-weights")).toContain("PyTorch's default for comparison");
    await page.getByLabel("PyTorch's default, for comparison").uncheck();
    await soon(async () => expect(await described(page, "lag-weights")).not.toContain("PyTorch"));
    expect(await hash(page)).toBe("#weights?reference=no&width=50&seed=2");
  });

  it("keeps the sentence in sight on a phone while a slider is moved", async () => {
    const { page } = await openLab("#weights", { viewport: { width: 390, height: 844 } });
    await page.getByRole("slider", { name: /Lags shown/ }).scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 400);
    const box = await page.locator(".finding:visible").boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect(await page.locator(".finding:visible").count()).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
