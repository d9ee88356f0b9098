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
  const cells: Cell[] = rows.flatMap((row, j) => Array.from(row, (value, k) => ({ j, k, value })));
  const strength = (d: Cell) => Math.round(1000 * Math.sqrt(Math.abs(d.value) / largest)) / 1000;
  return drawChart(options, {
    title: label,
    description: label,
    height: width - 46 - 14 + 44 + 26,
    grid: false,
    x: axis,
    y: { ...axis, domain: [lags - 0.5, -0.5], label },
    marks: [
      Plot.rect(
        cells.filter((d) => strength(d) >= 0.02),
        {
          x1: (d: Cell) => d.k - 0.5,
          x2: (d: Cell) => d.k + 0.5,
          y1: (d: Cell) => d.j - 0.5,
          y2: (d: Cell) => d.j + 0.5,
          fill: (d: Cell) => (d.value < 0 ? ink : accent),
          fillOpacity: { value: strength, scale: null },
        },
      ),
      Plot.frame({ strokeOpacity: 0.3 }),
    ],
  });
}
