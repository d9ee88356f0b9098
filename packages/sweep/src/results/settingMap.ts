import { LagwiseError } from "@lagwise/core";
import { nearestName } from "@lagwise/data";
import { mainMeasures, type SweepKind } from "../file/settings.js";
import { type Cell, literal, quoted, type ResultsFile } from "./ResultsFile.js";
import { type KindSummary, type SettingRange, summarise } from "./summarise.js";

/** What is to be drawn; what is not said is chosen. */
export interface MapChoice {
  readonly job?: string;
  readonly x?: string;
  readonly y?: string;
  readonly measure?: string;
}

/** A setting with the values that occur, ascending; where they are many, in bins with their middles. */
export interface SettingAxis {
  readonly name: string;
  readonly values: readonly (number | string)[];
  /** how the values lie, and for numbers on a log scale how bins do */
  readonly scale: "linear" | "log" | "words";
  readonly binned: boolean;
}

/** All runs with the same values of the two settings. */
export interface MapCell {
  /** indices into the values of the axes */
  readonly x: number;
  readonly y: number;
  readonly mean: number;
  /** standard deviation over the runs; 0 for one */
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
  readonly runs: number;
}

/** A measure over two settings, each cell a mean over runs; or over one setting, with a single value of y. */
export interface SettingMap {
  readonly summary: KindSummary;
  readonly measure: string;
  readonly smallest?: boolean;
  readonly x: SettingAxis;
  readonly y?: SettingAxis;
  readonly cells: readonly MapCell[];
  /** settings that vary within the cells */
  readonly averaged: readonly SettingRange[];
}

/** So many different numbers are still drawn one by one. */
const MOST_VALUES = 24;
const BINS = 16;
/** Numbers above 0 whose largest is so many times the smallest lie on a log scale. */
const LOG_FROM = 50;

/** Throws a LagwiseError where a name is none of a setting or measure of these runs, or nothing varies. */
export async function settingMap(file: ResultsFile, choice: MapChoice): Promise<SettingMap> {
  const summary = chosenKind(await summarise(file), choice.job);
  const main = mainMeasures[summary.kind as SweepKind];
  const measures = summary.measures.map(({ name }) => name);
  const usual = measures.includes(main?.name) ? main.name : measures[0];
  if (usual === undefined) throw new LagwiseError("there is no measure to draw: no run has one");
  const measure = chosenName("measure", choice.measure ?? usual, measures);
  const varying = summary.settings.map(({ name }) => name);
  const candidates = [...summary.settings]
    .filter(({ name }) => name !== "seed")
    .sort((a, b) => b.values - a.values)
    .map(({ name }) => name);
  const xName = chosenName(
    "setting",
    choice.x ?? candidates.find((name) => name !== choice.y) ?? varying[0],
    varying,
  );
  const yUsual = candidates.find((name) => name !== xName);
  const yName = choice.y === undefined ? yUsual : chosenName("setting", choice.y, varying);
  if (xName === yName) throw new LagwiseError(`--x and --y are both ${xName}: name two settings`);
  const points = await pointsOf(file, summary.kind, measure, xName, yName);
  if (points.length === 0) throw new LagwiseError(`no run has ${measure} and ${xName} both`);
  const x = axisOf(
    xName,
    points.map((point) => point.x),
  );
  const y =
    yName === undefined
      ? undefined
      : axisOf(
          yName,
          points.map((point) => point.y),
        );
  return {
    summary,
    measure,
    smallest: measure === main?.name ? main.smallest : undefined,
    x: x.axis,
    y: y?.axis,
    cells: cellsOf(points, x.indexOf, y?.indexOf ?? (() => 0)),
    averaged: summary.settings.filter(({ name }) => name !== xName && name !== yName),
  };
}

