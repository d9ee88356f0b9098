import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, linearAxis, wholeAxis } from "./axes.js";
import { type ChartOptions, drawChart, frameOf, type Numbers } from "./chart.js";
import { labelledRules, RULE_ROW, ruleRows } from "./labels.js";
import { ink, ramp } from "./palette.js";

export interface DelayErrorData {
  readonly delays: readonly number[];
  readonly steps: number;
  readonly runs: readonly {
    readonly nuW: number;
    /** 95 % memory horizon, lags */
    readonly horizon: number;
    readonly networkError: Numbers;
    readonly predictedError: Numbers;
  }[];
}

/** What is left of the error on a pure delay: the network's as dots on the line that rho alone predicts. */
export function delayErrorChart(
  { delays, steps, runs }: DelayErrorData,
  options: ChartOptions,
): SVGSVGElement {
  const last = Math.max(...delays);
  const x = wholeAxis("delay d of the teacher (samples)", 0, last, options.width ?? 720);
  const y = linearAxis(`error left after ${steps} steps, over the output's power`, [
    1,
    ...finite(...runs.flatMap((run) => [run.networkError, run.predictedError])),
  ]);
  const rules = runs
    .map(({ nuW, horizon }, k) => ({
      x: horizon,
      text: `nu_W ${short(nuW)}: horizon ${short(horizon)}`,
      colour: ramp(k, runs.length),
    }))
    .filter((rule) => rule.x <= last);
  const beyond = runs.flatMap(({ nuW, horizon }, k) =>
    horizon <= last
      ? []
      : [
          {
            name: `nu_W ${short(nuW)}: horizon ${short(horizon)}`,
            colour: ramp(k, runs.length),
            form: "line" as const,
          },
        ],
  );
  const key = [
    ...beyond,
    { name: "network", colour: ink, form: "dot" as const },
    { name: "predicted from rho", colour: ink, form: "line" as const },
  ];
  const spec = { key, headroom: RULE_ROW * ruleRows(rules, x, frameOf(options, { key })) };
  return drawChart(options, {
    ...spec,
    title: "Error by delay",
    description: runs.map((run) => describe(run, delays)).join(" "),
    x,
    y,
    marks: [
      labelledRules(rules, x, frameOf(options, spec)),
      ...runs.flatMap(({ networkError, predictedError }, k) => [
        Plot.line(pairs(delays, predictedError), { stroke: ramp(k, runs.length), strokeWidth: 1.6 }),
        Plot.dot(pairs(delays, networkError), { fill: ramp(k, runs.length), r: 3 }),
      ]),
    ],
  });
}

function pairs(delays: readonly number[], errors: Numbers): [number, number][] {
  return delays.map((delay, k): [number, number] => [delay, errors[k]]).filter(([, v]) => Number.isFinite(v));
}

function describe(
  { nuW, horizon, networkError }: DelayErrorData["runs"][number],
  delays: readonly number[],
): string {
  const half = delays.find((_, k) => networkError[k] > 0.5);
  const reach = half === undefined ? "below one half at every delay" : `above one half from delay ${half} on`;
  return `nu_W ${short(nuW)}, horizon ${short(horizon)} lags: error ${reach}.`;
}
