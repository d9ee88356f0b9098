import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Symbols } from "../src/parts/Symbols.js";
import {
  failedSentence,
  originSentence,
  progressOf,
  progressSentence,
  stoppedSentence,
} from "../src/work/claimsSentences.js";

const result = {
  id: "bias",
  effort: "quick",
  seed: 4,
  evidence: {},
  verdict: { passes: true, sentence: "", checks: [] },
} as const;
const run = {
  claims: ["kernels", "training", "bias"],
  effort: "quick",
  seed: 4,
  at: 1,
  done: 0.426,
} as const;

describe("what is said of evidence", () => {
  it("is where it comes from, and whether it is the same", () => {
    expect(originSentence({ result }, "1.2.3")).toMatch(/came with the page: lagwise 1\.2\.3, .*seed 4/);
    expect(originSentence({ result, seconds: 0.84 }, "1.2.3")).toBe(
      "Computed in this page in 0.8 s, effort “quick”, seed 4.",
    );
    expect(originSentence({ result, seconds: 61.4, asShipped: true }, "1.2.3")).toMatch(
      / 61 s, .* to the bit\.$/,
    );
    expect(originSentence({ result, seconds: 1, asShipped: false }, "1.2.3")).toMatch(
      / differs .*should not be/,
    );
  });
});

describe("what is said of a run", () => {
  it("is how far it is", () => {
    expect(progressSentence(run)).toBe("2 of 3, 43 %");
    expect(progressSentence({ ...run, claims: ["bias"], at: 0 })).toBe("43 %");
    expect(progressOf(run)).toBeCloseTo((1 + 0.426) / 3);
  });

  it("is what a stop leaves behind", () => {
    expect(stoppedSentence({ ...run, at: 0 })).toBe("Stopped at claim 1 of 3.");
    expect(stoppedSentence(run)).toBe("Stopped at claim 2 of 3. The claim that was done keeps its evidence.");
    expect(stoppedSentence({ ...run, at: 2 })).toBe(
      "Stopped at claim 3 of 3. The 2 claims that were done keep their evidence.",
    );
    expect(stoppedSentence({ ...run, claims: ["bias"], at: 0 })).toBe("Stopped before the claim was done.");
  });

  it("is why it failed, with one full stop", () => {
    expect(failedSentence("out of memory.")).toBe("The run ended early: out of memory.");
  });
});

describe("symbols in a sentence", () => {
  const set = (text: string) =>
    renderToStaticMarkup(createElement(Symbols, { text })).replace(/<\/?span[^>]*>/g, "");

  it.each([
    ["nu_W = 0.3", "<i>ν</i><sub>W</sub> = 0.3"],
    ["lag j by rho_j.", "lag j by <i>ρ</i><sub>j</sub>."],
    ["n_x and nu_W^j", "<i>n</i><sub>x</sub> and <i>ν</i><sub>W</sub><sup>j</sup>"],
    ["diag(rho)", "diag(<i>ρ</i>)"],
    ["√nu_W", "√<i>ν</i><sub>W</sub>"],
  ])("are set as symbols: %s", (text, markup) => expect(set(text)).toBe(markup));

  it.each(["leading_indicator", "s1_data.mat", "rhododendron", "x_train", "a < b"])(
    "words stay words: %s",
    (text) => expect(set(text)).toBe(text.replace("<", "&lt;")),
  );
});
