/** A document as JSON: typed arrays as lists; a value that is not finite, such as an infinite horizon, as null. */
export function jsonText(document: unknown): string {
  const lists = (_: string, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value);
  return `${JSON.stringify(document, lists, 2)}\n`;
}
