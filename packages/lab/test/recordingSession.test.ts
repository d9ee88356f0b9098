import { openAsBlob } from "node:fs";
import { join } from "node:path";
import { fitDocument, jsonText } from "@lagwise/core";
import { describe, expect, it } from "vitest";
import { fitCommandLine } from "../src/work/fittingRequest.js";
import { type FitRequest, fittingSession } from "../src/work/fittingSession.js";
import { delayed, folderWith, lagwise, recordings, wordsOf } from "./recordingFiles.js";

const usual: FitRequest = {
  inputs: "u",
  outputs: "y",
  lags: 0,
  trainFraction: 0.8,
  difference: false,
  prior: "rnn",
};
const file = (name: string, content: string) => new File([content], name);

/** A table of numbers where every column is its own noise. */
function noise(columns: number, rows: number): string {
  let state = 7;
  const cell = () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647).toFixed(4);
  };
  const line = () => Array.from({ length: columns }, cell).join(",");
  const names = Array.from({ length: columns }, (_, k) => `c${k + 1}`).join(",");
  return `${[names, ...Array.from({ length: rows }, line)].join("\n")}\n`;
}

describe("a fitting session", () => {
  it.each<Partial<FitRequest>>([
    {},
    { lags: 5, trainFraction: 0.65 },
    { difference: true },
    { prior: "none", trainFraction: 1 },
  ])("makes the document of the command line that it names: %j", async (changes) => {
    const name = "my log's.csv";
    const content = delayed(300);
    const request = { ...usual, ...changes };
    const fitted = await fittingSession().fit(file(name, content), request);
    const command = fitCommandLine(undefined, name, request, fitted);
    const folder = folderWith({ [name]: content });
    expect(jsonText(fitDocument(fitted.fit))).toBe(lagwise(folder, [...wordsOf(command), "--json"]));
  });

  it("chooses lags by what they cost, says so in the command line, and leaves chosen ones alone", async () => {
    const content = noise(54, 400);
    const request: FitRequest = { ...usual, inputs: "1-53", outputs: "c54", prior: "none" };
    const fitted = await fittingSession().fit(file("wide.csv", content), request);
    expect(fitted.lagsByCost).toBe(true);
    expect(fitted.fit.lags).toBe(15);
    expect(fitCommandLine(undefined, "wide.csv", request, fitted)).toBe(
      "lagwise fit wide.csv --input 1-53 --output c54 --lags 15 --prior none",
    );
    const chosen = await fittingSession().fit(file("wide.csv", content), { ...request, lags: 3 });
    expect([chosen.fit.lags, chosen.lagsByCost]).toEqual([3, false]);
  });

  it.each([
    [
      noise(54, 400),
      { inputs: "1-53", outputs: "c54", lags: 90 },
      /4770 coefficients of an output.*at most 75 lags/,
    ],
    ["u,y\n1,2\n2,3\n", {}, /too few samples/],
    [`u,y\n${"5,1\n5,2\n".repeat(40)}`, {}, /"?u"?.*constant|constant.*u/],
    [delayed(50), { inputs: "v" }, /no column "v"/],
    [delayed(50), { inputs: "u", outputs: "u" }, /both input and output/],
    ["", {}, /is empty/],
  ])("says in one line what cannot be fitted (%#)", async (content, changes, sentence) => {
    const fitting = fittingSession().fit(file("a.csv", content), { ...usual, ...changes });
    await expect(fitting).rejects.toThrow(sentence);
    await expect(fitting).rejects.not.toThrow(/\n|foreseen/);
  });

  it("draws the same test samples whether it has just fitted or begins anew", async () => {
    const content = file("a.csv", delayed(500));
    const session = fittingSession();
    const { fit } = await session.fit(content, usual);
    const here = await session.predictions(content, usual, fit, 20, 70);
    expect(here.outputs[0].time).toEqual(Array.from({ length: 50 }, (_, k) => fit.trainSamples + 20 + k));
    expect(await fittingSession().predictions(content, usual, fit, 20, 70)).toEqual(here);
  });

  it("does not finish the findings of a fit that another has replaced", async () => {
    const session = fittingSession();
    await session.fit(file("a.csv", delayed(300)), usual);
    const findings = session.findings();
    const second = session.fit(file("b.csv", delayed(200)), usual);
    await expect(findings).rejects.toThrow("another fit");
    await second;
    expect((await session.findings()).prediction?.[0].time.length).toBe(40);
  });
});

describe.skipIf(recordings === undefined)("S1 (skipped without LAGWISE_DATA)", () => {
  it("is fitted with 15 lags, as the command line fits it", { timeout: 240_000 }, async () => {
    const path = join(recordings ?? "", "s1_data.mat");
    const blob = new File([await openAsBlob(path)], "s1_data.mat");
    const request = { ...usual, inputs: "spikes", outputs: "vel" };
    const fitted = await fittingSession().fit(blob, request);
    const command = fitCommandLine(undefined, "s1_data.mat", request, fitted);
    expect(command).toBe("lagwise fit s1_data.mat --input spikes --output vel --lags 15");
    expect(jsonText(fitDocument(fitted.fit))).toBe(
      lagwise(recordings ?? "", [...wordsOf(command), "--json"]),
    );
  });
});
