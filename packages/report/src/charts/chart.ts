import * as Plot from "@observablehq/plot";
import { drawKey, type KeyEntry, keyMark, keyRows } from "./key.js";
import { grid } from "./palette.js";

/** Where and how large a chart is drawn. */
export interface ChartOptions {
  /** a browser's document, or linkedom's in Node */
  readonly document: Document;
  /** pixels; from 320, 720 unless given */
  readonly width?: number;
}

/** A list of numbers of any kind. */
export type Numbers = ArrayLike<number>;

export interface AxisSpec {
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly type?: "linear" | "log";
  readonly ticks: readonly number[];
  readonly tickFormat: (value: number) => string;
}

/** What a chart is made of, beside where it is drawn. */
export interface ChartSpec {
  readonly title: string;
  /** what it shows, in words and with its main figures */
  readonly description: string;
  readonly height?: number;
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  readonly key?: readonly KeyEntry[];
  readonly marginRight?: number;
  readonly marginLeft?: number;
  /** more room between the key and the frame, for labels of rules */
  readonly headroom?: number;
  /** lines behind the marks at the ticks of y, unless false */
  readonly grid?: boolean;
  readonly marks: readonly Plot.Markish[];
}

/** Where the frame of a chart lies within it, in pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const FONT_SIZE = 12;
const SVG = "http://www.w3.org/2000/svg";
const LABEL_HEIGHT = 26;
const KEY_ROW = 19;

export function isNarrow({ width = 720 }: { readonly width?: number }): boolean {
  return width < 480;
}

/** The frame that `drawChart` gives a chart: known beforehand, so that labels can be kept apart. */
export function frameOf(
  options: Pick<ChartOptions, "width">,
  spec: Pick<ChartSpec, "height" | "key" | "marginLeft" | "marginRight" | "headroom">,
): Frame & { readonly width: number; readonly height: number } {
  const { width = 720 } = options;
  const rows = keyRows(spec.key ?? [], width).length;
  const top = LABEL_HEIGHT + rows * KEY_ROW + (rows > 0 ? 4 : 0) + (spec.headroom ?? 0);
  const height = (spec.height ?? (isNarrow(options) ? 230 : 300)) + top - LABEL_HEIGHT;
  return {
    width,
    height,
    left: spec.marginLeft ?? 46,
    right: width - (spec.marginRight ?? 14),
    top,
    bottom: height - 44,
  };
}

/** Draws a chart: axes with their labels, a key, the marks, and its text alternative. The same data, the same bytes. */
export function drawChart(options: ChartOptions, spec: ChartSpec): SVGSVGElement {
  const frame = frameOf(options, spec);
  const svg = Plot.plot({
    document: options.document,
    className: "lw-chart",
    width: frame.width,
    height: frame.height,
    marginLeft: frame.left,
    marginRight: frame.width - frame.right,
    marginTop: frame.top,
    marginBottom: frame.height - frame.bottom,
    x: { type: spec.x.type ?? "linear", domain: spec.x.domain, axis: null },
    y: { type: spec.y.type ?? "linear", domain: spec.y.domain, axis: null },
    marks: [
      spec.grid === false ? null : Plot.gridY(spec.y.ticks, { stroke: grid, strokeOpacity: 1 }),
      Plot.axisX([...spec.x.ticks], { tickSize: 4, text: spec.x.tickFormat, label: null }),
      Plot.axisY([...spec.y.ticks], { tickSize: 0, text: spec.y.tickFormat, label: null }),
      ...spec.marks,
      axisLabels(frame, spec),
      keyMark(spec.key ?? [], frame.width),
    ],
  }) as unknown as SVGSVGElement;
  return finished(svg, options.document, spec);
}

/** Several charts in one, under one key: side by side in `columns`, each `width / columns` wide. */
export function composeCharts(
  options: ChartOptions,
  text: Pick<ChartSpec, "title" | "description" | "key">,
  columns: number,
  draw: readonly ((options: ChartOptions) => SVGSVGElement)[],
): SVGSVGElement {
  const { document, width = 720 } = options;
  const each = Math.floor(width / columns);
  const charts = draw.map((one) => one({ document, width: each }));
  const svg = document.createElementNS(SVG, "svg") as SVGSVGElement;
  const { key = [] } = text;
  svg.appendChild(drawKey(document, key, width));
  let top = keyRows(key, width).length * KEY_ROW + (key.length > 0 ? 6 : 0);
  for (let start = 0; start < charts.length; start += columns) {
    const row = charts.slice(start, start + columns);
    const height = Math.max(...row.map((chart) => Number(chart.getAttribute("height"))));
    row.forEach((chart, k) => {
      for (const name of ["role", "aria-label", "style"]) chart.removeAttribute(name);
      for (const child of Array.from(chart.children)) {
        if (child.localName === "title" || child.localName === "desc") child.remove();
      }
      chart.setAttribute("x", String(k * each));
      chart.setAttribute("y", String(top));
      svg.appendChild(chart);
    });
    top += height + 10;
  }
  svg.setAttribute("class", "lw-chart");
  svg.setAttribute("fill", "currentColor");
  svg.setAttribute("font-family", "system-ui, sans-serif");
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(top));
  svg.setAttribute("viewBox", `0 0 ${width} ${top}`);
  return finished(svg, document, text);
}

/** A text element; text from data is only ever set as text. */
function textElement(
  document: Document,
  content: string,
  attributes: Readonly<Record<string, string | number>>,
): SVGElement {
  const element = document.createElementNS(SVG, "text") as SVGElement;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = content;
  return element;
}

/** The y label above the axis, the x label below it to the right: no text is turned on its side. */
function axisLabels(frame: Frame, { x, y, headroom = 0 }: ChartSpec): Plot.RenderFunction {
  return (_index, _scales, _values, _dimensions, context) => {
    const g = context.document.createElementNS(SVG, "g") as SVGGElement;
    g.setAttribute("fill", "currentColor");
    g.setAttribute("opacity", "0.78");
    const up = textElement(context.document, y.label, {
      x: 4,
      y: frame.top - headroom - 11,
      "text-anchor": "start",
    });
    const along = textElement(context.document, x.label, {
      x: frame.right,
      y: frame.bottom + 36,
      "text-anchor": "end",
    });
    g.append(up, along);
    return g;
  };
}

function finished(
  svg: SVGSVGElement,
  document: Document,
  { title, description }: Pick<ChartSpec, "title" | "description">,
): SVGSVGElement {
  for (const child of Array.from(svg.children)) if (child.localName === "style") child.remove();
  // Plot names its marks to screen readers, for whom the chart is one picture; the names are kept for programs
  for (const mark of Array.from(svg.querySelectorAll("[aria-label]"))) {
    mark.setAttribute("data-mark", mark.getAttribute("aria-label") ?? "");
    mark.removeAttribute("aria-label");
  }
  svg.setAttribute("font-size", String(FONT_SIZE));
  svg.setAttribute("style", "display:block;max-width:100%;height:auto");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${title}. ${description}`);
  const parts = Object.entries({ title, desc: description }).map(([name, content]) => {
    const element = document.createElementNS(SVG, name);
    element.textContent = content;
    return element;
  });
  svg.prepend(...parts);
  return svg;
}
