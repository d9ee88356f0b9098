import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, logAxis, wholeAxis } from "./axes.js";
import { type AxisSpec, type ChartOptions, drawChart, frameOf, type Numbers } from "./chart.js";
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
  readonly closedForm?: Losses & { readonly steps?: Numbers };
  /** the steps that the losses are of, ascending, where they are not all from 0: all are drawn */
  readonly steps?: Numbers;
  readonly stepAxis?: {
    /** its last step, where that is beyond the losses' own */
    readonly until?: number;
    /** from step 1 on */
    readonly logarithmic?: boolean;
  };
}

const MOST_POINTS = 300;

/** The network's losses as thin lines on the convolution's as wide ones; dots for the closed form. */
export function lossCurvesChart(data: LossCurvesData, options: ChartOptions): SVGSVGElement {
  const { network, convolution, closedForm, steps } = data;
  const parts = (["train", "test"] as const).filter((part) => network[part].length > 0);
  const x = stepAxis(data, options.width ?? 720);
  const onAxis = (_: number, k: number) => (steps ? steps[k] : k) >= x.domain[0];
  const known = (_: number, k: number) => (closedForm?.steps ? closedForm.steps[k] : k) >= x.domain[0];
  const values = finite(
    ...parts.flatMap((part) => [network[part], convolution[part]]).map((v) => Array.from(v).filter(onAxis)),
    ...parts.map((part) => Array.from(closedForm?.[part] ?? []).filter(known)),
  );
  const y = logAxis("mean squared error over the output's power", values);
  const names = { train: "training", test: "test" };
  const begun = lastStep(data) >= x.domain[0] ? parts : [];
  const ends = begun.map((part) => {
    const curve = network[part];
    return {
      text: names[part],
      x: lastStep(data),
      y: curve[curve.length - 1],
      colour: part === "train" ? accent : ink,
    };
  });
  const key: KeyEntry[] = [
    { name: "network", colour: accent, form: "line" },
    { name: "convolution", colour: pale, form: "wide" },
    ...(closedForm ? [{ name: "closed form", colour: muted, form: "dot" } as const] : []),
  ];
  const shown = (all: readonly Point[]) => all.filter(({ step }) => step >= x.domain[0]);
  const pointsOf = (values: Numbers) => shown(points(values, MOST_POINTS, steps));
  const spec = { key, marginRight: labelRoom(parts.map((part) => names[part])), marginLeft: 52 };
  return drawChart(options, {
    ...spec,
    title: "Loss by step",
    description: describe(data),
    x,
    y,
    marks: [
      ...parts.map((part) => line(pointsOf(convolution[part]), pale, 6)),
      ...parts.map((part) => line(pointsOf(network[part]), paper, 3.4)),
      ...parts.map((part) => line(pointsOf(network[part]), part === "train" ? accent : ink, 1.6)),
      ...(closedForm
        ? parts.map((part) =>
            Plot.dot(shown(points(closedForm[part], 16, closedForm.steps)), {
              x: "step",
              y: "loss",
              r: 2.6,
              fill: muted,
            }),
          )
        : []),
      endLabels(ends, y, frameOf(options, spec)),
    ],
  });
}

function lastStep({ network, steps }: LossCurvesData): number {
  const last = network.train.length - 1;
  return steps && last >= 0 ? steps[last] : last;
}

function stepAxis(data: LossCurvesData, width: number): AxisSpec {
  const { until = 0, logarithmic = false } = data.stepAxis ?? {};
  const last = Math.max(lastStep(data), until);
  if (!logarithmic) return wholeAxis("step of gradient descent", 0, last, width);
  return logAxis("step of gradient descent, from 1", [1, Math.max(10, last)], 12, width / 90);
}

interface Point {
  readonly step: number;
  readonly loss: number;
}

function line(values: readonly Point[], stroke: string, strokeWidth: number): Plot.Markish {
  return Plot.line(values, { x: "step", y: "loss", stroke, strokeWidth });
}

/** The points of these steps, or about `most` of the steps from 0, the first and the last among them. */
function points(values: Numbers, most: number, steps?: Numbers): Point[] {
  const all = steps
    ? Array.from(values, (loss, k) => ({ step: steps[k], loss }))
    : evenly(values.length, most).map((step) => ({ step, loss: values[step] }));
  return all.filter(({ loss }) => loss > 0 && Number.isFinite(loss));
}

function evenly(length: number, most: number): number[] {
  const every = Math.max(1, (length - 1) / most);
  const total = length === 0 ? 0 : Math.floor((length - 1) / every + 1e-9) + 1;
  return Array.from({ length: total }, (_, k) => Math.round(k * every));
}

function describe(data: LossCurvesData): string {
  const { network, convolution } = data;
  const ends = ({ train, test }: Losses) =>
    `training loss from ${short(train[0])} to ${short(train[train.length - 1])}` +
    (test.length > 0 ? `, test loss to ${short(test[test.length - 1])}` : "");
  return `${lastStep(data)} steps. Network: ${ends(network)}. Convolution: ${ends(convolution)}.`;
}
