import { chartFileStyles } from "../charts/chartFile.js";
import { type Html, type HtmlValue, html, markup } from "./html.js";
import { script, styles } from "./styles.js";

/** What every page has in common. */
export interface Shell {
  readonly title: string;
  /** a few words above the title */
  readonly eyebrow: string;
  readonly lead: HtmlValue;
  readonly meta: HtmlValue;
  readonly body: HtmlValue;
  readonly colophon: HtmlValue;
}

/** The whole page, in one file that needs nothing else. */
export function shell({ title, eyebrow, lead, meta, body, colophon }: Shell): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="lagwise">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${markup(styles)}</style>
<style id="chart-styles" media="not all">${markup(chartFileStyles)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<p class="eyebrow">${eyebrow}</p>
<h1>${title}</h1>
<p class="lead">${lead}</p>
<p class="meta">${meta}</p>
</header>
<main id="content" tabindex="-1">${body}
</main>
<footer>
<h2>About this page</h2>
${colophon}
</footer>
<script>${markup(script)}</script>
</body>
</html>
`.text;
}

/** A section with its heading. */
export function section(id: string, heading: string, body: HtmlValue): Html {
  return html`
<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
${body}
</section>`;
}

/** A table whose first column names its rows; the other columns hold numbers. */
export function tableMarkup(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
  kind = "",
): Html {
  const number = (k: number) => (k > 0 ? markup(' class="num"') : "");
  return html`
<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table role="table" class="${kind}">
<caption>${caption}</caption>
<thead><tr role="row">${columns.map((name, k) => html`<th scope="col" role="columnheader"${number(k)}>${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name, ...cells]) => html`
<tr role="row"><th scope="row" role="rowheader" class="names">${name}</th>${cells.map((cell, k) => html`<td role="cell"${number(k + 1)}>${cell}</td>`)}</tr>`,
  )}
</tbody></table></div>`;
}

/** Names and their values. */
export function definitions(entries: readonly (readonly [string, HtmlValue])[]): Html {
  return html`<dl>${entries.map(
    ([name, value]) => html`
<dt>${name}</dt><dd>${value}</dd>`,
  )}
</dl>`;
}
