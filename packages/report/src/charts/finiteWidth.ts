import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, linearAxis, logAxis } from "./axes.js";
import { type ChartOptions, drawChart, frameOf, isNarrow, type Numbers } from "./chart.js";
import type { KeyEntry } from "./key.js";
import { endLabels, labelRoom } from "./labels.js";
import { ink, muted, ramp } from "./palette.js";

export interface FiniteWidthData {
  readonly runs: readonly {
    readonly width: number;
    readonly lags: readonly number[];
    readonly ratio: Numbers;
    readonly standardError: Numbers;
    readonly predicted: Numbers;
  }[];
}

interface Point {
  readonly at: number;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Measured energy over the limit's against lag/√n: dots with two standard errors on the prediction's lines. */
export function finiteWidthChart({ runs }: FiniteWidthData, options: ChartOptions): SVGSVGElement {
  const series = runs.map((run) => ({
    ...run,
    points: pointsOf(run),
    line: run.lags
      .map((lag, k) => [lag / Math.sqrt(run.width), run.predicted[k]])
      .filter(([, v]) => v > 0 && Number.isFinite(v)),
  }));
  const values = finite(
    ...series.map(({ points }) => points.map((p) => p.high)),
    ...series.map(({ line }) => line.map(([, v]) => v)),
  );
  const largest = values.reduce((a, b) => Math.max(a, b), 1);
  const label = "energy of the network over the limit's";
  const y = largest > 4 ? logAxis(label, [0.8, ...values]) : linearAxis(label, [...values, 1.1]);
  const farthest = Math.max(...series.flatMap(({ points }) => points.map((p) => p.at)));
  const x = linearAxis("lag / √n", [farthest], { exact: true, ticks: isNarrow(options) ? 4 : 8 });
  const labels = series
    .filter(({ line }) => line.length > 0)
    .map(({ width, line }, k) => ({
      text: `n ${width}`,
      x: line[line.length - 1][0],
      y: line[line.length - 1][1],
      colour: ramp(k, runs.length),
    }));
  const key: KeyEntry[] = [
    { name: "networks, ± 2 standard errors", colour: ink, form: "dot" },
    { name: "prediction", colour: ink, form: "line" },
    {
      name: "within 10 % of the limit",
      colour: `color-mix(in srgb, ${muted} 25%, transparent)`,
      form: "area",
    },
  ];
  const spec = { key, marginRight: labelRoom(labels.map((l) => l.text)) };
  return drawChart(options, {
    ...spec,
    title: "Where the limit ends",
    description: series.map(({ width, points }) => describe(width, points)).join(" "),
    x,
    y,
    marks: [
      Plot.rect([0], { x1: x.domain[0], x2: x.domain[1], y1: 0.9, y2: 1.1, fill: muted, fillOpacity: 0.22 }),
      ...series.flatMap(({ points, line }, k) => {
        const colour = ramp(k, runs.length);
        return [
          Plot.line(line, { stroke: colour, strokeWidth: 1.5 }),
          Plot.ruleX(points, { x: "at", y1: "low", y2: "high", stroke: colour, strokeOpacity: 0.6 }),
          Plot.dot(points, { x: "at", y: "ratio", fill: colour, r: 2.8 }),
        ];
      }),
      endLabels(labels, y, frameOf(options, spec)),
    ],
  });
}

function pointsOf({ width, lags, ratio, standardError }: FiniteWidthData["runs"][number]): Point[] {
  return lags
    .map((lag, k) => ({
      at: lag / Math.sqrt(width),
      ratio: ratio[k],
      low: Math.max(ratio[k] * 0.2, ratio[k] - 2 * standardError[k]),
      high: Math.min(ratio[k] * 1.8, ratio[k] + 2 * standardError[k]),
    }))
    .filter((p) => p.ratio > 0 && Number.isFinite(p.low) && Number.isFinite(p.high));
}

function describe(width: number, points: readonly Point[]): string {
  const last = points[points.length - 1];
  const end = last ? `${short(last.ratio)} at lag ${short(last.at)} √n` : "no values";
  return `Width ${width}: the ratio is ${end}.`;
}
