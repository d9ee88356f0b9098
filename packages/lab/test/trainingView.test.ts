import { readFile } from "node:fs/promises";
import {
  LinearRnn,
  lagWeights,
  largestStableRate,
  type SideBySideStep,
  sideBySide,
  simulatedParts,
} from "@lagwise/core";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openLab } from "./browser.js";

/** Opens the view and waits for its network. */
async function openTraining(query: string): Promise<Page> {
  const { page } = await openLab(`#training?${query}`);
  await drawn(page);
  return page;
}

const standing = (page: Page) => page.getByRole("region", { name: "Training" }).getByText(/^step \d/);
const drawn = (page: Page) => standing(page).waitFor();
/** Asks again for as long as a loaded machine may take. */
const until = <T>(asked: () => T) => expect.poll(asked, { timeout: 20_000 });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** The step that the page shows. */
async function stepOf(page: Page): Promise<number> {
  const text = (await standing(page).textContent()) ?? "";
  return Number(/^step ([\d\u202f]+)/.exec(text)?.[1].replaceAll("\u202f", ""));
}

const untilStep = (page: Page, least: number) => until(() => stepOf(page)).toBeGreaterThan(least);

/** The rows of the losses as they are downloaded, without the head. */
async function downloadedLosses(page: Page): Promise<string[][]> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    button(page, "Loss by step: data as CSV").click(),
  ]);
  const [head, ...rows] = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  expect(head).toBe(
    "step,networkTrain,networkTest,convolutionTrain,convolutionTest,closedFormTrain,closedFormTest",
  );
  return rows.map((row) => row.split(","));
}

/** Plays until more than `least` steps are done, and pauses. */
async function playTo(page: Page, least: number): Promise<void> {
  await button(page, "Play").click();
  await untilStep(page, least);
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  await rested(page);
}

/** Waits for the last report: a pace is shown only while it trains. */
const rested = (page: Page) => until(() => page.getByText("a second").count()).toBe(0);

describe("training in the page", () => {
  it("plays, pauses, takes one step and goes back to the beginning", async () => {
    const page = await openTraining("width=60");
    expect(await stepOf(page)).toBe(0);
    await playTo(page, 20);
    const paused = await stepOf(page);
    await button(page, "One step").click();
    await until(() => stepOf(page)).toBe(paused + 1);
    expect((await downloadedLosses(page)).length).toBe(paused + 2);
    await button(page, "Reset").click();
    await until(() => stepOf(page)).toBe(0);
    expect((await downloadedLosses(page)).length).toBe(1);
  });

  it("gives the same losses as Node from the same seed, to the last bit", async () => {
    const page = await openTraining("width=200&seed=11&teacher=oscillator&nuW=0.6");
    await playTo(page, 40);
    const rows = await downloadedLosses(page);
    const losses = (at: SideBySideStep) =>
      [at.network, at.convolution].flatMap(({ trainLoss, testLoss }) => [trainLoss, testLoss]);
    const [lags, nuW, seed] = [20, 0.6, 11];
    const teacher = { kind: "oscillator", radius: 0.9, period: 8 } as const;
    const { train, test } = simulatedParts(teacher, { lags, sequences: 50, length: lags, snr: 20, seed });
    const learningRate = largestStableRate(train, lagWeights({ nuW }, lags)) / 2;
    const network = new LinearRnn({ width: 200, inputs: 1, outputs: 1, lags, initialisation: { nuW }, seed });
    const steps = rows.length - 1;
    const expected = [...sideBySide(network, { train, test, learningRate, steps })].map(losses);
    expect(rows.map((row) => row.slice(1, 5).map(Number))).toEqual(expected);
  });

  it("answers to the keyboard where no control has the focus, and only there", async () => {
    const page = await openTraining("width=30");
    await page.keyboard.press("ArrowRight");
    await until(() => stepOf(page)).toBe(1);
    await page.keyboard.press("Space");
    await untilStep(page, 20);
    await page.keyboard.press("Space");
    await button(page, "Play").waitFor();
    await page.keyboard.press("Backspace");
    await until(() => stepOf(page)).toBe(0);
    await page.getByRole("slider", { name: "Seed" }).focus();
    await page.keyboard.press("ArrowRight");
    await until(() => page.url()).toContain("seed=2");
    await page.keyboard.press("Space");
    await drawn(page);
    expect([await stepOf(page), await button(page, "Play").count()]).toEqual([0, 1]);
  });

  it("begins anew with each setting, playing on if it played, and goes back with the back button", async () => {
    const page = await openTraining("width=50");
    const command = page.getByText("lagwise train --synthetic");
    await page.getByRole("radio", { name: "small RNN" }).check();
    await until(() => command.textContent()).toContain("--synthetic rnn --radius 0.9");
    await drawn(page);
    expect(await stepOf(page)).toBe(0);
    await button(page, "Play").click();
    await untilStep(page, 5);
    await page.getByRole("radio", { name: "oscillator" }).check();
    await until(() => command.textContent()).toContain("--synthetic oscillator");
    await untilStep(page, 5);
    await page.goBack();
    await until(() => command.textContent()).toContain("--synthetic rnn");
    await untilStep(page, 5);
    await button(page, "Pause").click();
    await page.goBack();
    await until(() => command.textContent()).toContain("--synthetic delay");
    await drawn(page);
    expect(await stepOf(page)).toBe(0);
  });

  it("keeps what it has when the view is left, and rests meanwhile", async () => {
    const page = await openTraining("width=50");
    await button(page, "Play").click();
    await untilStep(page, 20);
    await page.getByRole("link", { name: "Weights" }).click();
    await page.getByRole("link", { name: "Training" }).click();
    await button(page, "Play").waitFor();
    await rested(page);
    const step = await stepOf(page);
    expect(step).toBeGreaterThan(20);
    expect((await downloadedLosses(page)).length).toBe(step + 1);
  });

  it("holds a delay to what the lags reach", async () => {
    const page = await openTraining("width=30&delay=25&lags=10");
    expect(await page.getByText("10 lags reach a delay of 9 at most.").count()).toBe(1);
    expect(await page.getByText("lagwise train --synthetic").textContent()).toContain("--delay 9 ");
    await button(page, "One step").click();
    await until(() => stepOf(page)).toBe(1);
  });

  it("says in a sentence that training has diverged, and begins again when told to", async () => {
    const page = await openTraining("width=300&nuW=1.2&lags=200");
    await button(page, "Play").click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/^Training diverged at step 1: .*more hidden units\.$/);
    await button(page, "Reset").click();
    await until(() => alert.count()).toBe(0);
  });

  it("trains 2000 hidden units", async () => {
    const page = await openTraining("width=2000");
    await playTo(page, 3);
    expect(await page.getByText("lagwise train --synthetic").textContent()).toContain(
      `--width 2000 --lags 20 --nu-w 0.3 --seed 1 --steps ${await stepOf(page)}`,
    );
  });

  it("draws the network, the convolution, the closed form and both kernels", async () => {
    const page = await openTraining("width=100&axis=logarithmic");
    await playTo(page, 30);
    for (const name of [/^Loss by step/, /^Impulse response/, /^Tangent kernel beside its limit/]) {
      await page.getByRole("img", { name }).waitFor();
    }
    const step = await stepOf(page);
    const loss = page.getByRole("img", { name: new RegExp(`^Loss by step. ${step} steps`) });
    await loss.waitFor();
    expect(await loss.locator("circle").count()).toBeGreaterThan(5);
    expect(await page.getByText("step of gradient descent, from 1").count()).toBe(1);
  });
});
