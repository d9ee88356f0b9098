import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, logAxis, wholeAxis } from "./axes.js";
import { type ChartOptions, drawChart, frameOf, type Numbers } from "./chart.js";
import type { KeyEntry } from "./key.js";
import { endLabels, labelRoom } from "./labels.js";
import { accent, ink, muted, pale, paper } from "./palette.js";

/** Normalised losses by step from 0; an empty `test` where there is no test part. */
export interface Losses {
  readonly train: Numbers;
  readonly test: Numbers;
}

export interface LossCurvesData {
  readonly network: Losses;
  readonly convolution: Losses;
  readonly closedForm?: Losses;
}

const MOST_POINTS = 300;

/** The network's losses as thin lines on the convolution's as wide ones; dots for the closed form. */
export function lossCurvesChart(data: LossCurvesData, options: ChartOptions): SVGSVGElement {
  const { network, convolution, closedForm } = data;
  const steps = network.train.length;
  const parts = (["train", "test"] as const).filter((part) => network[part].length > 0);
  const values = finite(...parts.flatMap((part) => [network[part], convolution[part]]));
  const x = wholeAxis("step of gradient descent", 0, steps - 1, options.width ?? 720);
  const y = logAxis("mean squared error over the output's power", values);
  const names = { train: "training", test: "test" };
  const ends = parts.map((part) => {
    const curve = network[part];
    return {
      text: names[part],
      x: curve.length - 1,
      y: curve[curve.length - 1],
      colour: part === "train" ? accent : ink,
    };
  });
  const key: KeyEntry[] = [
    { name: "network", colour: accent, form: "line" },
    { name: "convolution", colour: pale, form: "wide" },
    ...(closedForm ? [{ name: "closed form", colour: muted, form: "dot" } as const] : []),
  ];
  const spec = { key, marginRight: labelRoom(ends.map((end) => end.text)), marginLeft: 52 };
  return drawChart(options, {
    ...spec,
    title: "Loss by step",
    description: describe(data),
    x,
    y,
    marks: [
      ...parts.map((part) => line(convolution[part], pale, 6)),
      ...parts.map((part) => line(network[part], paper, 3.4)),
      ...parts.map((part) => line(network[part], part === "train" ? accent : ink, 1.6)),
      ...(closedForm
        ? parts.map((part) =>
            Plot.dot(points(closedForm[part], 16), { x: "step", y: "loss", r: 2.6, fill: muted }),
          )
        : []),
      endLabels(ends, y, frameOf(options, spec)),
    ],
  });
}

function line(values: Numbers, stroke: string, strokeWidth: number): Plot.Markish {
  return Plot.line(points(values, MOST_POINTS), { x: "step", y: "loss", stroke, strokeWidth });
}

/** About `most` of the points, the first and the last among them. */
function points(values: Numbers, most: number): { readonly step: number; readonly loss: number }[] {
  const every = Math.max(1, (values.length - 1) / most);
  const total = values.length === 0 ? 0 : Math.floor((values.length - 1) / every + 1e-9) + 1;
  return Array.from({ length: total }, (_, k) => Math.round(k * every))
    .map((step) => ({ step, loss: values[step] }))
    .filter(({ loss }) => loss > 0 && Number.isFinite(loss));
}

function describe({ network, convolution }: LossCurvesData): string {
  const ends = ({ train, test }: Losses) =>
    `training loss from ${short(train[0])} to ${short(train[train.length - 1])}` +
    (test.length > 0 ? `, test loss to ${short(test[test.length - 1])}` : "");
  return `${network.train.length - 1} steps. Network: ${ends(network)}. Convolution: ${ends(convolution)}.`;
}
