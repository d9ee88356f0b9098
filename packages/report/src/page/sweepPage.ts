import type { ChartOptions } from "../charts/chart.js";
import { type MeanCurvesData, meanCurvesChart } from "../charts/meanCurves.js";
import { type SettingValues, valueText } from "../charts/settingAxis.js";
import { drawnLines, type SettingCurvesData, settingCurvesChart } from "../charts/settingCurves.js";
import { settingHeatmapChart } from "../charts/settingHeatmap.js";
import { count, grouped, listed, short } from "../format.js";
import type { DataTable } from "./csv.js";
import { type Figure, figureMarkup } from "./figure.js";
import { type HtmlValue, html } from "./html.js";
import { definitions, section, shell, tableMarkup } from "./shell.js";

/** What the runs of a sweep found, over one or two of their settings. */
export interface SweepPageData extends SettingCurvesData {
  readonly title: string;
  readonly command: string;
  readonly version: string;
  readonly kind: string;
  readonly runs: number;
  readonly done: number;
  readonly failed: number;
  readonly computing: string;
  readonly smallest?: boolean;
  /** settings that vary within the cells, with how many values each */
  readonly averaged: readonly { readonly name: string; readonly values: number }[];
  /** settings that vary at all, with their range as text */
  readonly settings: readonly (readonly [string, string])[];
  readonly measures: readonly {
    readonly name: string;
    readonly least: number;
    readonly median: number;
    readonly most: number;
  }[];
  readonly failures: readonly { readonly message: string; readonly runs: number }[];
  readonly best?: { readonly measure: string; readonly value: number; readonly settings: string };
  readonly meanCurves?: MeanCurvesData;
}

/** The page about a sweep: one HTML file that needs no network. The same results give the same bytes. */
export function sweepPage(data: SweepPageData, document: Document): string {
  const { title, kind, runs, failed, y, meanCurves, version } = data;
  const figures = [
    ...(y ? [heatmapFigure(data, y)] : []),
    curvesFigure(data),
    ...(meanCurves && meanCurves.curves.length > 0 ? [meanCurvesFigure(meanCurves)] : []),
  ];
  return shell({
    title,
    eyebrow: "Lagwise · sweep",
    lead: lead(data),
    meta: `${count(runs, "run")} of ${kind}${failed > 0 ? ` · ${grouped(failed)} failed` : ""} · ${data.computing} of computing`,
    body: [
      section(
        "over-settings",
        "Over the settings",
        figures.map((one) => figureMarkup(one, document)),
      ),
      section("runs", "The runs", runsBody(data)),
    ],
    colophon: html`<p>Written by lagwise ${version}. Every run is a job with its own settings and seed, and its identity is a digest of
them, of the recording's content and of the code: the same sweep finds the same again.</p>`,
  });
}

function lead({ best, measure }: SweepPageData): HtmlValue {
  if (best === undefined) return `Means of ${measure} over the runs.`;
  return html`The best ${best.measure} of a single run is <strong>${short(best.value, 4)}</strong>, with ${best.settings}.`;
}

function runsBody({ command, settings, measures, failures, done, failed }: SweepPageData): HtmlValue {
  return [
    html`<pre><code>${command}</code></pre>`,
    definitions([["done", grouped(done)], ["failed", grouped(failed)], ...settings]),
    tableMarkup(
      "What the runs found",
      ["measure", "least", "median", "most"],
      measures.map(({ name, least, median, most }) => [name, short(least), short(median), short(most)]),
    ),
    failures.length > 0 &&
      tableMarkup(
        "Why runs failed",
        ["message", "runs"],
        failures.map(({ message, runs }) => [message, grouped(runs)]),
      ),
  ];
}

function within({ averaged, cells, x, y }: SweepPageData): string {
  const runs = cells.map((cell) => cell.runs);
  const [fewest, most] = [Math.min(...runs), Math.max(...runs)];
  const bins = [x, y].flatMap((one) => (one?.binned ? [one.name] : []));
  const binned = bins.length > 0 ? ` ${listed(bins)} in bins, named by their middles.` : "";
  if (most === 1) return `Each is one run.${binned}`;
  const over = averaged.map(({ name, values }) => `${grouped(values)} values of ${name}`);
  const of = fewest === most ? count(most, "run") : `${grouped(fewest)} to ${count(most, "run")}`;
  return `Means of ${of}${over.length > 0 ? `, over ${listed(over, 5)}` : ""}.${binned}`;
}

function heatmapFigure(data: SweepPageData, y: SettingValues): Figure {
  const { x, cells, measure, smallest } = data;
  const framed = smallest === undefined ? "" : " The best is framed.";
  return {
    id: "heat-map",
    title: `${x.name} across, ${y.name} up`,
    caption: `The stronger the colour, the larger. ${within(data)}${framed}`,
    draw: (options: ChartOptions) => settingHeatmapChart({ measure, x, y, cells, smallest }, options),
    table: cellTable(data),
  };
}

function curvesFigure(data: SweepPageData): Figure {
  const { x, y, measure, cells } = data;
  const lines = drawnLines(y?.values.length ?? 1).length;
  const some =
    y && lines < y.values.length ? ` Drawn are ${lines} of ${y.values.length} values of ${y.name}.` : "";
  const bars = cells.some(({ least, most }) => most > least)
    ? " Bars reach from the least to the most of the runs."
    : "";
  return {
    id: "curves",
    title: `${measure} by ${x.name}`,
    caption: `${within(data)}${bars}${some}`,
    draw: (options: ChartOptions) => settingCurvesChart({ measure, x, y, cells }, options),
    table: cellTable(data),
  };
}

function meanCurvesFigure(data: MeanCurvesData): Figure {
  const { name, along, setting, curves } = data;
  return {
    id: "mean-curves",
    title: `${name} by ${along}`,
    caption: `The mean of all runs with the same ${setting}.`,
    draw: (options: ChartOptions) => meanCurvesChart(data, options),
    table: {
      columns: [setting, along, name],
      rows: curves.flatMap(({ value, x, y }) => Array.from(x, (at, k) => [value, at, y[k]])),
    },
  };
}

function cellTable({ x, y, measure, cells }: SweepPageData): DataTable {
  return {
    columns: [
      x.name,
      ...(y ? [y.name] : []),
      `${measure} (mean)`,
      "standard deviation",
      "least",
      "most",
      "runs",
    ],
    rows: cells.map((cell) => [
      x.values[cell.x],
      ...(y ? [y.values[cell.y]] : []),
      cell.mean,
      cell.deviation,
      cell.least,
      cell.most,
      cell.runs,
    ]),
  };
}

/** A range of a setting's values in words. */
export function rangeText(values: number, least: number | string, most: number | string): string {
  return `${count(values, "value")}, ${valueText(least)} to ${valueText(most)}`;
}
