import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, lagAxis, linearAxis } from "./axes.js";
import { type ChartOptions, drawChart, frameOf, type Numbers } from "./chart.js";
import type { KeyEntry } from "./key.js";
import { labelledRules, RULE_ROW, ruleRows } from "./labels.js";
import { accent, ink, muted, pale } from "./palette.js";

/** The weights of the convolution by lag, with what they are made of and what they are compared with. */
export interface LagWeightsData {
  /** rho_j from lag 0 */
  readonly rho: Numbers;
  /** the readout's, input matrix's and transition matrix's share; they add up to rho */
  readonly shares?: { readonly readout: Numbers; readonly input: Numbers; readonly transition: Numbers };
  /** 95 % memory horizon in lags; none is drawn where it is infinite or past the last lag */
  readonly horizon?: number;
  /** another weighting, scaled so that it begins as high as this one's largest */
  readonly reference?: { readonly name: string; readonly rho: Numbers; readonly horizon?: number };
}

interface Piece {
  readonly lag: number;
  readonly from: number;
  readonly to: number;
  readonly colour: string;
}

/** More lags than this are drawn as areas through about so many of them. */
const MOST_BARS = 300;

/** Bars of rho_j by lag, stacked from the three weights' shares, each as a part of the largest rho_j. */
export function lagWeightsChart(data: LagWeightsData, options: ChartOptions): SVGSVGElement {
  const { rho, shares, reference, horizon } = data;
  const lags = rho.length;
  const largest = largestOf(rho);
  const x = lagAxis(lags, options.width ?? 720, 0.6);
  const y = linearAxis("lag weight rho_j, relative to its largest", [1], { ticks: 4 });
  const key = keyOf(data);
  const rules = [
    { name: "95 % horizon", value: horizon, colour: accent },
    { name: `horizon of ${reference?.name ?? ""}`, value: reference?.horizon, colour: muted },
  ]
    .filter((rule) => rule.value !== undefined && rule.value <= lags)
    .map(({ name, value = 0, colour }) => ({ x: value - 0.5, text: `${name} ${value}`, colour }));
  const bare = { key, marginRight: 14 };
  const spec = { ...bare, headroom: RULE_ROW * ruleRows(rules, x, frameOf(options, bare)) };
  const inset = lags > 60 ? 0 : 0.14;
  return drawChart(options, {
    ...spec,
    title: "Lag weights",
    description: describe(data),
    x,
    y,
    marks: [
      lags > MOST_BARS
        ? Plot.areaY(pieces(rho, shares, largest), { x: "lag", y1: "from", y2: "to", fill: "colour" })
        : Plot.rect(pieces(rho, shares, largest), {
            x1: (d: Piece) => d.lag - 0.5 + inset,
            x2: (d: Piece) => d.lag + 0.5 - inset,
            y1: "from",
            y2: "to",
            fill: "colour",
            insetTop: 0.75,
          }),
      reference ? stairs(reference.rho, lags) : null,
      Plot.ruleY([0]),
      labelledRules(rules, x, frameOf(options, spec)),
    ],
  });
}

function keyOf({ shares, reference }: LagWeightsData): KeyEntry[] {
  const parts: KeyEntry[] = shares
    ? [
        { name: "transition W", colour: accent, form: "area" },
        { name: "input F", colour: muted, form: "area" },
        { name: "readout C", colour: pale, form: "area" },
      ]
    : [];
  return reference ? [...parts, { name: reference.name, colour: ink, form: "line" }] : parts;
}

function pieces(rho: Numbers, shares: LagWeightsData["shares"], largest: number): Piece[] {
  const stack = shares
    ? ([
        [shares.readout, pale],
        [shares.input, muted],
        [shares.transition, accent],
      ] as const)
    : ([[rho, accent]] as const);
  const every = Math.ceil(rho.length / MOST_BARS);
  return Array.from({ length: Math.ceil(rho.length / every) }, (_, k) => k * every)
    .flatMap((lag) => {
      let from = 0;
      return stack.map(([values, colour]) => {
        const to = from + values[lag] / largest;
        const piece = { lag, from, to, colour };
        from = to;
        return piece;
      });
    })
    .filter(({ from, to }) => Number.isFinite(to) && to > from);
}

/** The reference as one stepped line over the bars. */
function stairs(rho: Numbers, lags: number): Plot.Markish {
  const largest = largestOf(rho);
  const steps = Array.from({ length: Math.min(lags, rho.length) }, (_, j) => rho[j] / largest).flatMap(
    (v, j) => [
      [j - 0.5, v],
      [j + 0.5, v],
    ],
  );
  return Plot.line(steps, { stroke: ink, strokeWidth: 1.5 });
}

function largestOf(rho: Numbers): number {
  return finite(rho).reduce((a, b) => Math.max(a, b), 0) || 1;
}

function describe({ rho, shares, horizon, reference }: LagWeightsData): string {
  const total = sum(rho);
  const parts = shares
    ? ` The transition matrix holds ${Math.round((100 * sum(shares.transition)) / total)} % of the weight.`
    : "";
  const reach = (value: number | undefined) =>
    value === undefined ? "" : ` 95 % of it lies within ${short(value)} lags.`;
  const other = reference ? ` ${reference.name} for comparison.${reach(reference.horizon)}` : "";
  const last = rho[rho.length - 1];
  return (
    `Bars of the weight at each of ${rho.length} lags, from ${short(rho[0])} at lag 0 to ${short(last)} at lag ` +
    `${rho.length - 1}.${parts}${reach(horizon)}${other}`
  );
}

function sum(values: Numbers): number {
  return Array.from(values).reduce((total, v) => total + v, 0);
}
