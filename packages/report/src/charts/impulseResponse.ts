import type { ImpulseResponse } from "@lagwise/core";
import * as Plot from "@observablehq/plot";
import { clipped, short } from "../format.js";
import { finite, lagAxis, linearAxis } from "./axes.js";
import { type ChartOptions, composeCharts, drawChart, isNarrow, type Numbers } from "./chart.js";
import { energyByLagChart } from "./energyByLag.js";
import type { KeyEntry } from "./key.js";
import { accent, ink, pale, paper } from "./palette.js";

/** Impulse responses of one shape, the one that matters first. */
export interface ImpulseResponseData {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly series: readonly ResponseSeries[];
  /** what the series are to come to: drawn dashed */
  readonly target?: ResponseSeries;
  /** energy by lag of the first series, where inputs of different units are to count alike */
  readonly energy?: Numbers;
}

export interface ResponseSeries {
  readonly name: string;
  readonly response: ImpulseResponse;
  /** standard deviation of each coefficient, of the same shape: drawn as a 95 % band */
  readonly deviation?: ImpulseResponse;
}

/** From here on pairs of an input and an output are shown together, as energy by lag. */
export const MOST_PAIRS = 8;
/** Two-sided 95 % of a normal distribution, in standard deviations. */
const BAND = 1.96;

interface Coefficient {
  readonly lag: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The response by lag with its error band; small multiples for a few pairs; energy by lag for many. */
export function impulseResponseChart(data: ImpulseResponseData, options: ChartOptions): SVGSVGElement {
  const { inputNames, outputNames } = data;
  const pairs = outputNames.flatMap((_, o) => inputNames.map((_, i) => ({ o, i })));
  if (pairs.length > MOST_PAIRS) return energyByLagChart(data, options);
  if (pairs.length === 1) return pairChart(data, pairs[0], options, false);
  const columns = isNarrow(options) ? 1 : inputNames.length % 3 === 0 ? 3 : 2;
  return composeCharts(
    options,
    {
      title: "Impulse responses",
      description: pairs.map((pair) => describe(data, pair)).join(" "),
      key: keyOf(data),
    },
    columns,
    pairs.map((pair) => (each) => pairChart(data, pair, each, true)),
  );
}

interface Pair {
  readonly o: number;
  readonly i: number;
}

function pairChart(
  data: ImpulseResponseData,
  pair: Pair,
  options: ChartOptions,
  one: boolean,
): SVGSVGElement {
  const [first, ...others] = data.series.map((series) => coefficients(series, pair));
  const target = data.target ? [coefficients(data.target, pair)] : [];
  const { width = 720 } = options;
  const lags = first.length;
  const x = lagAxis(lags, width, 0.4);
  const ends = [first, ...others, ...target].flat().flatMap(({ low, high }) => [low, high]);
  const name = `${data.inputNames[pair.i]} → ${data.outputNames[pair.o]}`;
  const label = one
    ? clipped(name, Math.floor(width / 8))
    : `response of ${clipped(data.outputNames[pair.o], 18)} per unit of ${clipped(data.inputNames[pair.i], 18)}`;
  const y = linearAxis(label, finite(ends), { ticks: one ? 4 : 5 });
  const band = data.series[0].deviation !== undefined;
  return drawChart(options, {
    title: "Impulse response",
    description: describe(data, pair),
    height: one ? 210 : undefined,
    x,
    y,
    key: one ? [] : keyOf(data),
    marks: [
      band && lags > 1
        ? Plot.areaY(first, { x: "lag", y1: "low", y2: "high", fill: accent, fillOpacity: 0.2 })
        : null,
      band && lags === 1
        ? Plot.ruleX(first, {
            x: "lag",
            y1: "low",
            y2: "high",
            stroke: accent,
            strokeOpacity: 0.35,
            strokeWidth: 8,
          })
        : null,
      Plot.ruleY([0], { strokeOpacity: 0.55 }),
      ...others.map((values) =>
        Plot.line(values, { x: "lag", y: "value", stroke: pale, strokeWidth: 6, strokeLinecap: "round" }),
      ),
      others.length > 0 ? Plot.line(first, { x: "lag", y: "value", stroke: paper, strokeWidth: 3.4 }) : null,
      ...target.map((values) =>
        Plot.line(values, { x: "lag", y: "value", stroke: ink, strokeWidth: 1.4, strokeDasharray: "4 3" }),
      ),
      Plot.line(first, { x: "lag", y: "value", stroke: accent, strokeWidth: 1.75 }),
      lags <= 60 ? Plot.dot(first, { x: "lag", y: "value", fill: accent, r: one ? 2 : 3 }) : null,
      lags === 1
        ? others.map((values) => Plot.dot(values, { x: "lag", y: "value", stroke: ink, r: 5 }))
        : null,
    ],
  });
}

function keyOf({ series, target }: ImpulseResponseData): KeyEntry[] {
  const bandKey: KeyEntry[] = series[0].deviation
    ? [{ name: "95 % band", colour: `color-mix(in srgb, ${accent} 30%, transparent)`, form: "area" }]
    : [];
  return [
    { name: series[0].name, colour: accent, form: "line" },
    ...bandKey,
    ...series.slice(1).map(({ name }): KeyEntry => ({ name, colour: pale, form: "wide" })),
    ...(target ? [{ name: target.name, colour: ink, form: "dashed" } as const] : []),
  ];
}

function coefficients({ response, deviation }: ResponseSeries, { o, i }: Pair): Coefficient[] {
  const at = (of: ImpulseResponse, lag: number) =>
    of.coefficients.data[o * of.coefficients.columns + lag * of.inputs + i];
  return Array.from({ length: response.lags }, (_, lag) => {
    const value = at(response, lag);
    const spread = deviation ? BAND * at(deviation, lag) : 0;
    return { lag, value, low: value - spread, high: value + spread };
  });
}

function describe(data: ImpulseResponseData, pair: Pair): string {
  const { series, target, inputNames, outputNames } = data;
  const values = coefficients(series[0], pair);
  const peak = values.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a));
  const band = series[0].deviation ? `, ± ${short(peak.high - peak.value, 2)}` : "";
  const others = [...series.slice(1), ...(target ? [target] : [])];
  const beside = others.length > 0 ? ` Beside it: ${others.map((s) => s.name).join(", ")}.` : "";
  const pairName = `${inputNames[pair.i]} to ${outputNames[pair.o]}`;
  return peak.value === 0
    ? `From ${pairName}: zero at all ${values.length} lags.${beside}`
    : `From ${pairName} over ${values.length} lags: largest ${short(peak.value)}${band} at lag ${peak.lag}.${beside}`;
}
