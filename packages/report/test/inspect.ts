import { parseHTML } from "linkedom";

/** An element as far as the tests look at it: their types know no DOM. */
export interface Element {
  readonly localName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Element>;
  querySelector(selector: string): Element | null;
  closest(selector: string): Element | null;
}

export function parsed(page: string): Element {
  return parseHTML(page).document as unknown as Element;
}

export function all(within: Element, selector: string): Element[] {
  return [...within.querySelectorAll(selector)];
}

/** What is wrong with a page, in words: nothing of it may be left. */
export function defects(page: string): string[] {
  const document = parsed(page);
  return [
    ...unbalanced(page),
    ...outside(document),
    ...ids(document),
    ...headings(document),
    ...charts(document),
  ];
}

const VOID = new Set(["meta", "link", "br", "hr", "img", "input", "!doctype"]);

/** Tags that are not closed in the order in which they were opened. */
function unbalanced(page: string): string[] {
  const bare = page.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, "");
  const open: string[] = [];
  for (const [, slash, name, selfClosing] of bare.matchAll(
    /<(\/?)([!\w-]+)(?:"[^"]*"|'[^']*'|[^>"'])*?(\/?)>/g,
  )) {
    const tag = name.toLowerCase();
    if (VOID.has(tag) || selfClosing === "/") continue;
    if (slash === "") open.push(tag);
    else if (open.pop() !== tag) return [`</${tag}> closes nothing`];
  }
  return open.map((tag) => `<${tag}> is not closed`);
}

function outside(document: Element): string[] {
  const fetched = all(document, "[src], link, image, use, script[src], iframe, object, embed").filter(
    (element) => !/^(data:|#)/.test(element.getAttribute("src") ?? element.getAttribute("href") ?? "#"),
  );
  const styles = all(document, "style").filter((style) => /@import|url\(/.test(style.textContent));
  return [...fetched, ...styles].map((element) => `${element.localName} fetches something`);
}

function ids(document: Element): string[] {
  const seen = all(document, "[id]").map((element) => element.getAttribute("id"));
  const twice = seen.filter((id, k) => seen.indexOf(id) !== k).map((id) => `id ${id} is there twice`);
  const links = all(document, 'a[href^="#"]').map((link) => link.getAttribute("href")?.slice(1) ?? "");
  return [...twice, ...links.filter((id) => !seen.includes(id)).map((id) => `#${id} leads nowhere`)];
}

function headings(document: Element): string[] {
  const levels = all(document, "h1, h2, h3, h4").map((heading) => Number(heading.localName[1]));
  const jumps = levels
    .filter((level, k) => level > (levels[k - 1] ?? 0) + 1)
    .map((level) => `jump to h${level}`);
  return levels.filter((level) => level === 1).length === 1 ? jumps : [...jumps, "not one h1"];
}

function charts(document: Element): string[] {
  return all(document, "svg[role=img]").flatMap(chartDefects);
}

const GEOMETRY = new Set([
  "d",
  "x",
  "y",
  "x1",
  "x2",
  "y1",
  "y2",
  "cx",
  "cy",
  "r",
  "width",
  "height",
  "transform",
  "viewBox",
]);

/** Numbers that are none, and a text alternative that is missing or says nothing. */
export function chartDefects(svg: Element): string[] {
  const name = svg.querySelector("title")?.textContent ?? "";
  const numbers = [svg, ...all(svg, "*")].flatMap((element) =>
    [...element.attributes]
      .filter(
        (attribute) => GEOMETRY.has(attribute.name) && /NaN|Infinity|undefined|null/.test(attribute.value),
      )
      .map(({ name: which, value }) => `${name}: ${element.localName} ${which}="${value.slice(0, 60)}"`),
  );
  const description = svg.querySelector("desc")?.textContent ?? "";
  const warned = all(svg, "text").some((text) => text.textContent.includes("⚠"));
  return [
    ...numbers,
    ...(name.length < 5 ? ["a chart has no title"] : []),
    ...(/\d/.test(description) && !/NaN|undefined/.test(description)
      ? []
      : [`${name}: description "${description}"`]),
    ...(all(svg, "title").length === 1 ? [] : [`${name}: not one title`]),
    ...(warned ? [`${name}: Plot warns`] : []),
  ];
}
