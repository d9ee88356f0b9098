import { designTransitionVariance } from "@lagwise/core";
import { initialisationCode } from "@lagwise/report";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openLab } from "./browser.js";

const sentence = (page: Page) => page.locator(".finding:visible").textContent();
const program = (page: Page) => page.locator(".program pre").textContent();
const hash = (page: Page) => page.evaluate(() => location.hash);
/** Retries an expectation until the page has caught up. */
const soon = (check: () => Promise<void>) => expect.poll(() => check().then(() => true)).toBe(true);

describe("the view of initialisations", () => {
  it("says for 25 lags what the README says, beside PyTorch's default", async () => {
    const { page } = await openLab("#initialise");
    await soon(async () =>
      expect(await sentence(page)).toMatch(/^To look back 25 lags, draw W with ν\s*W\s*= 0\.8274$/),
    );
    const row = (name: string) => page.getByRole("row", { name }).getByRole("cell").allTextContents();
    expect(await row("Memory horizon")).toEqual(["25 lags", "4 lags"]);
    expect(await row("Standard deviation of W")).toEqual(["0.05685", "0.03608"]);
    await page.locator("#initialised-lag-weights svg").waitFor();
    const label = await page.locator("#initialised-lag-weights svg").getAttribute("aria-label");
    expect(label).toContain(
      "95 % of it lies within 25 lags. PyTorch's default for comparison. 95 % of it lies within 4",
    );
  });

  it.each([
    ["PyTorch", "pytorch"],
    ["JAX / Flax", "flax"],
    ["Lagwise", "lagwise"],
  ] as const)("shows the program for %s, to the letter", async (name, language) => {
    const { page } = await openLab("#initialise?horizon=60&width=300&inputs=3&outputs=2");
    await page.getByRole("radio", { name }).check();
    const settings = { nuW: designTransitionVariance(60), nuF: 1, nuC: 1, width: 300, inputs: 3, outputs: 2 };
    expect(await program(page)).toBe(initialisationCode(language, settings));
    const command = "lagwise init --horizon 60 --width 300 --inputs 3 --outputs 2 --code ";
    expect(await page.getByText(command).textContent()).toBe(command + language);
    const said = language === "pytorch" ? "" : `&language=${language}`;
    expect(await hash(page)).toBe(`#initialise?horizon=60&width=300&inputs=3&outputs=2${said}`);
  });

  it("steps by keyboard from the shortest memory on, and takes what is typed", async () => {
    const { page } = await openLab("#initialise?horizon=1");
    const slider = page.getByRole("slider", { name: /Memory wanted/ });
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await hash(page)).toBe("#initialise?horizon=4");
    const typed = page.getByRole("textbox", { name: /Memory wanted/ });
    await typed.fill("5000");
    await typed.press("Enter");
    await soon(async () =>
      expect(await sentence(page)).toMatch(/^To look back 5\s000 lags, draw W with ν\s*W\s*= 0\.99905$/),
    );
    await page.goBack();
    await soon(async () => expect(await hash(page)).toBe("#initialise?horizon=4"));
  });

  it("leads to the same weights", async () => {
    const { page } = await openLab("#initialise?horizon=40");
    await page.getByRole("link", { name: "See its gradients" }).click();
    await soon(async () => expect(await sentence(page)).toBe("95 % of all weight lies within 40 lags."));
    await page.goBack();
    await soon(async () => expect(await sentence(page)).toMatch(/^To look back 40 lags/));
  });

  it("does not widen the page on a phone: the code scrolls by itself", async () => {
    const { page } = await openLab("#initialise", { viewport: { width: 320, height: 700 } });
    await page.locator(".program pre").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const scrolls = (element: Element) => element.scrollWidth > element.clientWidth;
    expect(await page.locator(".program .copy").evaluate(scrolls)).toBe(true);
  });
});
