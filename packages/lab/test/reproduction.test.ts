import { claims } from "@lagwise/experiments";
import { describe, expect, it } from "vitest";
import { openLab } from "./browser.js";

const standings = "section[aria-label=Claims] .standing";

describe("the view Reproduction", () => {
  it("shows evidence on arrival, without a click, and says where it comes from", async () => {
    const { page } = await openLab("#reproduction");
    await page.getByText("This evidence came with the page").waitFor();
    expect(await page.locator(standings).allTextContents()).toEqual(claims.map(() => "holds"));
    await page.locator("figure svg").nth(1).waitFor();
    const text = await page.locator("article.claim").textContent();
    expect(text).toMatch(/It holds\./);
    expect(text).toMatch(/effort “quick”, seed 1/);
  });

  it.each(claims.map(({ id, title }) => ({ id, title })))(
    "states the claim $id with its formula, criterion, figures and checks",
    async ({ id, title }) => {
      const { page, close } = await openLab(`#reproduction?claim=${id}`);
      const claim = page.locator("article.claim");
      await claim.getByText("This evidence came with the page").waitFor();
      expect(await claim.locator("math").count()).toBeGreaterThan(0);
      await claim.locator("figure svg").first().waitFor();
      await claim.getByText("How it is tested").click();
      expect(await claim.getByText("Settled beforehand").isVisible()).toBe(true);
      const rows = claim.locator("table").last().locator("tbody tr");
      expect(await rows.count()).toBeGreaterThan(1);
      for (const row of await rows.allTextContents()) expect(row).toMatch(/✓ yes$/);
      expect(await claim.locator("h2").textContent()).toBe(title.replaceAll("nu_W", "νW"));
      expect(await claim.locator("pre").textContent()).toBe(`lagwise reproduce ${id} --quick --seed 1`);
      await close();
    },
  );

  it("runs all six in the page, to the bits of Node", async () => {
    const { page } = await openLab("#reproduction");
    await page.getByText("This evidence came with the page").waitFor();
    await page.getByRole("button", { name: "Run all six" }).click();
    const progress = page.getByRole("progressbar");
    await progress.waitFor();
    await progress.waitFor({ state: "detached", timeout: 50_000 });
    for (const { id } of claims) {
      await page
        .locator(`section[aria-label=Claims] a[href*="${id === "kernels" ? "#reproduction" : id}"]`)
        .first()
        .click();
      await page
        .getByText(/^Computed in this page in .* It is the evidence that came with the page, to the bit\.$/)
        .waitFor({ timeout: 2000 });
    }
  });

  it("runs a claim with another seed, and keeps what it found", async () => {
    const { page } = await openLab("#reproduction?claim=data&seed=3");
    await page.getByText("has not been run with effort “quick” and seed 3").waitFor();
    await page.getByRole("button", { name: "Run this claim" }).click();
    await page.getByText(/^Computed in this page in .* seed 3\.$/).waitFor();
    await page.getByRole("link", { name: "Weights" }).click();
    await page.goBack();
    expect(await page.getByText(/^Computed in this page in .* seed 3\.$/).isVisible()).toBe(true);
  });

  it("stops at once, says so, and can be run again", async () => {
    const { page } = await openLab("#reproduction?claim=training&effort=full&seed=2");
    await page.getByRole("button", { name: "Run all six" }).click();
    await page.getByText(/1 of 6, [1-9]\d* %/).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator(".error", { hasText: "Stopped at claim 1 of 6." }).waitFor();
    expect(await page.getByRole("progressbar").count()).toBe(0);
    expect(await page.locator("[role=status]").textContent()).toMatch(/^Stopped at claim 1 of 6\./);
    expect(await page.getByRole("button", { name: "Run all six" }).isEnabled()).toBe(true);
  });

  it("says what is wrong where its worker cannot be loaded", async () => {
    const { page, complaints } = await openLab("#reproduction");
    await page.route("**/assets/claimsWorker*", (route) => route.abort());
    await page.getByRole("button", { name: "Run this claim again" }).click();
    await page.locator(".error", { hasText: "The run ended early: its program cannot be loaded." }).waitFor();
    complaints.splice(0);
  });

  it("says so where the evidence that comes with the page cannot be loaded", async () => {
    const { page, complaints } = await openLab("#weights");
    await page.route("**/assets/claimsShipped*", (route) => route.abort());
    await page.getByRole("link", { name: "Reproduction" }).click();
    await page.locator(".error", { hasText: "cannot be loaded. Run the claims instead." }).waitFor();
    complaints.splice(0);
  });

  it("hands out the evidence as JSON", async () => {
    const { page } = await openLab("#reproduction?claim=gradients");
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "evidence (JSON)" }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await waiting).createReadStream()) chunks.push(chunk as Buffer);
    expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({
      id: "gradients",
      effort: "quick",
      seed: 1,
      verdict: { passes: true },
    });
  });
});
