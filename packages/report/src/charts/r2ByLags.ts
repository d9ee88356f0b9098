import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, linearAxis, wholeAxis } from "./axes.js";
import { type ChartOptions, drawChart, frameOf } from "./chart.js";
import { endLabels, labelRoom } from "./labels.js";
import { accent, muted } from "./palette.js";

export interface R2ByLagsData {
  readonly points: readonly { readonly lags: number; readonly flat: number; readonly rnn: number }[];
}

/** Test R² against the number of lags, with the RNN's weights and with flat ones. */
export function r2ByLagsChart({ points }: R2ByLagsData, options: ChartOptions): SVGSVGElement {
  const last = points[points.length - 1];
  const x = wholeAxis("number of lags T", 0, Math.max(...points.map((p) => p.lags)), options.width ?? 720);
  const y = linearAxis(
    "R² on the test part",
    finite(
      points.map((p) => p.flat),
      points.map((p) => p.rnn),
    ),
    { zero: false },
  );
  const labels = [
    { text: "RNN's weights", x: last.lags, y: last.rnn, colour: accent },
    { text: "flat weights", x: last.lags, y: last.flat, colour: muted },
  ].filter((label) => Number.isFinite(label.y));
  const spec = { marginRight: labelRoom(labels.map((label) => label.text)), marginLeft: 52 };
  const marks = (["flat", "rnn"] as const).flatMap((kind) => {
    const stroke = kind === "rnn" ? accent : muted;
    return [
      Plot.line(points, { x: "lags", y: kind, stroke, strokeWidth: 1.75 }),
      Plot.dot(points, { x: "lags", y: kind, fill: stroke, r: 3 }),
    ];
  });
  return drawChart(options, {
    ...spec,
    title: "Test R² by number of lags",
    description: points
      .map(
        ({ lags, flat, rnn }) =>
          `${lags} lags: ${short(rnn)} with the RNN's weights, ${short(flat)} with flat ones.`,
      )
      .join(" "),
    x,
    y,
    marks: [...marks, endLabels(labels, y, frameOf(options, spec))],
  });
}
