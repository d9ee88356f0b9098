import katex from "katex";
import { type Html, html, markup } from "./html.js";

/** A formula in TeX as MathML, which needs no font and no style sheet; as plain text where TeX is not valid. */
export function formula(tex: string, display = true): Html {
  try {
    const math = katex
      .renderToString(tex, { output: "mathml", displayMode: display, throwOnError: true })
      .replaceAll(/<mo>\u2061<\/mo>(?!<mo[^>]*>\()/g, '<mo>\u2061</mo><mspace width="0.17em"></mspace>');
    return markup(
      display ? `<div class="formula" tabindex="0" role="group" aria-label="formula">${math}</div>` : math,
    );
  } catch {
    return html`<code>${tex}</code>`;
  }
}
