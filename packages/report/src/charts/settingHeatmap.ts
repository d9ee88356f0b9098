import * as Plot from "@observablehq/plot";
import { listed, short } from "../format.js";
import { type ChartOptions, drawChart, isNarrow } from "./chart.js";
import { textWidth } from "./key.js";
import { accent, ink, paper } from "./palette.js";
import { placesAxis, type SettingValues, valueText } from "./settingAxis.js";

export interface SettingHeatmapData {
  readonly measure: string;
  readonly x: SettingValues;
  readonly y: SettingValues;
  /** x and y are indices into the values */
  readonly cells: readonly {
    readonly x: number;
    readonly y: number;
    readonly mean: number;
    readonly runs: number;
  }[];
  /** whether small is good: the best cell is framed */
  readonly smallest?: boolean;
}

type HeatCell = SettingHeatmapData["cells"][number];

/** Opacity of the smallest and the largest value; with figures in the cells the darkest leaves them readable. */
const LIGHTEST = 0.06;
const DARKEST = { plain: 1, figures: 0.52 } as const;
/** Values above 0 over so many times the smallest are shaded by their logarithm. */
const LOG_FROM = 20;
const ROW = { least: 14, most: 40 } as const;

/** A measure over two settings: darker is larger. Where there is room each cell has its figure; the best is framed. */
export function settingHeatmapChart(data: SettingHeatmapData, options: ChartOptions): SVGSVGElement {
  const { x, y, cells, measure, smallest } = data;
  const { width = 720 } = options;
  const marginLeft = 18 + Math.max(24, ...y.values.map((value) => textWidth(valueText(value))));
  const inner = width - marginLeft - 14;
  const row = Math.max(ROW.least, Math.min(ROW.most, (isNarrow(options) ? 260 : 420) / y.values.length));
  const figures =
    row >= 17 && inner / x.values.length >= Math.max(...cells.map((d) => textWidth(short(d.mean)))) + 6;
  const strength = shade(cells, figures ? DARKEST.figures : DARKEST.plain);
  const best = smallest === undefined ? undefined : bestCell(cells, smallest);
  const box = {
    x1: (d: HeatCell) => d.x - 0.5,
    x2: (d: HeatCell) => d.x + 0.5,
    y1: (d: HeatCell) => d.y - 0.5,
    y2: (d: HeatCell) => d.y + 0.5,
  };
  const yAxis = placesAxis(y, Number.POSITIVE_INFINITY);
  const every = Math.ceil(13 / row);
  return drawChart(options, {
    title: `${measure} over ${x.name} and ${y.name}`,
    description: describe(data, best),
    height: Math.round(row * y.values.length) + 26 + 44,
    marginLeft,
    grid: false,
    x: placesAxis(x, inner),
    y: { ...yAxis, ticks: yAxis.ticks.filter((k) => k % every === 0) },
    marks: [
      Plot.rect(cells, { ...box, inset: 0.5, fill: accent, fillOpacity: { value: strength, scale: null } }),
      figures ? Plot.text(cells, { x: "x", y: "y", text: (d: HeatCell) => short(d.mean), fill: ink }) : null,
      best ? Plot.rect([best], { ...box, inset: 1, fill: "none", stroke: paper, strokeWidth: 4 }) : null,
      best ? Plot.rect([best], { ...box, inset: 1, fill: "none", stroke: ink, strokeWidth: 2 }) : null,
      Plot.frame({ strokeOpacity: 0.3 }),
    ],
  });
}

function shade(cells: readonly HeatCell[], darkest: number): (cell: HeatCell) => number {
  const means = cells.map((cell) => cell.mean);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const along = low > 0 && high / low >= LOG_FROM ? Math.log : (value: number) => value;
  const size = along(high) - along(low);
  return ({ mean }) => {
    const fraction = size > 0 ? (along(mean) - along(low)) / size : 0;
    return Math.round(1000 * (LIGHTEST + (darkest - LIGHTEST) * fraction)) / 1000;
  };
}

function bestCell(cells: readonly HeatCell[], smallest: boolean): HeatCell {
  return cells.reduce((best, cell) =>
    (smallest ? cell.mean < best.mean : cell.mean > best.mean) ? cell : best,
  );
}

function describe({ x, y, cells, measure }: SettingHeatmapData, best: HeatCell | undefined): string {
  const means = cells.map((cell) => cell.mean);
  const at = (cell: HeatCell) =>
    `${x.name} ${valueText(x.values[cell.x])}, ${y.name} ${valueText(y.values[cell.y])}`;
  const runs = [...new Set(cells.map((cell) => cell.runs))].sort((a, b) => a - b);
  return (
    `${cells.length} cells, the mean of ${listed(runs.map(String), 3)} runs each: ${measure} from ${short(Math.min(...means))} to ` +
    `${short(Math.max(...means))}.${best ? ` Best at ${at(best)}: ${short(best.mean)}.` : ""}`
  );
}
