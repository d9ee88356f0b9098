/** A curve of a chart: values against their index. */
export interface Curve {
  readonly values: ArrayLike<number>;
  /** colours the cells that this curve alone passes through */
  readonly paint: (cells: string) => string;
}

/** The bit of a Braille cell's dot, by column and row of the cell's 2 × 4 dots. */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

/**
 * Curves on one pair of axes, the vertical one logarithmic, drawn in Braille dots. A cell that several curves share
 * takes the colour of the last.
 */
export function logCurves(curves: readonly Curve[], width: number, height: number, unit: string): string[] {
  const logs = curves.map(({ values }) =>
    Array.from(values, (v) => Math.log10(Math.max(v, Number.MIN_VALUE))),
  );
  const finite = logs.flat().filter((v) => v > -300);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const span = high - low || 1;
  const cells = Array.from({ length: height }, () =>
    Array.from({ length: width }, () => ({ dots: 0, owner: -1 })),
  );
  const dotRow = (value: number) => Math.round(((high - Math.max(value, low)) / span) * (4 * height - 1));
  logs.forEach((values, owner) => {
    let before = dotRow(values[0]);
    for (let x = 0; x < 2 * width; x++) {
      const y = dotRow(interpolated(values, x / (2 * width - 1)));
      // a steep curve stays one line: each column takes up where the last one ended
      const [from, to] = y > before ? [Math.min(before + 1, y), y] : [y, Math.max(before - 1, y)];
      for (let row = from; row <= to; row++) {
        const cell = cells[row >> 2][x >> 1];
        cell.dots |= DOTS[x & 1][row & 3];
        cell.owner = owner;
      }
      before = y;
    }
  });
  const labels = new Map([
    [0, 10 ** high],
    [height >> 1, 10 ** ((high + low) / 2)],
    [height - 1, 10 ** low],
  ]);
  const rows = cells.map((row, y) => {
    const label = labels.has(y) ? (labels.get(y) as number).toPrecision(2) : "";
    const drawn = row.map(({ dots, owner }) =>
      dots === 0 ? " " : curves[owner].paint(String.fromCodePoint(0x2800 + dots)),
    );
    return `${label.padStart(9)} ┤${drawn.join("").trimEnd()}`;
  });
  const last = String(Math.max(...logs.map((values) => values.length)) - 1);
  const axis = `${" ".repeat(10)}└${"─".repeat(width)}`;
  const ends = `${" ".repeat(11)}0${last.padStart(width - 1 - unit.length - 1)} ${unit}`;
  return [...rows, axis, ends];
}

/** The value at a fraction of the way from the first to the last. */
function interpolated(values: readonly number[], fraction: number): number {
  const at = fraction * (values.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, values.length - 1);
  return values[below] + (at - below) * (values[above] - values[below]);
}
