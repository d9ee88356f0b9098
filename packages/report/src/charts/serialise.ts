const ELEMENT = 1;
const TEXT = 3;
const GEOMETRY = new Set("d x y x1 x2 y1 y2 cx cy r dx dy width height transform".split(" "));

/**
 * An element as markup that is right both in HTML and in XML: what comes from data is escaped in texts and in
 * attributes, in every element alike. (Documents outside browsers leave the text of a title as it is.) Attributes are
 * in alphabetical order and coordinates have two decimals, so that every document writes the same bytes.
 */
export function serialise(element: Element): string {
  const attributes = Array.from(element.attributes)
    .filter(({ name }) => !name.startsWith("xmlns"))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, value }) => ` ${name}="${escapeMarkup(GEOMETRY.has(name) ? rounded(value) : value)}"`);
  const name = element.localName;
  const content = serialiseChildren(element);
  return `<${name}${attributes.join("")}${content === "" ? "/>" : `>${content}</${name}>`}`;
}

/** Every number in the text to two decimals. */
function rounded(text: string): string {
  return text.replace(/-?\d*\.\d+(e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100));
}

/** The content of an element, as `serialise` writes it. */
export function serialiseChildren(element: Element): string {
  return Array.from(element.childNodes, (node) => {
    if (node.nodeType === ELEMENT) return serialise(node as Element);
    return node.nodeType === TEXT ? escapeMarkup(node.nodeValue ?? "") : "";
  }).join("");
}

/** The text with the five characters that mean something in markup written as entities. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
