import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { beforeAll, describe, expect, it } from "vitest";
import { computations, hashOf } from "./bits/computations.js";
import { type OpenLab, openLab } from "./browser.js";

const sales = readFileSync(new URL("../../data/datasets/sales.csv", import.meta.url), "utf8");

/** The computations as one script that leaves `bits.hashOf` behind. */
async function script(): Promise<string> {
  const entry = fileURLToPath(new URL("bits/computations.ts", import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, lib: { entry, formats: ["iife"], name: "bits" } },
  });
  const { output } = [built].flat()[0] as { output: readonly { code: string }[] };
  expect(output).toHaveLength(1);
  return `${output[0].code}; globalThis.bits = bits;`;
}

describe("the same seed gives the same bits in Node and in the browser", () => {
  let lab: OpenLab;
  beforeAll(async () => {
    lab = await openLab("#weights");
    await lab.page.evaluate(await script());
  });

  it.each(Object.keys(computations))("%s", async (name) => {
    const there = await lab.page.evaluate(
      ([name, sales]) =>
        (globalThis as unknown as { bits: { hashOf: typeof hashOf } }).bits.hashOf(name, sales),
      [name, sales],
    );
    expect(there).toMatch(/^[0-9a-f]{64}$/);
    expect(there).toBe(await hashOf(name, sales));
  });
});
