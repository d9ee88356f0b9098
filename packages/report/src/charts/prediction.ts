import * as Plot from "@observablehq/plot";
import { clipped, short } from "../format.js";
import { finite, linearAxis, wholeAxis } from "./axes.js";
import { type ChartOptions, composeCharts, drawChart, frameOf, type Numbers } from "./chart.js";
import type { KeyEntry } from "./key.js";
import { accent, pale, paper } from "./palette.js";

/** One output over a part of a recording. */
export interface PredictionData {
  readonly output: string;
  /** sample numbers or times; lines are broken where either value is not a number */
  readonly time: Numbers;
  readonly measured: Numbers;
  readonly predicted: Numbers;
}

/** More samples than this cannot be told apart on a page: the first so many are drawn. */
export const MOST_SAMPLES = 500;
const MOST_OUTPUTS = 6;

const key: readonly KeyEntry[] = [
  { name: "measured", colour: pale, form: "wide" },
  { name: "predicted", colour: accent, form: "line" },
];

const MARGINS = { marginLeft: 56, marginRight: 14 };

/** Prediction over measurement, an output below the other; the first `most` samples of each. */
export function predictionChart(
  data: readonly PredictionData[],
  options: ChartOptions,
  most = MOST_SAMPLES,
): SVGSVGElement {
  const shown = data.slice(0, MOST_OUTPUTS);
  if (shown.length === 1) return outputChart(shown[0], options, true, most);
  return composeCharts(
    options,
    { title: "Prediction and measurement", description: shown.map(describe).join(" "), key },
    1,
    shown.map((output) => (each) => outputChart(output, each, false, most)),
  );
}

/**
 * The time that lies at `x` pixels from the left of a prediction chart of that width, and the reverse: for zooming
 * with the hand. `first` and `last` are the first and last time drawn.
 */
export function predictionScale(width: number, first: number, last: number) {
  const { left, right } = frameOf({ width }, MARGINS);
  const [from, to] = wholeAxis("sample", first, last, width).domain;
  return {
    timeAt: (x: number) => from + ((x - left) / (right - left)) * (to - from),
    placeOf: (time: number) => left + ((time - from) / (to - from)) * (right - left),
  };
}

function outputChart(data: PredictionData, options: ChartOptions, one: boolean, most: number): SVGSVGElement {
  const rows = Array.from(data.time)
    .slice(0, most)
    .map((time, k) => ({ time, measured: data.measured[k], predicted: data.predicted[k] }));
  const times = finite(rows.map((row) => row.time));
  const x = wholeAxis("sample", Math.min(...times), Math.max(...times), options.width ?? 720);
  const values = finite(
    rows.map((row) => row.measured),
    rows.map((row) => row.predicted),
  );
  return drawChart(options, {
    title: "Prediction and measurement",
    description: describe(data),
    height: one ? 260 : 190,
    x,
    y: linearAxis(clipped(data.output, 40), values, { zero: false, ticks: 4 }),
    ...MARGINS,
    key: one ? key : [],
    marks: [
      Plot.line(rows, { x: "time", y: "measured", stroke: pale, strokeWidth: 4.5 }),
      Plot.line(rows, { x: "time", y: "predicted", stroke: paper, strokeWidth: 2.8 }),
      Plot.line(rows, { x: "time", y: "predicted", stroke: accent, strokeWidth: 1.4 }),
    ],
  });
}

function describe({ output, time, measured, predicted }: PredictionData): string {
  const errors = Array.from(measured, (value, k) => (value - predicted[k]) ** 2).filter(Number.isFinite);
  const typical = Math.sqrt(errors.reduce((a, b) => a + b, 0) / Math.max(1, errors.length));
  return `${output}: ${time.length} samples, predictions ${short(typical)} off (root mean square).`;
}
