import { textWidth } from "./key.js";
import { paletteStyles } from "./palette.js";
import { escapeMarkup, serialiseChildren } from "./serialise.js";

/** The style sheet of a chart that stands alone: light and dark by the reader's preference. */
export const chartFileStyles = `${paletteStyles("svg")}svg{color:var(--lw-ink)}text{white-space:pre}`;

const TITLE_HEIGHT = 34;

/**
 * A chart as the text of an SVG file of its own, such as a picture in a README: with its title above it, its own
 * colours for light and dark, and a background of the same.
 */
export function chartFile(svg: SVGSVGElement): string {
  const width = Number(svg.getAttribute("width"));
  const height = Number(svg.getAttribute("height"));
  const title = svg.querySelector("title")?.textContent ?? "";
  const size = Math.min(17, Math.floor((17 * (width - 24) * 0.7) / Math.max(1, textWidth(title))) || 17);
  const attributes: Record<string, string | number> = {
    xmlns: "http://www.w3.org/2000/svg",
    class: "lw-chart",
    width,
    height: height + TITLE_HEIGHT,
    viewBox: `0 ${-TITLE_HEIGHT} ${width} ${height + TITLE_HEIGHT}`,
    fill: "currentColor",
    "font-family": "system-ui, sans-serif",
    "font-size": svg.getAttribute("font-size") ?? 12,
    "text-anchor": svg.getAttribute("text-anchor") ?? "start",
    role: "img",
    "aria-label": svg.getAttribute("aria-label") ?? title,
  };
  const written = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`,
  );
  return (
    `<svg${written.join("")}>\n<style>${chartFileStyles}</style>\n` +
    `<rect x="0" y="${-TITLE_HEIGHT}" width="${width}" height="${height + TITLE_HEIGHT}" fill="var(--lw-paper)"/>\n` +
    `<text x="4" y="-12" text-anchor="start" font-size="${Math.max(12, size)}" font-weight="650">${escapeMarkup(title)}</text>\n` +
    `${serialiseChildren(svg)}\n</svg>\n`
  );
}
