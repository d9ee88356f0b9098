import { type HorizonCurveData, horizonCurveChart } from "@lagwise/report";
import { nodeDocument } from "@lagwise/report/node";
import { describe, expect, it } from "vitest";
import { all, chartDefects, type Element } from "./inspect.js";

const document = nodeDocument();
const draw = (data: HorizonCurveData, width = 720) =>
  horizonCurveChart(data, { document, width }) as unknown as Element;

/** A curve of the right kind: it grows as 1/(1 − nu_W). */
const curve = [0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.99, 0.999, 0.99999, 1].map((nuW) => ({
  nuW,
  horizon: Math.round(3 / (1 - nuW)),
}));
const references = [{ name: "PyTorch", nuW: 1 / 3, horizon: 4 }];

/** Where the middles of the dots are: references in the text's colour, what the chart is about in the accent. */
function dots(chart: Element): { accent: { x: number; y: number }[]; others: { x: number; y: number }[] } {
  const found = all(chart, "[data-mark=dot] circle").map((circle) => ({
    x: Number(circle.getAttribute("cx")),
    y: Number(circle.getAttribute("cy")),
    accent: /accent/.test(circle.getAttribute("fill") ?? circle.closest("g")?.getAttribute("fill") ?? ""),
  }));
  return { accent: found.filter(({ accent }) => accent), others: found.filter(({ accent }) => !accent) };
}

describe("the horizon curve", () => {
  it.each([350, 720])("is a chart without defects, %d wide, wherever one stands", (width) => {
    for (const chosen of [
      { nuW: 0, horizon: 1 },
      { nuW: 0.6, horizon: 9 },
      { nuW: 0.9999, horizon: 47_000 },
      { nuW: 1, horizon: Number.POSITIVE_INFINITY },
      { nuW: 4, horizon: Number.POSITIVE_INFINITY },
    ]) {
      expect(chartDefects(draw({ curve, chosen, references }, width))).toEqual([]);
    }
    expect(chartDefects(draw({ curve: [], chosen: { nuW: 1, horizon: Number.POSITIVE_INFINITY } }))).toEqual(
      [],
    );
  });

  it("puts a point where the axes say: a decade is the same height everywhere", () => {
    const at = (nuW: number, horizon: number) => dots(draw({ curve, chosen: { nuW, horizon } })).accent[0];
    const [one, ten, hundred] = [at(0.2, 1), at(0.4, 10), at(0.8, 100)];
    expect(ten.y - hundred.y).toBeCloseTo(one.y - ten.y, 0);
    expect(one.y).toBeGreaterThan(ten.y);
    expect(hundred.x - ten.x).toBeCloseTo(2 * (ten.x - one.x), 0);
  });

  it("has no point where there is no horizon, or none that can be drawn, and says so", () => {
    const none = draw({ curve, chosen: { nuW: 1.1, horizon: Number.POSITIVE_INFINITY }, references });
    expect(dots(none).accent).toEqual([]);
    expect(dots(none).others).toHaveLength(1);
    expect(all(none, "text").map(({ textContent }) => textContent)).toContain("1.1: no horizon");
    expect(none.getAttribute("aria-label")).toContain("At nu_W 1.1 it is ∞.");
    expect(dots(draw({ curve, chosen: { nuW: 0.9999, horizon: 47_000 } })).accent).toEqual([]);
  });

  it("says its figures", () => {
    const chart = draw({ curve, chosen: { nuW: 0.6, horizon: 9 }, references });
    const words = chart.getAttribute("aria-label") ?? "";
    expect(words).toContain("from 3 at nu_W 0 ");
    expect(words).toContain("At nu_W 0.6 it is 9.");
    expect(words).toContain("PyTorch has 4 at 0.333");
    expect(all(chart, "text").map(({ textContent }) => textContent)).toContain("0.6: 9 lags");
  });
});
