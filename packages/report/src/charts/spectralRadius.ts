import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, linearAxis } from "./axes.js";
import { type ChartOptions, drawChart } from "./chart.js";
import { accent, pale } from "./palette.js";

export interface SpectralRadiusData {
  readonly points: readonly {
    readonly nuW: number;
    readonly predicted: number;
    /** one for each seed */
    readonly measured: readonly number[];
  }[];
}

/** The spectral radius of n^(−1/2) W against nu_W: networks as dots on the root of nu_W. */
export function spectralRadiusChart({ points }: SpectralRadiusData, options: ChartOptions): SVGSVGElement {
  const highest = Math.max(...points.map((p) => p.nuW));
  const most = Math.sqrt(highest * 1.06);
  const root = Array.from({ length: 41 }, (_, k) => [((most * k) / 40) ** 2, (most * k) / 40]);
  const seeds = points
    .flatMap(({ nuW, measured }) => measured.map((value) => [nuW, value]))
    .filter(([, v]) => Number.isFinite(v));
  return drawChart(options, {
    title: "Spectral radius by nu_W",
    description: points
      .map(
        ({ nuW, predicted, measured }) =>
          `nu_W ${short(nuW)}: predicted ${short(predicted)}, measured ${range(measured)}.`,
      )
      .join(" "),
    x: linearAxis("nu_W, variance of the transition matrix", [0, highest * 1.06], { exact: true }),
    y: linearAxis(
      "spectral radius of the recurrence",
      finite(
        root.map(([, v]) => v),
        seeds.map(([, v]) => v),
      ),
    ),
    key: [
      { name: "√nu_W", colour: pale, form: "wide" },
      { name: "networks, one dot a seed", colour: accent, form: "dot" },
    ],
    marks: [
      Plot.ruleY([1], { strokeDasharray: "2 3", strokeOpacity: 0.6 }),
      Plot.line(root, { stroke: pale, strokeWidth: 5 }),
      Plot.dot(seeds, { fill: accent, r: 3 }),
    ],
  });
}

function range(values: readonly number[]): string {
  return `${short(Math.min(...values))} to ${short(Math.max(...values))}`;
}
