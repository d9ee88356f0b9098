// Numbers as people read them: the same text in charts, tables and sentences.

const SUPERSCRIPTS: Record<string, string> = {
  "-": "⁻",
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
};

/** A number with `digits` significant digits, no trailing zeros, a real minus sign; "–" where there is none. */
export function short(value: number | undefined, digits = 3): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text =
    size >= 1e6 || size < 1e-4 ? scientific(size, digits) : plain(Number(size.toPrecision(digits)), digits);
  return value < 0 ? `−${text}` : text;
}

/** A power of ten or a round number on a logarithmic axis: 0.01, 1, 100, 10⁻⁶. */
export function logTick(value: number): string {
  return value >= 1e-3 && value < 1e5 ? String(Number(value.toPrecision(1))) : scientific(value, 1);
}

/** 12 345 samples, 1 sample. */
export function count(amount: number, noun: string): string {
  return `${grouped(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

/** A whole number in groups of three digits, parted by narrow no-break spaces. */
export function grouped(value: number): string {
  if (!Number.isFinite(value)) return short(value);
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** a, b and c; from more than `most` names: a, b and 50 others. */
export function listed(names: readonly string[], most = 4): string {
  if (names.length <= 1) return names[0] ?? "";
  if (names.length <= most) return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
  return `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} others`;
}

/** The text, cut off with an ellipsis where it is longer than `most` characters. */
export function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

function plain(size: number, digits: number): string {
  return size >= 1e4 ? grouped(size) : String(Number(size.toPrecision(Math.max(digits, 4))));
}

function scientific(size: number, digits: number): string {
  const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
  const power = `10${[...String(Number(exponent))].map((c) => SUPERSCRIPTS[c]).join("")}`;
  const rounded = String(Number(mantissa));
  return rounded === "1" ? power : `${rounded}·${power}`;
}
