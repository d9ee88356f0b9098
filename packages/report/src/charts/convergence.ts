import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, logAxis } from "./axes.js";
import { type ChartOptions, drawChart, frameOf, isNarrow } from "./chart.js";
import { endLabels, labelRoom } from "./labels.js";
import { ramp } from "./palette.js";

/** How a distance falls with the width of the network. */
export interface ConvergenceData {
  readonly title: string;
  /** what falls, with its unit */
  readonly measure: string;
  readonly series: readonly {
    readonly nuW: number;
    readonly widths: readonly number[];
    /** by width and seed */
    readonly values: readonly (readonly number[])[];
    /** geometric mean over the seeds, by width */
    readonly typical: readonly number[];
    readonly slope: number;
    readonly slopeInterval: readonly [number, number];
  }[];
}

/** Log-log: a dot for each seed, a ring for their geometric mean, and the fitted line with its slope. */
export function convergenceChart(data: ConvergenceData, options: ChartOptions): SVGSVGElement {
  const narrow = isNarrow(options);
  const all = data.series.flatMap((s) => s.values.flat());
  const x = logAxis(
    "width n (hidden units)",
    data.series.flatMap((s) => s.widths),
    12,
    narrow ? 5 : 9,
  );
  const y = logAxis(
    data.measure,
    finite(
      all,
      data.series.flatMap((s) => s.typical),
    ),
  );
  const lines = data.series.map((series) => ({ series, ends: fittedEnds(series) }));
  const labels = lines
    .filter(({ ends }) => ends.length > 0)
    .map(({ series, ends }, k) => ({
      text: narrow
        ? `nu_W ${short(series.nuW)}`
        : `nu_W ${short(series.nuW)}: slope ${series.slope.toFixed(2).replace("-", "−")}`,
      x: ends[1][0],
      y: ends[1][1],
      colour: ramp(k, data.series.length),
    }));
  const spec = { marginLeft: 52, marginRight: labelRoom(labels.map((label) => label.text)) };
  return drawChart(options, {
    ...spec,
    title: data.title,
    description: data.series.map(describe).join(" "),
    x,
    y,
    marks: [
      ...lines.flatMap(({ series, ends }, k) => marksOf(series, ends, ramp(k, data.series.length))),
      endLabels(labels, y, frameOf(options, spec)),
    ],
  });
}

type Series = ConvergenceData["series"][number];

function marksOf(
  series: Series,
  ends: readonly (readonly [number, number])[],
  colour: string,
): Plot.Markish[] {
  const seeds = series.widths.flatMap((width, w) => series.values[w].map((value) => [width, value]));
  const positive = seeds.filter(([, value]) => value > 0 && Number.isFinite(value));
  const typical = series.widths
    .map((width, w) => [width, series.typical[w]])
    .filter(([, value]) => value > 0);
  return [
    ends.length > 0 ? Plot.line(ends, { stroke: colour, strokeWidth: 1.5 }) : null,
    Plot.dot(positive, { fill: colour, fillOpacity: 0.45, r: 1.8 }),
    Plot.dot(typical, { fill: colour, r: 3.6 }),
  ];
}

/** The fitted line's ends: through the centre of the geometric means, with the slope that was fitted over all seeds. */
function fittedEnds({ widths, typical, slope }: Series): (readonly [number, number])[] {
  const points = widths
    .map((width, w) => [Math.log(width), Math.log(typical[w])])
    .filter(([, v]) => Number.isFinite(v));
  if (points.length < 2 || !Number.isFinite(slope)) {
    return points.length === 0 ? [] : [points[0], points[0]].map(([a, b]) => [Math.exp(a), Math.exp(b)]);
  }
  const mean = (k: number) => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [cx, cy] = [mean(0), mean(1)];
  return [points[0][0], points[points.length - 1][0]].map((at) => [
    Math.exp(at),
    Math.exp(cy + slope * (at - cx)),
  ]);
}

function describe({ nuW, widths, typical, slope, slopeInterval }: Series): string {
  return (
    `nu_W ${short(nuW)}: from ${short(typical[0])} at width ${widths[0]} to ${short(typical[typical.length - 1])} at ` +
    `width ${widths[widths.length - 1]}, slope ${short(slope)} (95 %: ${short(slopeInterval[0])} to ${short(slopeInterval[1])}).`
  );
}
