import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, lagAxis, logAxis } from "./axes.js";
import { type ChartOptions, composeCharts, drawChart, isNarrow, type Numbers } from "./chart.js";
import type { KeyEntry } from "./key.js";
import { accent, ink, muted, pale } from "./palette.js";

export interface GradientNormsData {
  readonly runs: readonly {
    readonly nuW: number;
    readonly limit: GradientShares;
    readonly network: GradientShares;
  }[];
}

export interface GradientShares {
  readonly readout: Numbers;
  readonly input: Numbers;
  readonly transition: Numbers;
}

const SHARES = [
  { share: "readout", name: "readout C", colour: pale, width: 6 },
  { share: "input", name: "input F", colour: muted, width: 1.5 },
  { share: "transition", name: "transition W", colour: accent, width: 1.5 },
] as const;

/** Squared gradient norms by lag and weight, the limit's as lines and networks' as dots, one frame for each nu_W. */
export function gradientNormsChart({ runs }: GradientNormsData, options: ChartOptions): SVGSVGElement {
  const all = finite(
    ...runs.flatMap(({ limit, network }) => SHARES.flatMap(({ share }) => [limit[share], network[share]])),
  );
  const most = isNarrow(options) ? 1 : Math.min(3, runs.length);
  const key: KeyEntry[] = SHARES.map(({ name, colour, share }) => ({
    name,
    colour,
    form: share === "readout" ? "wide" : "line",
  }));
  return composeCharts(
    options,
    { title: "Gradient norms by lag", description: runs.map(describe).join(" "), key },
    runs.length === 4 && most > 1 ? 2 : most,
    runs.map((run) => (each) => frame(run, all, each)),
  );
}

type Run = GradientNormsData["runs"][number];

function frame(run: Run, all: readonly number[], options: ChartOptions): SVGSVGElement {
  const lags = run.limit.readout.length;
  return drawChart(options, {
    title: `nu_W ${short(run.nuW)}`,
    description: "",
    height: 250,
    x: lagAxis(lags, options.width ?? 240, 0.3),
    y: logAxis(`nu_W = ${short(run.nuW)}: squared norm`, all, 9),
    marginLeft: 50,
    marks: SHARES.flatMap(({ share, colour, width }) => [
      Plot.line(positive(run.limit[share], all), {
        x: "lag",
        y: "value",
        stroke: colour,
        strokeWidth: width,
      }),
      Plot.dot(positive(run.network[share], all), {
        x: "lag",
        y: "value",
        fill: share === "readout" ? ink : colour,
        r: lags > 40 ? 1.4 : 2.4,
      }),
    ]),
  });
}

/** What can stand on the logarithmic axis. */
function positive(
  values: Numbers,
  all: readonly number[],
): { readonly lag: number; readonly value: number }[] {
  const floor = all.reduce((a, b) => Math.max(a, b), 0) * 1e-9;
  return Array.from(values, (value, lag) => ({ lag, value })).filter(
    ({ value }) => value > floor && Number.isFinite(value),
  );
}

function describe({ nuW, network }: Run): string {
  const total = (lag: number) => network.readout[lag] + network.input[lag] + network.transition[lag];
  const last = network.readout.length - 1;
  return `nu_W ${short(nuW)}: sum of the networks' shares ${short(total(0))} at lag 0, ${short(total(last))} at lag ${last}.`;
}
