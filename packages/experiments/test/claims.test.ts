import { existsSync } from "node:fs";
import { join } from "node:path";
import { datasets, openRecording } from "@lagwise/data";
import { fileSource } from "@lagwise/data/node";
import { describe, expect, it } from "vitest";
import { type ClaimResult, claim, claims } from "../src/index.js";
import { quick, withoutTransition } from "./settings.js";

const ids = claims.map(({ id }) => id);

const failing = ({ verdict }: ClaimResult) => verdict.checks.filter(({ holds }) => !holds);

describe("every claim", () => {
  it.each(ids)("%s passes with honest weights, says so in figures, and again byte for byte", async (id) => {
    const told: number[] = [];
    const result = await quick(id, { onProgress: (done) => void told.push(done) });
    expect(failing(result)).toEqual([]);
    expect(result.verdict.passes).toBe(true);
    expect(result.verdict.sentence).toMatch(/\d/);
    expect(result.verdict.sentence).not.toMatch(/NaN|undefined|Infinity/);
    expect(told.length).toBeGreaterThan(5);
    expect(told.every((done, k) => done >= (told[k - 1] ?? 0) && done <= 1)).toBe(true);
    expect(told[told.length - 1]).toBeGreaterThan(0.9);
    const text = JSON.stringify(result);
    expect(text).not.toContain("null");
    expect(JSON.stringify(await quick(id))).toBe(text);
  });

  it.each(ids)("%s stops where its progress throws", async (id) => {
    let turns = 0;
    const onProgress = async () => {
      if (++turns === 3) throw new Error("stopped");
    };
    await expect(quick(id, { onProgress })).rejects.toThrow("stopped");
    expect(turns).toBe(3);
  });

  it.each(ids)("%s states its criterion beforehand", (id) => {
    const { title, statement, criterion } = claim(id);
    for (const text of [title, statement, criterion]) {
      expect(text.length).toBeGreaterThan(20);
      expect(text).not.toMatch(/NaN|undefined|TODO/);
    }
  });
});

it("refuses a claim that is not there", () => {
  expect(() => claim("colour" as never)).toThrow(/no claim is called colour: kernels, training/);
});

describe("weights without the transition matrix's share", () => {
  it.each(["kernels", "training", "bias"] as const)("fail %s", async (id) => {
    const { verdict } = await quick(id, { lagWeights: withoutTransition });
    expect(verdict.passes).toBe(false);
  });
});

describe("the claim on real data", () => {
  it("fails, with a sentence, where no recording is given", async () => {
    const { verdict } = await quick("data", { recording: undefined });
    expect(verdict).toMatchObject({
      passes: false,
      sentence: expect.stringMatching(/No recording was given/),
    });
  });

  const folder = process.env.LAGWISE_DATA;
  const path = folder === undefined ? undefined : join(folder, "s1_data.mat");
  const found = path !== undefined && existsSync(path);
  if (!found) console.warn("LAGWISE_DATA is not set: the claim on real data is not tested on S1");
  it.skipIf(!found)("passes on S1, found through LAGWISE_DATA", async () => {
    const s1 = datasets.find(({ name }) => name === "s1");
    if (path === undefined || s1 === undefined) throw new Error("S1 is not known");
    const source = await openRecording(await fileSource(path), { inputs: s1.inputs, outputs: s1.outputs });
    const result = await quick("data", { recording: { name: "s1", source } });
    expect(failing(result)).toEqual([]);
    expect(result.verdict.passes).toBe(true);
  });
});
