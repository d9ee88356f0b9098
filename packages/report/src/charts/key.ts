import type * as Plot from "@observablehq/plot";

/** A line of the key: what a colour and a form stand for. */
export interface KeyEntry {
  readonly name: string;
  readonly colour: string;
  readonly form: "area" | "line" | "wide" | "dashed" | "dot";
}

const SVG = "http://www.w3.org/2000/svg";
const SWATCH = 20;
const GAP = 16;
const ROW = 19;

/** About how wide a text is at the charts' font size, in pixels; rather too wide than too narrow. */
export function textWidth(text: string): number {
  return text.length * 6.5;
}

/** The entries in rows that fit the width. */
export function keyRows(entries: readonly KeyEntry[], width: number): KeyEntry[][] {
  const rows: KeyEntry[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const size = SWATCH + 6 + textWidth(entry.name);
    if (x + size > width - 4) {
      rows.push([]);
      x = 4;
    }
    rows[rows.length - 1].push(entry);
    x += size + GAP;
  }
  return rows;
}

/** The key at the head of a chart. */
export function keyMark(entries: readonly KeyEntry[], width: number): Plot.RenderFunction {
  return (_index, _scales, _values, _dimensions, { document }) =>
    entries.length > 0 ? drawKey(document, entries, width) : null;
}

/** The key as a group of its own, its first row at the top. */
export function drawKey(document: Document, entries: readonly KeyEntry[], width: number): SVGGElement {
  const g = document.createElementNS(SVG, "g") as SVGGElement;
  keyRows(entries, width).forEach((row, r) => {
    let x = 4;
    for (const entry of row) {
      g.append(swatch(document, entry, x, 9 + r * ROW), label(document, entry.name, x + SWATCH + 6, r));
      x += SWATCH + 6 + textWidth(entry.name) + GAP;
    }
  });
  return g;
}

function label(document: Document, name: string, x: number, row: number): Element {
  const text = document.createElementNS(SVG, "text");
  text.setAttribute("x", String(Math.round(x)));
  text.setAttribute("y", String(13 + row * ROW));
  text.setAttribute("text-anchor", "start");
  text.textContent = name;
  return text;
}

function swatch(document: Document, { form, colour }: KeyEntry, x: number, y: number): Element {
  const left = Math.round(x);
  if (form === "area") {
    const at = { x: left + 6, y: y - 5, width: 11, height: 11, fill: colour };
    return element(document, "rect", at);
  }
  if (form === "dot")
    return element(document, "circle", { cx: left + SWATCH / 2, cy: y, r: 3.2, fill: colour });
  return element(document, "line", {
    x1: left,
    x2: left + SWATCH,
    y1: y,
    y2: y,
    stroke: colour,
    "stroke-width": form === "wide" ? 6 : 1.75,
    ...(form === "dashed" ? { "stroke-dasharray": "4 3" } : {}),
  });
}

function element(document: Document, name: string, attributes: Record<string, string | number>): Element {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
