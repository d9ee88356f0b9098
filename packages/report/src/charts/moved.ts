import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, lagAxis, logAxis } from "./axes.js";
import { type ChartOptions, drawChart, frameOf, isNarrow, type Numbers } from "./chart.js";
import { endLabels, labelRoom } from "./labels.js";
import { ramp } from "./palette.js";

export interface MovedData {
  /** hidden units */
  readonly width: number;
  readonly runs: readonly MovedRun[];
}

export interface MovedRun {
  readonly nuW: number;
  readonly rho: Numbers;
  /** ‖L_j(steps) − L_j(0)‖ / rho_j from lag 0 */
  readonly movedOverRho: Numbers;
  /** the theorem's B */
  readonly bound: number;
}

/** How far each lag's coefficient has moved, over rho_j, with the theorem's B; rings where rho_j is lost in noise. */
export function movedChart({ width, runs }: MovedData, options: ChartOptions): SVGSVGElement {
  const lags = Math.max(1, ...runs.map((run) => run.movedOverRho.length));
  const x = lagAxis(lags, options.width ?? 720, 0.3);
  const values = finite(
    ...runs.map((r) => r.movedOverRho),
    runs.map((r) => r.bound),
  );
  const y = logAxis("distance moved, over rho_j", values, 6);
  const labels = runs.map(({ nuW, bound }, k) => ({
    text: isNarrow(options) ? `nu_W ${short(nuW)}` : `nu_W ${short(nuW)}: B = ${short(bound, 2)}`,
    x: lags - 1 + 0.3,
    y: bound,
    colour: ramp(k, runs.length),
  }));
  const spec = { marginRight: labelRoom(labels.map((label) => label.text)), marginLeft: 52 };
  return drawChart(options, {
    ...spec,
    title: "Distance moved over rho, by lag",
    description: runs.map((run) => describe(run, width)).join(" "),
    x,
    y,
    marks: [
      ...runs.flatMap((run, k) => marksOf(run, width, y.domain[0], ramp(k, runs.length))),
      endLabels(labels, y, frameOf(options, spec)),
    ],
  });
}

interface Point {
  readonly lag: number;
  readonly value: number;
  readonly tells: boolean;
}

function marksOf(run: MovedRun, width: number, floor: number, colour: string): Plot.Markish[] {
  const points = pointsOf(run, width).filter(({ value }) => value >= floor);
  const r = run.rho.length > 60 ? 1.6 : 2.8;
  return [
    Plot.ruleY([run.bound], { stroke: colour, strokeDasharray: "5 3" }),
    Plot.line(
      points.filter(({ tells }) => tells),
      { x: "lag", y: "value", stroke: colour, strokeWidth: 1.5 },
    ),
    Plot.dot(points, {
      x: "lag",
      y: "value",
      fill: (d: Point) => (d.tells ? colour : "none"),
      stroke: colour,
      strokeOpacity: (d: Point) => (d.tells ? 1 : 0.5),
      r,
    }),
  ];
}

/** A lag tells something where rho_j stands clear of what leaks over from other lags, of order max rho/√n. */
function pointsOf({ rho, movedOverRho }: MovedRun, width: number): Point[] {
  const noise = (4 * Math.max(...finite(rho))) / Math.sqrt(width);
  return Array.from(movedOverRho, (value, lag) => ({ lag, value, tells: rho[lag] > noise })).filter(
    ({ value }) => Number.isFinite(value),
  );
}

function describe(run: MovedRun, width: number): string {
  const telling = pointsOf(run, width).filter(({ tells }) => tells);
  const most = telling.reduce((a, b) => Math.max(a, b.value), 0);
  return `nu_W ${short(run.nuW)}: at most ${short(most)} over the ${telling.length} lags that tell, B is ${short(run.bound)}.`;
}
