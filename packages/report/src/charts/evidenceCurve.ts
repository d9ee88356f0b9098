import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, linearAxis } from "./axes.js";
import { type ChartOptions, drawChart, frameOf } from "./chart.js";
import { labelledRules, RULE_ROW, ruleRows } from "./labels.js";
import { accent, muted } from "./palette.js";

export interface EvidenceCurveData {
  /** log evidence in nats; what is drawn is its distance from the maximum */
  readonly curve: readonly { readonly nuW: number; readonly logEvidence: number }[];
  /** the nu_W that was chosen; where the curve is highest unless given */
  readonly chosen?: number;
  readonly defaults?: readonly { readonly name: string; readonly nuW: number }[];
}

/** Log evidence against nu_W, with its maximum and what named defaults would take. */
export function evidenceCurveChart(data: EvidenceCurveData, options: ChartOptions): SVGSVGElement {
  const curve = data.curve.filter((p) => Number.isFinite(p.logEvidence)).sort((a, b) => a.nuW - b.nuW);
  const best = curve.reduce((a, b) => (b.logEvidence > a.logEvidence ? b : a), curve[0]);
  const chosen = data.chosen ?? best.nuW;
  const points = curve.map(({ nuW, logEvidence }) => ({ nuW, gain: logEvidence - best.logEvidence }));
  const last = curve[curve.length - 1].nuW;
  const defaults = (data.defaults ?? []).filter(({ nuW }) => nuW >= curve[0].nuW && nuW <= last);
  const x = linearAxis("nu_W, variance of the transition matrix", [...curve.map((p) => p.nuW), chosen], {
    zero: curve[0].nuW < 0.2,
    exact: true,
  });
  const y = linearAxis("log evidence less its maximum (nats)", finite(points.map((p) => p.gain)));
  const rules = [
    { x: chosen, text: `your data: ${short(chosen, 2)}`, colour: accent },
    ...defaults.map(({ name, nuW }) => ({ x: nuW, text: `${name}: ${short(nuW, 2)}`, colour: muted })),
  ];
  const bare = { marginLeft: 56, marginRight: 22 };
  const spec = { ...bare, headroom: RULE_ROW * ruleRows(rules, x, frameOf(options, bare)) };
  return drawChart(options, {
    ...spec,
    title: "Evidence by nu_W",
    description:
      `Log evidence for nu_W from ${short(curve[0].nuW)} to ${short(last)}: highest at ${short(chosen)}, ` +
      `lower by up to ${short(-Math.min(0, ...points.map((p) => p.gain)))} nats elsewhere.` +
      defaults.map(({ name, nuW }) => ` ${name} takes ${short(nuW)}.`).join(""),
    x,
    y,
    marks: [
      Plot.line(points, { x: "nuW", y: "gain", stroke: accent, strokeWidth: 2 }),
      labelledRules(rules, x, frameOf(options, spec)),
      Plot.dot([chosen], { x: (v: number) => v, y: 0, r: 4.5, fill: accent }),
    ],
  });
}
