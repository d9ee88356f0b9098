import { emptyResponse, type ImpulseResponse, matrix } from "@lagwise/core";
import {
  chartFile,
  convergenceChart,
  evidenceCurveChart,
  finiteWidthChart,
  impulseResponseChart,
  kernelHeatmapChart,
  lagWeightsChart,
  lossCurvesChart,
  movedChart,
  palettes,
  predictionChart,
  predictionScale,
} from "@lagwise/report";
import { nodeDocument } from "@lagwise/report/node";
import { describe, expect, it } from "vitest";
import { all, chartDefects, type Element, parsed } from "./inspect.js";

const document = nodeDocument();
const both = [350, 720].map((width) => ({ document, width }));
const element = (svg: unknown) => svg as Element;

function response(lags: number, value: (lag: number) => number): ImpulseResponse {
  return {
    lags,
    outputs: 1,
    inputs: 1,
    coefficients: matrix(
      1,
      lags,
      Array.from({ length: lags }, (_, j) => value(j)),
    ),
  };
}

const names = { inputNames: ["u"], outputNames: ["y"] };

describe("charts at their edges", () => {
  it.each([
    ["one lag", response(1, () => 2)],
    ["zero throughout", emptyResponse(10, 1, 1)],
    ["200 lags", response(200, (j) => 0.9 ** j)],
  ])("draws an impulse response: %s", (_, mean) => {
    for (const options of both) {
      const series = [{ name: "response", response: mean, deviation: mean }];
      expect(chartDefects(element(impulseResponseChart({ ...names, series }, options)))).toEqual([]);
    }
  });

  it.each([1, 3, 100, 200_000])("draws lag weights over %d lags, with an infinite horizon", (lags) => {
    const rho = Array.from({ length: lags }, (_, j) => 2 + j);
    for (const options of both) {
      const chart = element(lagWeightsChart({ rho, horizon: Number.POSITIVE_INFINITY }, options));
      expect(chartDefects(chart)).toEqual([]);
      expect(chart.querySelector("desc")?.textContent).toContain("∞");
    }
  });

  it("draws losses that are not there, zero or a single step", () => {
    const data = {
      network: { train: [1, 0, 1e-300], test: [] },
      convolution: { train: [1, 0.5, 0], test: [] },
    };
    const single = { network: { train: [0], test: [0] }, convolution: { train: [0], test: [0] } };
    for (const options of both) {
      expect(chartDefects(element(lossCurvesChart(data, options)))).toEqual([]);
      expect(chartDefects(element(lossCurvesChart(single, options)))).toEqual([]);
    }
  });

  it("draws one seed at one width, and values that are not numbers", () => {
    const one = {
      nuW: 0.5,
      widths: [64],
      values: [[Number.NaN]],
      typical: [0.1],
      slope: Number.NaN,
      slopeInterval: [0, 0] as const,
    };
    const rho = [1, 0];
    for (const options of both) {
      const charts = [
        convergenceChart({ title: "Distance by width", measure: "distance", series: [one] }, options),
        finiteWidthChart(
          {
            runs: [
              { width: 64, lags: [0, 8], ratio: [1, Number.NaN], standardError: [0, 1], predicted: [1, 2] },
            ],
          },
          options,
        ),
        kernelHeatmapChart(
          {
            nuW: 0.5,
            width: 64,
            kernel: [
              [0, 0],
              [0, Number.NaN],
            ],
            rho,
          },
          options,
        ),
        movedChart(
          { width: 64, runs: [{ nuW: 0, rho, movedOverRho: [1, Number.POSITIVE_INFINITY], bound: 1 }] },
          options,
        ),
        evidenceCurveChart({ curve: [{ nuW: 0.5, logEvidence: -3 }] }, options),
        predictionChart(
          [{ output: "y", time: [1, 2], measured: [Number.NaN, 1], predicted: [1, 1] }],
          options,
        ),
      ];
      expect(charts.flatMap((chart) => chartDefects(element(chart)))).toEqual([]);
    }
  });

  it("escapes names wherever they are drawn", () => {
    const name = "</title><script>alert(1)</script>";
    const series = [{ name, response: response(3, () => 1) }];
    const file = chartFile(
      impulseResponseChart({ inputNames: [name], outputNames: [name], series }, { document }),
    );
    expect(file).not.toMatch(/<\/title><script|<script/);
    expect(all(parsed(`<body>${file}</body>`), "script")).toEqual([]);
  });
});

describe("the prediction chart", () => {
  const wave = (samples: number) => {
    const time = Array.from({ length: samples }, (_, t) => 4000 + t);
    const measured = time.map((t) => Math.sin(t / 9));
    return { output: "y", time, measured, predicted: measured };
  };
  const points = (chart: unknown) =>
    all(element(chart), "path")
      .map((path) => (path.getAttribute("d") ?? "").split("L").length)
      .reduce((a, b) => Math.max(a, b), 0);

  it("draws the first 500 samples, or as many as it is told to", () => {
    expect(points(predictionChart([wave(1200)], { document }))).toBe(500);
    expect(points(predictionChart([wave(1200)], { document }, 900))).toBe(900);
    expect(points(predictionChart([wave(1200)], { document }, Number.POSITIVE_INFINITY))).toBe(1200);
  });

  it.each([
    [350, 1],
    [720, 1],
    [900, 2],
  ])("has its samples where its scale says, %d pixels wide with %d outputs", (width, outputs) => {
    const data = Array.from({ length: outputs }, () => wave(301));
    const { placeOf, timeAt } = predictionScale(width, 4000, 4300);
    const chart = element(predictionChart(data, { document, width }));
    const lines = all(chart, "path").filter(
      (path) => (path.getAttribute("d") ?? "").split("L").length === 301,
    );
    expect(lines.length).toBe(3 * outputs);
    for (const line of lines) {
      const places = (line.getAttribute("d") ?? "").slice(1).split("L");
      for (const k of [0, 77, 300]) {
        const x = Number(places[k].split(",")[0]);
        expect(placeOf(4000 + k)).toBeCloseTo(x, 1);
        expect(timeAt(x)).toBeCloseTo(4000 + k, 1);
      }
    }
  });
});

describe("a chart's file", () => {
  const chart = () => lagWeightsChart({ rho: [3, 2, 1], horizon: 3 }, { document, width: 720 });

  it("stands alone: its own colours for light and dark, its title to be seen, the same bytes twice", () => {
    const file = chartFile(chart());
    expect(chartFile(chart())).toBe(file);
    expect(file).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(file).toContain("prefers-color-scheme:dark");
    expect(file).not.toMatch(/<\/?[A-Z]/);
    expect(file).toMatch(/<g[^>]*data-mark="rect"/);
    expect(all(parsed(`<body>${file}</body>`), "text").map((text) => text.textContent)).toContain(
      "Lag weights",
    );
    expect(file.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|url\(/);
  });
});

describe("the palette", () => {
  /** WCAG 2.2 relative luminance. */
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5]
      .map((k) => Number.parseInt(hex.slice(k, k + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };

  it.each(["light", "dark"] as const)("writes at AA contrast: %s", (scheme) => {
    const colours = palettes[scheme];
    for (const name of [
      "--lw-ink",
      "--lw-muted",
      "--lw-accent",
      "--lw-s1",
      "--lw-s2",
      "--lw-s3",
      "--lw-s4",
    ] as const) {
      expect(contrast(colours[name], colours["--lw-paper"]), name).toBeGreaterThanOrEqual(4.5);
    }
  });
});
