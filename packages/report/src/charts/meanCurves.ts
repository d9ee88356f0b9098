import * as Plot from "@observablehq/plot";
import { listed, short } from "../format.js";
import { wholeAxis } from "./axes.js";
import { type ChartOptions, drawChart, frameOf, type Numbers } from "./chart.js";
import { endLabels, labelRoom } from "./labels.js";
import { ramp } from "./palette.js";
import { valueText } from "./settingAxis.js";
import { measureAxis } from "./settingCurves.js";

export interface MeanCurvesData {
  /** what the curves are of */
  readonly name: string;
  /** what runs along them */
  readonly along: string;
  readonly setting: string;
  readonly curves: readonly { readonly value: number | string; readonly x: Numbers; readonly y: Numbers }[];
}

/** So many points of a curve are drawn. */
const MOST_POINTS = 160;

/** Curves that are means over all runs with the same value of a setting. */
export function meanCurvesChart(
  { name, along, setting, curves }: MeanCurvesData,
  options: ChartOptions,
): SVGSVGElement {
  const last = Math.max(...curves.map(({ x }) => x[x.length - 1]));
  const x = wholeAxis(along, 0, last, options.width ?? 720);
  const y = measureAxis(
    name,
    curves.flatMap((curve) => Array.from(curve.y)),
  );
  const labels = curves.map((curve, k) => ({
    text: `${setting} ${valueText(curve.value)}`,
    x: curve.x[curve.x.length - 1],
    y: curve.y[curve.y.length - 1],
    colour: ramp(k, curves.length),
  }));
  const spec = { marginRight: labelRoom(labels.map(({ text }) => text)), marginLeft: 56 };
  return drawChart(options, {
    ...spec,
    title: `${name} by ${along}`,
    description:
      `Means over runs, ${along} 0 to ${short(last)}. ` +
      `At the end: ${listed(
        labels.map((label) => `${label.text}: ${short(label.y)}`),
        6,
      )}.`,
    x,
    y,
    marks: [
      ...curves.map((curve, k) =>
        Plot.line(thinned(curve), { stroke: ramp(k, curves.length), strokeWidth: 1.75 }),
      ),
      ...endLabels(labels, y, frameOf(options, spec)),
    ],
  });
}

function thinned({ x, y }: MeanCurvesData["curves"][number]): [number, number][] {
  const every = Math.max(1, Math.ceil(x.length / MOST_POINTS));
  return Array.from(x, (value, k): [number, number] => [value, y[k]]).filter(
    (_, k) => k % every === 0 || k === x.length - 1,
  );
}
