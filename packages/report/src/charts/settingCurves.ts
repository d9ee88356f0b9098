import * as Plot from "@observablehq/plot";
import { listed, short } from "../format.js";
import { linearAxis, logAxis } from "./axes.js";
import { type AxisSpec, type ChartOptions, drawChart, frameOf } from "./chart.js";
import { endLabels, labelRoom } from "./labels.js";
import { ramp } from "./palette.js";
import { type SettingValues, settingAxis, valueText } from "./settingAxis.js";

export interface SettingCurvesData {
  readonly measure: string;
  readonly x: SettingValues;
  /** a line for each value, or for some of them where they are many */
  readonly y?: SettingValues;
  /** x and y are indices into the values; the others are over the runs */
  readonly cells: readonly {
    readonly x: number;
    readonly y: number;
    readonly mean: number;
    readonly deviation: number;
    readonly least: number;
    readonly most: number;
    readonly runs: number;
  }[];
}

interface CurvePoint {
  readonly at: number;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly CurvePoint[];
}

/** As many as there are colours that can be told apart. */
const MOST_LINES = 4;
/** Values above 0 over so many times the smallest lie on a log axis. */
const LOG_FROM = 30;

/** A measure over one setting, a line for each value of a second; bars reach from the least to the most of the runs. */
export function settingCurvesChart(data: SettingCurvesData, options: ChartOptions): SVGSVGElement {
  const { measure } = data;
  const x = settingAxis(data.x, options.width ?? 720);
  const y = measureAxis(
    measure,
    data.cells.flatMap(({ least, most }) => [least, most]),
  );
  const series = seriesOf(data, x.at);
  const end = Math.max(...series.flatMap(({ points }) => points.map(({ at }) => at)));
  const labels = series.flatMap(({ name, colour, points }) => {
    const last = points[points.length - 1];
    return last && name !== "" ? [{ text: name, x: end, y: last.mean, colour }] : [];
  });
  const spec = { marginRight: Math.max(14, labelRoom(labels.map(({ text }) => text))), marginLeft: 56 };
  const frame = frameOf(options, spec);
  return drawChart(options, {
    ...spec,
    title: `${measure} over ${data.x.name}`,
    description: describe(data, series),
    x,
    y,
    marks: [
      ...series.flatMap(({ colour, points }) => [
        Plot.ruleX(
          points.filter(({ least, most }) => most > least),
          { x: "at", y1: "least", y2: "most", stroke: colour, strokeWidth: 1.25, strokeOpacity: 0.55 },
        ),
        Plot.line(points, { x: "at", y: "mean", stroke: colour, strokeWidth: 1.75 }),
        Plot.dot(points, { x: "at", y: "mean", fill: colour, r: 3 }),
      ]),
      ...endLabels(labels, y, frame),
    ],
  });
}

/** About `MOST_LINES` of the values of y: the first and the last among them. */
export function drawnLines(count: number, most = MOST_LINES): number[] {
  if (count <= most) return Array.from({ length: count }, (_, k) => k);
  return Array.from({ length: most }, (_, k) => Math.round((k * (count - 1)) / (most - 1)));
}

/** Logarithmic where the values call for it. */
export function measureAxis(label: string, values: readonly number[]): AxisSpec {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low > 0 && high / low >= LOG_FROM
    ? logAxis(label, values)
    : linearAxis(label, values, { zero: false });
}

function seriesOf({ y, cells }: SettingCurvesData, at: (k: number) => number): Series[] {
  const lines = drawnLines(y?.values.length ?? 1);
  return lines.map((line, k) => ({
    name: y ? `${y.name} ${valueText(y.values[line])}` : "",
    colour: ramp(k, lines.length),
    points: cells
      .filter((cell) => cell.y === line)
      .map(({ x, mean, least, most }) => ({ at: at(x), mean, least, most }))
      .sort((a, b) => a.at - b.at),
  }));
}

function describe({ x, y, measure, cells }: SettingCurvesData, series: readonly Series[]): string {
  const means = cells.map(({ mean }) => mean);
  const lines = y
    ? ` Lines: ${listed(
        series.map(({ name }) => name),
        6,
      )}.`
    : "";
  return `${measure} at ${x.values.length} values of ${x.name}, from ${short(Math.min(...means))} to ${short(Math.max(...means))}.${lines}`;
}
