import * as Plot from "@observablehq/plot";
import { grouped, short } from "../format.js";
import { linearAxis, logAxis } from "./axes.js";
import { type ChartOptions, drawChart, frameOf } from "./chart.js";
import { labelledRules, RULE_ROW, ruleRows } from "./labels.js";
import { accent, grid, ink, muted, pale } from "./palette.js";

export interface HorizonCurveData {
  /** 95 % memory horizons in lags by nu_W, in order; infinite ones are left out */
  readonly curve: readonly HorizonPoint[];
  /** the initialisation that the chart is about; its horizon may be infinite */
  readonly chosen: HorizonPoint;
  readonly references?: readonly (HorizonPoint & { readonly name: string })[];
}

export interface HorizonPoint {
  readonly nuW: number;
  readonly horizon: number;
}

/** A horizon is drawn no higher than this: the curve grows without bound towards nu_W = 1. */
const HIGHEST = 3000;

/** Memory horizon against nu_W on a logarithmic axis, with the edge of stability past which there is none. */
export function horizonCurveChart(data: HorizonCurveData, options: ChartOptions): SVGSVGElement {
  const { chosen } = data;
  const curve = data.curve.filter(({ horizon }) => Number.isFinite(horizon));
  const references = (data.references ?? []).filter(isDrawn);
  const x = linearAxis("nu_W, variance of the transition matrix", [0, 1.2, chosen.nuW], {
    exact: true,
    ticks: 6,
  });
  const y = logAxis("95 % memory horizon (lags)", [1, HIGHEST], 12, 8);
  const rules = [
    { x: 1, text: "edge of stability", colour: muted },
    { x: chosen.nuW, text: lagsAt(chosen), colour: accent },
  ];
  const bare = { marginLeft: 50, marginRight: 22 };
  const spec = { ...bare, headroom: RULE_ROW * ruleRows(rules, x, frameOf(options, bare)) };
  const [floor, ceiling] = y.domain;
  const at = { x: "nuW", y: "horizon" } as const;
  return drawChart(options, {
    ...spec,
    title: "Memory horizon by nu_W",
    description: describe(data),
    x,
    y,
    marks: [
      Plot.rect([0], { x1: 1, x2: x.domain[1], y1: floor, y2: ceiling, fill: grid, fillOpacity: 0.6 }),
      Plot.line(
        curve.filter(({ horizon }) => horizon <= ceiling),
        { ...at, stroke: pale, strokeWidth: 2.5 },
      ),
      Plot.dot(references, { ...at, r: 3.2, fill: ink }),
      Plot.text(references, {
        ...at,
        text: ({ name, horizon }) => `${name} ${horizon}`,
        dx: 8,
        dy: 9,
        textAnchor: "start",
        fill: ink,
      }),
      labelledRules(rules, x, frameOf(options, spec)),
      Plot.dot([chosen].filter(isDrawn), { ...at, r: 5, fill: accent }),
    ],
  });
}

function isDrawn({ horizon }: HorizonPoint): boolean {
  return horizon <= HIGHEST;
}

function lagsAt({ nuW, horizon }: HorizonPoint): string {
  const reach = Number.isFinite(horizon)
    ? `${grouped(horizon)} ${horizon === 1 ? "lag" : "lags"}`
    : "no horizon";
  return `${short(nuW)}: ${reach}`;
}

function describe({ curve, chosen, references = [] }: HorizonCurveData): string {
  const finite = curve.filter(({ horizon }) => Number.isFinite(horizon));
  const [first, last] = [finite[0], finite[finite.length - 1]];
  const range =
    first === undefined
      ? "No nu_W has a finite horizon."
      : `The horizon grows from ${short(first.horizon)} at nu_W ${short(first.nuW)} to ${short(last.horizon)} at ` +
        `${short(last.nuW)}, without bound towards 1.`;
  const others = references.map(
    ({ name, nuW, horizon }) => ` ${name} has ${short(horizon)} at ${short(nuW)}.`,
  );
  return `${range} At nu_W ${short(chosen.nuW)} it is ${short(chosen.horizon)}.${others.join("")}`;
}
