const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar that grows to the right, `value / largest` of `width` cells long, to an eighth of a cell. */
export function bar(value: number, largest: number, width: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, largest > 0 ? value / largest : 0)) * width * 8);
  const text = "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
  // what is there, however small, leaves a mark
  return text === "" && value > 0 ? "▏" : text;
}

/** Where bars of both signs stand: values from `low` to `high` on `width` cells, with the zero line among them. */
export interface SignedAxis {
  readonly low: number;
  readonly high: number;
  readonly width: number;
}

/** An axis that holds all values and zero. */
export function signedAxis(values: readonly number[], width: number): SignedAxis {
  return { low: Math.min(0, ...values), high: Math.max(0, ...values, Number.MIN_VALUE), width };
}

/**
 * One row of a chart: a bar from zero to `value`, and the band value ± `halfBand` as a thin line over and beyond it.
 */
export function signedBar(value: number, halfBand: number, axis: SignedAxis): string {
  const cell = (v: number) => {
    const at = ((v - axis.low) / (axis.high - axis.low)) * (axis.width - 1);
    return Math.max(0, Math.min(axis.width - 1, Math.round(at)));
  };
  const cells = new Array<string>(axis.width).fill(" ");
  const [from, to] = [cell(Math.min(0, value)), cell(Math.max(0, value))];
  const [bandFrom, bandTo] = [cell(value - halfBand), cell(value + halfBand)];
  for (let k = bandFrom; k <= bandTo; k++) cells[k] = "─";
  for (let k = from; k <= to; k++) if (cells[k] === " ") cells[k] = "█";
  for (let k = Math.max(from, bandFrom); k <= Math.min(to, bandTo); k++) cells[k] = "▒";
  if (from === to) cells[from] = "│";
  else cells[cell(0)] = "│";
  return cells.join("");
}
