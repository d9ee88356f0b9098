import * as Plot from "@observablehq/plot";
import { short } from "../format.js";
import { finite, lagAxis } from "./axes.js";
import { type ChartOptions, composeCharts, drawChart, isNarrow, type Numbers } from "./chart.js";
import { accent, ink } from "./palette.js";

export interface KernelHeatmapData {
  readonly nuW: number;
  readonly width: number;
  /** T×T, a network's tangent kernel */
  readonly kernel: readonly Numbers[];
  /** the diagonal of its limit */
  readonly rho: Numbers;
}

/** Cells fainter than this are left out. */
const FAINTEST = 0.02;
/** From more lags on cells of one shade are drawn together, … */
const MANY_LAGS = 40;
/** … in so many shades. */
const SHADES = 25;
const SVG = "http://www.w3.org/2000/svg";

interface Cell {
  readonly j: number;
  readonly k: number;
  readonly value: number;
}

/** A network's tangent kernel beside its limit: darker is larger, on a square-root scale; negative values are greys. */
export function kernelHeatmapChart(data: KernelHeatmapData, options: ChartOptions): SVGSVGElement {
  const { kernel, rho, width, nuW } = data;
  const largest = Math.max(...finite(rho, ...kernel).map(Math.abs)) || 1;
  const limit = Array.from(rho, (value, j) => Array.from(rho, (_, k) => (j === k ? value : 0)));
  const off = kernel.flatMap((row, j) => Array.from(row).filter((_, k) => k !== j));
  const worst = Math.max(0, ...finite(off).map(Math.abs));
  return composeCharts(
    options,
    {
      title: "Tangent kernel beside its limit",
      description:
        `Kernel of a network of ${width} hidden units at nu_W ${short(nuW)} over ${rho.length} lags, and the diagonal ` +
        `matrix of rho that it tends to: largest ${short(largest)}, largest off the diagonal ${short(worst)}.`,
    },
    isNarrow(options) ? 1 : 2,
    [
      (each) => heatmap(kernel, largest, `network, n = ${width}: lag j down, lag k across`, each),
      (each) => heatmap(limit, largest, "limit: rho_j on the diagonal", each),
    ],
  );
}

function heatmap(
  rows: readonly Numbers[],
  largest: number,
  label: string,
  options: ChartOptions,
): SVGSVGElement {
  const { width = 360 } = options;
  const lags = rows.length;
  const axis = lagAxis(lags, width, 0.5, "lag k");
  return drawChart(options, {
    title: label,
    description: label,
    height: width - 46 - 14 + 44 + 26,
    grid: false,
    x: axis,
    y: { ...axis, domain: [lags - 0.5, -0.5], label },
    marks: [
      lags > MANY_LAGS ? cellsTogether(rows, largest) : cellsApart(rows, largest),
      Plot.frame({ strokeOpacity: 0.3 }),
    ],
  });
}

function cellsApart(rows: readonly Numbers[], largest: number): Plot.Markish {
  const cells: Cell[] = rows.flatMap((row, j) => Array.from(row, (value, k) => ({ j, k, value })));
  const strength = (d: Cell) => Math.round(1000 * Math.sqrt(Math.abs(d.value) / largest)) / 1000;
  return Plot.rect(
    cells.filter((d) => strength(d) >= FAINTEST),
    {
      x1: (d: Cell) => d.k - 0.5,
      x2: (d: Cell) => d.k + 0.5,
      y1: (d: Cell) => d.j - 0.5,
      y2: (d: Cell) => d.j + 0.5,
      fill: (d: Cell) => (d.value < 0 ? ink : accent),
      fillOpacity: { value: strength, scale: null },
    },
  );
}

/** One path for each shade: tens of thousands of elements would take half a second to draw. */
function cellsTogether(rows: readonly Numbers[], largest: number): Plot.RenderFunction {
  return (_index, { x, y }, _values, _dimensions, { document }) => {
    const g = document.createElementNS(SVG, "g") as SVGGElement;
    if (x === undefined || y === undefined) return g;
    const edges = (scale: (value: number) => number) =>
      Array.from({ length: rows.length + 1 }, (_, lag) => Math.round(10 * scale(lag - 0.5)) / 10);
    for (const [shade, d] of pathsByShade(rows, largest, edges(x), edges(y))) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("fill", shade < 0 ? ink : accent);
      path.setAttribute("fill-opacity", String(Math.abs(shade) / SHADES));
      path.setAttribute("shape-rendering", "crispEdges");
      path.setAttribute("d", d.join(""));
      g.append(path);
    }
    return g;
  };
}

/** Neighbours in a row that are of one shade make one rectangle; shades of negative values are negative. */
function pathsByShade(
  rows: readonly Numbers[],
  largest: number,
  across: readonly number[],
  down: readonly number[],
): Map<number, string[]> {
  const paths = new Map<number, string[]>();
  rows.forEach((row, j) => {
    const shades = Array.from(row, (value) => {
      const strength = Math.sqrt(Math.abs(value) / largest);
      return strength >= FAINTEST ? Math.sign(value) * Math.ceil(strength * SHADES) : 0;
    });
    for (let from = 0, to = 1; from < shades.length; from = to++) {
      const shade = shades[from];
      while (to < shades.length && shades[to] === shade) to++;
      if (shade === 0) continue;
      const path = paths.get(shade) ?? [];
      paths.set(shade, path);
      path.push(`M${across[from]} ${down[j]}H${across[to]}V${down[j + 1]}H${across[from]}Z`);
    }
  });
  return paths;
}
