import { fitPage, reproductionPage, trainPage } from "@lagwise/report/node";
import { describe, expect, it } from "vitest";
import { claimFixtures } from "./evidenceFixtures.js";
import { fitMeta, fittedFixture, trainFixture } from "./fixtures.js";
import { all, defects, parsed } from "./inspect.js";

const meta = { version: "0.1.0", command: "lagwise reproduce --quick", recording: "sales, 150 samples" };
const few = { lags: 1, seeds: 1, test: false };

describe("the page of claims", () => {
  const { claims, results } = claimFixtures();
  const page = reproductionPage(results, claims, meta);

  it("is sound: closed tags, unique ids, headings in order, nothing fetched, finite charts with descriptions", () => {
    expect(defects(page)).toEqual([]);
  });

  it("is the same bytes twice", () => {
    expect(reproductionPage(results, claims, meta)).toBe(page);
  });

  it("lists every claim first, and says plainly which one fails", () => {
    const rows = all(parsed(page), "#claims tbody tr").map((row) => row.textContent);
    expect(rows).toHaveLength(claims.length);
    expect(rows.filter((row) => row.includes("✗ fails"))).toHaveLength(1);
    expect(rows.find((row) => row.includes("data"))).toContain("✗ fails");
    expect(page).toContain("5 of 6 claims tested hold; 1 fails");
  });

  it("gives every claim its criterion, its data and the command that tests it again", () => {
    for (const { id } of claims) {
      const section = parsed(page).querySelector(`section#${id}`);
      expect(section?.textContent).toContain("Settled beforehand");
      expect(section?.textContent).toContain(`lagwise reproduce ${id} --quick --seed 1`);
      expect(section?.querySelector('a[download][href^="data:text/csv"]')).not.toBeNull();
    }
  });

  it("stands with one lag, one seed and no test part", () => {
    const least = claimFixtures(few);
    expect(defects(reproductionPage(least.results, least.claims, meta))).toEqual([]);
  });

  it("says which claims were not run", () => {
    const part = reproductionPage(results.slice(0, 2), claims, meta);
    expect(defects(part)).toEqual([]);
    expect(part.match(/This claim was not run/g)).toHaveLength(4);
    expect(defects(reproductionPage([], claims, meta))).toEqual([]);
  });
});

describe("the page of a fit", () => {
  it.each([
    ["one input, one output", {}],
    ["few pairs", { inputs: 2, outputs: 3 }],
    ["many pairs", { inputs: 3, outputs: 50, lags: 6 }],
    ["one lag", { lags: 1 }],
    ["flat weights", { prior: "none" as const }],
    ["no test part", { trainFraction: 1 }],
  ])("is sound and the same bytes twice: %s", async (_, shape) => {
    const fit = await fittedFixture(shape);
    const page = fitPage(fit, fitMeta(fit));
    expect(defects(page)).toEqual([]);
    expect(fitPage(fit, fitMeta(fit))).toBe(page);
  });

  it("brings the chart's data along, with names quoted as CSV wants it", async () => {
    const fit = await fittedFixture({ lags: 2 }, (channel) => `${channel}, "raw"`);
    const link = parsed(fitPage(fit, fitMeta(fit))).querySelector("#impulse-response a[download]");
    const [heading, first] = decodeURIComponent(
      link?.getAttribute("href")?.split(",").slice(1).join(",") ?? "",
    ).split("\r\n");
    expect(heading).toBe("lag,input,output,mean,standardDeviation");
    expect(first).toMatch(/^0,"u, ""raw""","y, ""raw""",/);
    expect(Number(first.split(",").at(-2))).toBe(fit.mean.coefficients.data[0]);
  });

  it("escapes names that come from the data", async () => {
    const fit = await fittedFixture({}, (channel) => `<script>alert("${channel}")</script>`);
    const page = fitPage(fit, {
      ...fitMeta(fit),
      title: '"><img src=x onerror=alert(1)>',
      command: "</code><b>",
    });
    expect(defects(page)).toEqual([]);
    expect(all(parsed(page), "script")).toHaveLength(1);
    expect(page).not.toContain("<script>alert");
    expect(page).not.toContain("<img");
    expect(page).not.toContain("</code><b>");
    expect(parsed(page).querySelector("h1")?.textContent).toContain("<img src=x");
  });
});

describe("the page of a training", () => {
  it.each([
    ["one input, one output", {}],
    ["few pairs", { inputs: 3, outputs: 2 }],
    ["many pairs", { inputs: 10, outputs: 5 }],
    ["one lag, no test part", { lags: 1, test: false }],
  ])("is sound and the same bytes twice: %s", (_, shape) => {
    const page = trainPage(trainFixture(shape));
    expect(defects(page)).toEqual([]);
    expect(trainPage(trainFixture(shape))).toBe(page);
  });
});
