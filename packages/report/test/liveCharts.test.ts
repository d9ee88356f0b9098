import { emptyResponse } from "@lagwise/core";
import { impulseResponseChart, kernelHeatmapChart, lossCurvesChart } from "@lagwise/report";
import { nodeDocument } from "@lagwise/report/node";
import { describe, expect, it } from "vitest";
import { all, chartDefects, type Element } from "./inspect.js";

const document = nodeDocument();
const both = [350, 720].map((width) => ({ document, width }));
const element = (svg: unknown) => svg as Element;

describe("charts of a training that goes on", () => {
  const steps = [0, 1, 10, 100, 500];
  const losses = { train: steps.map((step) => 1 / (1 + step)), test: steps.map((step) => 2 / (1 + step)) };
  const data = { network: losses, convolution: losses, steps };

  it("draws the losses of some steps at those steps, on an axis with room to grow", () => {
    for (const options of both) {
      const chart = element(lossCurvesChart({ ...data, stepAxis: { until: 1000 } }, options));
      expect(chartDefects(chart)).toEqual([]);
      expect(chart.querySelector("desc")?.textContent).toMatch(/^500 steps\./);
      const [first, ...rest] = pathPoints(chart)[0].map(([x]) => x);
      const unit = (rest[3] - first) / 500;
      rest.forEach((x, k) => {
        expect(x - first).toBeCloseTo(unit * steps[k + 1], 0);
      });
      expect(first + 1000 * unit).toBeLessThan(options.width);
    }
  });

  it("has equal factors at equal distances on a logarithmic axis, from step 1", () => {
    for (const options of both) {
      const logarithmic = { ...data, stepAxis: { until: 1000, logarithmic: true } };
      const chart = element(lossCurvesChart(logarithmic, options));
      expect(chartDefects(chart)).toEqual([]);
      const [one, ten, hundred, last] = pathPoints(chart)[0].map(([x]) => x);
      expect(hundred - ten).toBeCloseTo(ten - one, 0);
      expect(last - hundred).toBeCloseTo((ten - one) * Math.log10(5), 0);
    }
    const single = { network: { train: [1], test: [1] }, convolution: { train: [1], test: [1] }, steps: [0] };
    const chart = lossCurvesChart({ ...single, stepAxis: { logarithmic: true } }, both[0]);
    expect(chartDefects(element(chart))).toEqual([]);
  });

  it("draws dashed what there is to learn, and keeps it within the axis", () => {
    const target = emptyResponse(10, 1, 1);
    target.coefficients.data[3] = 7;
    for (const options of both) {
      const series = [{ name: "network", response: emptyResponse(10, 1, 1) }];
      const names = { inputNames: ["x"], outputNames: ["y"] };
      const chart = element(
        impulseResponseChart({ ...names, series, target: { name: "teacher", response: target } }, options),
      );
      expect(chartDefects(chart)).toEqual([]);
      expect(chart.textContent).toContain("teacher");
      const dashed = all(chart, "g").filter((g) => g.getAttribute("stroke-dasharray") === "4 3");
      expect(dashed.length).toBe(1);
      const heights = pathPoints(dashed[0])[0].map(([, y]) => y);
      expect(heights.indexOf(Math.min(...heights))).toBe(3);
    }
  });
});

describe("a kernel of many lags", () => {
  const lags = 60;
  const rho = Array.from({ length: lags }, (_, j) => 0.9 ** j);
  const kernel = rho.map((value, j) =>
    rho.map((_, k) => (j === k ? value : 0.3 * Math.sin(3 * (j + k)) ** 5)),
  );

  it("shows the same cells with few elements, and negative ones in another colour", () => {
    for (const options of both) {
      const chart = element(kernelHeatmapChart({ nuW: 0.9, width: 100, kernel, rho }, options));
      expect(chartDefects(chart)).toEqual([]);
      const network = all(chart, "svg")[0];
      const shades = all(network, "path").filter((path) => path.getAttribute("fill-opacity") !== null);
      expect(shades.length).toBeLessThan(60);
      const cell = rectanglesOf(shades).reduce((least, { width }) => Math.min(least, width), options.width);
      const drawn = (negative: boolean) =>
        rectanglesOf(shades.filter((path) => (path.getAttribute("fill") === "currentColor") === negative))
          .map(({ width }) => Math.round(width / cell))
          .reduce((sum, cells) => sum + cells, 0);
      const visible = kernel.flat().filter((value) => Math.sqrt(Math.abs(value)) >= 0.02);
      // edges are rounded to a tenth of a pixel, of cells of 4 or 5
      const near = (count: number) => Math.abs(count) * 0.03;
      const [below, above] = [visible.filter((v) => v < 0).length, visible.filter((v) => v > 0).length];
      expect(Math.abs(drawn(true) - below)).toBeLessThanOrEqual(near(below));
      expect(Math.abs(drawn(false) - above)).toBeLessThanOrEqual(near(above));
    }
  });
});

/** The points of every path that is a line of more than two points: ticks of the axes are paths too. */
function pathPoints(chart: Element): [number, number][][] {
  return all(chart, "path")
    .map((path) => path.getAttribute("d") ?? "")
    .filter((d) => /^M[\d.,-]+L/.test(d))
    .map((d) =>
      d
        .slice(1)
        .split("L")
        .map((point) => point.split(",").map(Number) as [number, number]),
    )
    .filter((points) => points.length > 2);
}

function rectanglesOf(paths: readonly Element[]): { readonly width: number }[] {
  return paths.flatMap((path) =>
    [...(path.getAttribute("d") ?? "").matchAll(/M([\d.-]+) [\d.-]+H([\d.-]+)/g)].map(([, left, right]) => ({
      width: Number(right) - Number(left),
    })),
  );
}
