import { energyByLag, type ImpulseResponse } from "@lagwise/core";
import * as Plot from "@observablehq/plot";
import { finite, lagAxis, linearAxis } from "./axes.js";
import { type ChartOptions, drawChart, type Numbers } from "./chart.js";
import { accent, ink } from "./palette.js";

export interface EnergyByLagData {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly series: readonly { readonly name: string; readonly response: ImpulseResponse }[];
  /** of the first series, where it is not simply the sum of squares */
  readonly energy?: Numbers;
}

/** How much of a response's energy lies at each lag, summed over every pair of an input and an output. */
export function energyByLagChart(data: EnergyByLagData, options: ChartOptions): SVGSVGElement {
  const shares = data.series.map(({ response }, s) =>
    percentages(s === 0 && data.energy ? data.energy : energyByLag(response)),
  );
  const [first, ...others] = shares;
  const peak = first.reduce((best, value, lag) => (value > first[best] ? lag : best), 0);
  const inset = first.length > 60 ? 0 : 0.14;
  return drawChart(options, {
    title: "Energy of the impulse responses by lag",
    description:
      `Share of the energy at each of ${first.length} lags, ${data.inputNames.length} inputs to ` +
      `${data.outputNames.length} outputs: most at lag ${peak}, ${first[peak].toFixed(1)} %.`,
    x: lagAxis(first.length, options.width ?? 720, 0.6),
    y: linearAxis("energy at the lag (% of all)", finite(...shares)),
    key:
      others.length > 0
        ? data.series.map(({ name }, s) => ({
            name,
            colour: s === 0 ? accent : ink,
            form: s === 0 ? ("area" as const) : ("line" as const),
          }))
        : [],
    marks: [
      Plot.rect(first, {
        x1: (_: number, j: number) => j - 0.5 + inset,
        x2: (_: number, j: number) => j + 0.5 - inset,
        y1: 0,
        y2: (v: number) => v,
        fill: accent,
      }),
      ...others.map((values) => Plot.line(values, { x: (_, j) => j, y: (v: number) => v, strokeWidth: 1.5 })),
      Plot.ruleY([0]),
    ],
  });
}

function percentages(energy: Numbers): number[] {
  const values = Array.from(energy);
  const total = values.reduce((a, b) => a + b, 0);
  return values.map((value) => (total > 0 ? (100 * value) / total : 0));
}