/** A curve of all runs at once: the mean of a curve over all runs with the same value of a setting. */
export interface MeanCurve {
  readonly value: number | string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Mean curves of the runs of a kind, one for each of about `most` values of a setting; none where runs have no such curve. */
export async function meanCurves(
  file: ResultsFile,
  { summary, x }: SettingMap,
  name: string,
  most = 4,
): Promise<MeanCurve[]> {
  if (x.binned) return [];
  const wanted = evenly(x.values, most);
  const curves = wanted.map(async (value) => {
    const equal = typeof value === "number" ? `= ${value}` : `= ${literal(value)}`;
    const rows = await file.rows(
      `SELECT curves.x AS x, avg(curves.y) AS y FROM curves JOIN runs ON curves.run = runs.id WHERE runs.kind = ${literal(summary.kind)} ` +
        `AND curves.name = ${literal(name)} AND runs.${quoted(x.name)} ${equal} GROUP BY curves.x ORDER BY curves.x`,
    );
    return { value, x: rows.map((row) => row.x as number), y: rows.map((row) => row.y as number) };
  });
  return (await Promise.all(curves)).filter((curve) => curve.x.length > 1);
}

function chosenKind(kinds: readonly KindSummary[], wanted: string | undefined): KindSummary {
  if (kinds.length === 0) throw new LagwiseError("there are no runs to draw yet");
  if (wanted === undefined) return kinds[0];
  const found = kinds.find(({ kind }) => kind === wanted);
  if (found) return found;
  throw new LagwiseError(
    `there are no runs of ${wanted}: there are ${kinds.map(({ kind }) => kind).join(", ")}`,
  );
}

function chosenName(what: string, name: string | undefined, names: readonly string[]): string {
  if (names.length === 0)
    throw new LagwiseError("there is nothing to draw over: all runs have the same settings");
  if (name !== undefined && names.includes(name)) return name;
  const nearest = nearestName(name ?? "", names);
  const hint = nearest === undefined ? "" : `did you mean ${nearest}? `;
  throw new LagwiseError(`no ${what} that varies is called ${name}: ${hint}there are ${names.join(", ")}`);
}

interface Point {
  readonly x: number | string;
  readonly y: number | string;
  readonly value: number;
}

async function pointsOf(
  file: ResultsFile,
  kind: string,
  measure: string,
  x: string,
  y: string | undefined,
): Promise<Point[]> {
  const second = y === undefined ? "''" : quoted(y);
  const rows = await file.rows(
    `SELECT ${quoted(x)} AS x, ${second} AS y, ${quoted(measure)} AS value FROM runs WHERE kind = ${literal(kind)} AND status = 'done' ` +
      `AND ${quoted(x)} IS NOT NULL AND ${second} IS NOT NULL AND ${quoted(measure)} IS NOT NULL`,
  );
  const word = (cell: Cell) => (typeof cell === "number" ? cell : String(cell));
  return rows.map((row) => ({ x: word(row.x), y: word(row.y), value: row.value as number }));
}

function axisOf(name: string, all: readonly (number | string)[]) {
  const distinct = [...new Set(all)];
  const numbers = distinct.filter((value) => typeof value === "number").sort((a, b) => a - b);
  if (numbers.length < distinct.length) {
    const values = distinct.map(String).sort();
    return { axis: { name, values, scale: "words" as const, binned: false }, indexOf: indexIn(values) };
  }
  const [least, most] = [numbers[0], numbers[numbers.length - 1]];
  const scale = least > 0 && most / least >= LOG_FROM ? ("log" as const) : ("linear" as const);
  if (numbers.length <= MOST_VALUES) {
    return { axis: { name, values: numbers, scale, binned: false }, indexOf: indexIn(numbers) };
  }
  const along = scale === "log" ? Math.log : (value: number) => value;
  const back = scale === "log" ? Math.exp : (value: number) => value;
  const size = (along(most) - along(least)) / BINS;
  const values = Array.from({ length: BINS }, (_, k) => back(along(least) + (k + 0.5) * size));
  const indexOf = (value: number | string) =>
    Math.min(BINS - 1, Math.floor((along(Number(value)) - along(least)) / size));
  return { axis: { name, values, scale, binned: true }, indexOf };
}

function indexIn(values: readonly (number | string)[]): (value: number | string) => number {
  const places = new Map(values.map((value, k) => [value, k]));
  return (value) => places.get(value) ?? 0;
}

type IndexOf = (value: number | string) => number;

function cellsOf(points: readonly Point[], xOf: IndexOf, yOf: IndexOf): MapCell[] {
  const groups = new Map<string, { x: number; y: number; values: number[] }>();
  for (const { x, y, value } of points) {
    const [i, j] = [xOf(x), yOf(y)];
    const group = groups.get(`${i} ${j}`) ?? { x: i, y: j, values: [] };
    groups.set(`${i} ${j}`, group);
    group.values.push(value);
  }
  return [...groups.values()]
    .map(({ x, y, values }) => ({ x, y, ...spread(values), runs: values.length }))
    .sort((a, b) => a.y - b.y || a.x - b.x);
}

function spread(values: readonly number[]): Pick<MapCell, "mean" | "deviation" | "least" | "most"> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const [least, most] = values.reduce(
    ([low, high], v) => [Math.min(low, v), Math.max(high, v)],
    [mean, mean],
  );
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0, least, most };
}

function evenly<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, k) => values[Math.round((k * (values.length - 1)) / (most - 1))]);
}
