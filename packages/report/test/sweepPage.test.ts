import {
  meanCurvesChart,
  palettes,
  type SettingCurvesData,
  type SweepPageData,
  settingCurvesChart,
  settingHeatmapChart,
} from "@lagwise/report";
import { nodeDocument, sweepPage } from "@lagwise/report/node";
import { describe, expect, it } from "vitest";
import { all, chartDefects, defects, type Element, parsed } from "./inspect.js";

const document = nodeDocument();
const both = [350, 720].map((width) => ({ document, width }));
const element = (svg: unknown) => svg as Element;

interface Shape {
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | string)[];
  readonly mean?: (x: number, y: number) => number;
  readonly spread?: number;
  readonly scale?: "linear" | "log" | "words";
}

function mapOf({ x, y, mean = (i, j) => 1 + i + j, spread = 0.5, scale = "linear" }: Shape) {
  const cells = y.flatMap((_, j) =>
    x.map((_, i) => {
      const value = mean(i, j);
      return {
        x: i,
        y: j,
        mean: value,
        deviation: spread,
        least: value - spread,
        most: value + spread,
        runs: 3,
      };
    }),
  );
  return {
    measure: "testLoss",
    x: { name: "nuW", values: x, scale },
    y: { name: "lags", values: y, scale: "linear" as const },
    cells,
  };
}

const many = (count: number) => Array.from({ length: count }, (_, k) => k + 1);
const shapes: [string, Shape][] = [
  ["a few of each", { x: [0.1, 0.5, 0.9], y: [5, 10] }],
  ["one of each", { x: [0.1], y: [5] }],
  ["the same everywhere", { x: [0.1, 0.5], y: [5, 10], mean: () => 3, spread: 0 }],
  ["negative values", { x: [0.1, 0.5], y: [5, 10], mean: (i, j) => -100 * i - j }],
  ["many decades", { x: [0.001, 1, 1000], y: [5, 10], mean: (i) => 10 ** (-4 * i), spread: 0, scale: "log" }],
  [
    "words",
    { x: ["pytorch", "glorot", "a word that is far too long for an axis"], y: [1, 2], scale: "words" },
  ],
  ["24 of each", { x: many(24), y: many(24) }],
];

function pageOf(shape: Shape, changed: Partial<SweepPageData> = {}): SweepPageData {
  return {
    ...mapOf(shape),
    title: "testLoss over nuW and lags, 18 runs",
    command: "lagwise results r.duckdb --report r.html",
    version: "0.1.0",
    kind: "train",
    runs: 18,
    done: 16,
    failed: 2,
    computing: "2 s",
    smallest: true,
    averaged: [{ name: "seed", values: 3 }],
    settings: [["nuW", "3 values, 0.1 to 0.9"]],
    measures: [{ name: "testLoss", least: 1, median: 2, most: 3 }],
    failures: [{ message: "it failed", runs: 2 }],
    best: { measure: "testLoss", value: 1, settings: "nuW 0.1, lags 5" },
    ...changed,
  };
}

describe("charts over settings", () => {
  it.each(shapes)("are sound at both widths: %s", (_, shape) => {
    for (const options of both) {
      for (const smallest of [true, false, undefined]) {
        expect(chartDefects(element(settingHeatmapChart({ ...mapOf(shape), smallest }, options)))).toEqual(
          [],
        );
      }
      expect(chartDefects(element(settingCurvesChart(mapOf(shape), options)))).toEqual([]);
      const single: SettingCurvesData = { ...mapOf({ ...shape, y: [5] }), y: undefined };
      expect(chartDefects(element(settingCurvesChart(single, options)))).toEqual([]);
    }
  });

  it("draw a cell for each pair that has runs, and frame the best one", () => {
    const map = mapOf({ x: [0.1, 0.5, 0.9], y: [5, 10] });
    const chart = element(
      settingHeatmapChart({ ...map, cells: map.cells.slice(1), smallest: true }, both[1]),
    );
    expect(all(chart, "rect[fill-opacity]")).toHaveLength(5);
    // the cell at nuW 0.1, lags 5 has no runs: the least of the others is 2
    expect(chart.querySelector("desc")?.textContent).toContain("Best at nuW 0.5, lags 5: 2.");
  });

  it("keep the figures in cells readable on the strongest colour, in light and dark", () => {
    const chart = element(settingHeatmapChart(mapOf(shapes[0][1]), both[1]));
    const strongest = Math.max(
      ...all(chart, "rect[fill-opacity]").map((rect) => Number(rect.getAttribute("fill-opacity"))),
    );
    expect(strongest).toBeGreaterThan(0.4);
    for (const { "--lw-paper": paper, "--lw-accent": accent, "--lw-ink": ink } of [
      palettes.light,
      palettes.dark,
    ]) {
      const blend = channels(paper).map((c, k) => c + (channels(accent)[k] - c) * strongest);
      expect(contrast(channels(ink), blend)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("draw mean curves, with those that are too many to draw thinned", () => {
    const curve = { value: 0.3, x: many(5000), y: many(5000).map((k) => 1 / k) };
    const chart = element(
      meanCurvesChart(
        { name: "testLoss", along: "step", setting: "nuW", curves: [curve, { ...curve, value: "he" }] },
        both[0],
      ),
    );
    expect(chartDefects(chart)).toEqual([]);
    expect(all(chart, "text").map((text) => text.textContent)).toEqual(
      expect.arrayContaining(["nuW 0.3", "nuW he"]),
    );
  });
});

describe("the page of a sweep", () => {
  it.each(shapes)("is sound, and the same bytes twice: %s", (_, shape) => {
    const page = sweepPage(pageOf(shape));
    expect(defects(page)).toEqual([]);
    expect(sweepPage(pageOf(shape))).toBe(page);
  });

  it("stands with one setting, no failures, no best run and curves", () => {
    const curves = [{ value: 0.3, x: [0, 1], y: [2, 1] }];
    const page = sweepPage(
      pageOf(
        { x: [0.1, 0.3], y: [1] },
        {
          y: undefined,
          failures: [],
          failed: 0,
          best: undefined,
          averaged: [],
          meanCurves: { name: "testLoss", along: "step", setting: "nuW", curves },
        },
      ),
    );
    expect(defects(page)).toEqual([]);
    expect(all(parsed(page), "figure").map((figure) => figure.getAttribute("id"))).toEqual([
      "curves",
      "mean-curves",
    ]);
  });

  it("says why runs failed, and escapes it", () => {
    const page = sweepPage(
      pageOf(shapes[0][1], { failures: [{ message: "<img src=x>", runs: 2 }], title: "</title><script>" }),
    );
    expect(defects(page)).toEqual([]);
    expect(page).not.toContain("<img");
    expect(parsed(page).querySelector("#runs")?.textContent).toContain("<img src=x>");
  });

  it("brings the numbers of every cell along", () => {
    const link = parsed(sweepPage(pageOf(shapes[0][1]))).querySelector("#heat-map a[download]");
    const rows = decodeURIComponent(link?.getAttribute("href")?.split(",").slice(1).join(",") ?? "")
      .trim()
      .split("\r\n");
    expect(rows[0]).toBe("nuW,lags,testLoss (mean),standard deviation,least,most,runs");
    expect(rows).toHaveLength(7);
    expect(rows[1]).toBe("0.1,5,1,0.5,0.5,1.5,3");
  });
});

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** Contrast ratio as WCAG 2 defines it. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const luminance = (colour: readonly number[]) => {
    const [r, g, blue] = colour.map((c) =>
      c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}
