import type { ChartOptions } from "../charts/chart.js";
import { serialise } from "../charts/serialise.js";
import { csvAddress, type DataTable } from "./csv.js";
import { type Html, html, markup } from "./html.js";

/** A chart on a page: what it is called, what to look at, how it is drawn and the numbers it is drawn from. */
export interface Figure {
  /** its id on the page and the name of its downloads: letters, digits and hyphens */
  readonly id: string;
  readonly title: string;
  /** what to look at */
  readonly caption: string;
  readonly draw: (options: ChartOptions) => SVGSVGElement;
  readonly table: DataTable;
}

const WIDE = 720;
const NARROW = 350;

/** The chart at two widths, of which a style sheet shows the one that fits: text keeps its size on a phone. */
export function figureMarkup({ id, title, caption, draw, table }: Figure, document: Document): Html {
  const wide = draw({ document, width: WIDE });
  const narrow = draw({ document, width: NARROW });
  return html`
<figure id="${id}">
<figcaption><h3>${title}</h3><p>${caption}</p></figcaption>
<div class="wide">${svgMarkup(wide)}</div>
<div class="narrow">${svgMarkup(narrow)}</div>
<p class="downloads"><a download="${id}.csv" href="${csvAddress(table)}">data (CSV)</a>
<button type="button" hidden data-picture="${id}">picture (SVG)</button></p>
</figure>`;
}

/** The SVG as text, as it stands in a page. */
function svgMarkup(svg: SVGSVGElement): Html {
  return markup(serialise(svg));
}
