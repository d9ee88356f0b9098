/** A number in about four significant digits, as people write it: 0.5606, 1234, 2.1e-7. */
export function short(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "-∞" : "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(digits - 1);
  return value.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(size)))).replace(/^-(0(\.0*)?)$/, "$1");
}

/** "1 lag", "4 lags", "35 129 samples". */
export function count(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** A whole number with its thousands apart: 35 129. */
export function grouped(value: number): string {
  return value.toLocaleString("en").replaceAll(",", " ");
}

/** A whole number, or ∞. */
export function whole(value: number): string {
  return Number.isFinite(value) ? grouped(value) : "∞";
}

/** A list in words: "a", "a and b", "a, b and c"; long ones are cut. */
export function listed(names: readonly string[], most = 4): string {
  if (names.length === 1) return names[0];
  if (names.length > most)
    return `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} more`;
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** Rows in columns, the first column to the left and the others to the right, two spaces between them. */
export function table(rows: readonly (readonly string[])[], indent = "  "): string[] {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => visibleLength(row[c]))));
  return rows.map((row) =>
    (
      indent +
      row
        .map((cell, c) => {
          const space = " ".repeat(widths[c] - visibleLength(cell));
          return c === 0 ? cell + space : space + cell;
        })
        .join("  ")
    ).trimEnd(),
  );
}

/** Pads to a width that colours do not count in. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - visibleLength(text)));
}

function visibleLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  return text.replace(/\x1b\[[0-9;]*m/g, "").length;
}
