export interface ThinningSettings {
  /** the spans that are thinned are as wide as each other on a logarithmic axis */
  readonly logarithmic?: boolean;
  readonly spans?: number;
}

const SPANS = 90;
/** What sums of fractions of an axis may be off by. */
const ROUNDING = 1e-9;

/**
 * The steps of which curves are drawn, ascending: the first and the last, and of each of `spans` spans the lowest and
 * the highest of every curve. Curves that run alike share theirs, so that two a span are kept; all steps where they
 * are few.
 */
export function drawnSteps(
  curves: readonly Float64Array[],
  { logarithmic = false, spans = SPANS }: ThinningSettings = {},
): number[] {
  const last = Math.max(0, ...curves.map((curve) => curve.length)) - 1;
  if (last < 2 * spans) return Array.from({ length: last + 1 }, (_, step) => step);
  const kept = new Set([0, last]);
  let from = 1;
  for (let k = 1; k <= spans; k++) {
    const until = Math.ceil(logarithmic ? last ** (k / spans) : (last * k) / spans);
    for (const curve of curves) addExtremes(curve, from, until, kept);
    from = Math.max(from, until);
  }
  return [...kept].sort((a, b) => a - b);
}

/** Which of ascending steps stand apart, by at least one part in `spans` of an axis that ends at `until`. */
export function standingApart(
  steps: ArrayLike<number>,
  until: number,
  { logarithmic = false, spans = 30 }: ThinningSettings = {},
): number[] {
  // a logarithmic axis has no place for step 0
  const place = (step: number) => {
    if (!logarithmic) return step / until;
    return step < 1 ? -1 : Math.log(step) / Math.log(until);
  };
  const kept: number[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < steps.length; k++) {
    if (place(steps[k]) - before < 1 / spans - ROUNDING) continue;
    kept.push(k);
    before = place(steps[k]);
  }
  return kept;
}

/** The next round number of steps, so that an axis stands still while a curve grows along it. */
export function roundSteps(step: number, least = 1000): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, step)));
  return (
    [1, 1.5, 2, 3, 4, 6, 8, 10].map((m) => Math.max(least, m * power)).find((end) => end >= step) ?? step
  );
}

function addExtremes(curve: Float64Array, from: number, until: number, kept: Set<number>): void {
  const end = Math.min(until, curve.length);
  if (from >= end) return;
  let [lowest, highest] = [from, from];
  for (let step = from + 1; step < end; step++) {
    if (curve[step] < curve[lowest]) lowest = step;
    if (curve[step] > curve[highest]) highest = step;
  }
  kept.add(lowest).add(highest);
}
