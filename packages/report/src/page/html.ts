import { escapeMarkup } from "../charts/serialise.js";

/** Markup that is known to be safe: only `html` and `markup` make it. */
export class Html {
  constructor(readonly text: string) {}
}

export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/** A template whose values are escaped, unless they are Html themselves; lists are joined, nothing stays nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((text, part, k) => text + textOf(values[k - 1]) + part));
}

/** Markup made elsewhere, such as a serialised SVG: the caller answers for it. */
export function markup(text: string): Html {
  return new Html(text);
}

function textOf(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(textOf).join("");
  return escapeMarkup(String(value));
}
