import type { Page } from "playwright-core";
import type { ViewName } from "../src/state/settings.js";

/** Brings a view that has just been opened to where it shows all that it can. */
export const fill: Record<ViewName, (page: Page) => Promise<void>> = {
  weights: settled,
  training: async (page) => {
    await page.getByRole("button", { name: "Play" }).click();
    await page
      .getByText(/step [1-9]/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await settled(page);
  },
  data: async (page) => {
    await page.locator("figure svg").nth(1).waitFor();
    await settled(page);
  },
  initialise: settled,
  reproduction: async (page) => {
    await page.getByRole("button", { name: /^Run this claim/ }).click();
    await page.getByText(/Computed in this page/).waitFor();
    await page.getByText("How it is tested").click();
    await settled(page);
  },
};

/** Charts are drawn in the frames after the one in which their data came. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.locator("main figure svg").first().waitFor();
  await page.evaluate(
    () =>
      new Promise((drawn) =>
        requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(drawn), 300)),
      ),
  );
}
