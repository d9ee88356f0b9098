/** Where a function of a few variables was largest, and how large. */
export interface Maximum {
  readonly at: readonly number[];
  readonly value: number;
  readonly evaluations: number;
}

/**
 * The simplex search of Nelder and Mead (1965) for a maximum, with its standard coefficients. Needs no derivative;
 * deterministic. `steps` sets the first simplex. Ends where the simplex's values lie within `tolerance` of each
 * other, or after about `most` evaluations. Yields the best so far after each
 * evaluation, so that the caller can show progress, rest, stop, or follow several searches at once.
 */
export function* nelderMead(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  steps: readonly number[],
  { tolerance = 1e-3, size = 0.1, most = 200 }: { tolerance?: number; size?: number; most?: number } = {},
): Generator<Maximum, Maximum> {
  let evaluations = 0;
  let highest: Vertex = { at: start, value: Number.NEGATIVE_INFINITY };
  function* evaluate(at: readonly number[]): Generator<Maximum, Vertex> {
    const vertex = { at, value: f(at) };
    if (vertex.value > highest.value) highest = vertex;
    yield { ...highest, evaluations: ++evaluations };
    return vertex;
  }
  const simplex = [yield* evaluate(start)];
  for (let k = 0; k < start.length; k++) {
    simplex.push(yield* evaluate(start.map((x, i) => (i === k ? x + steps[k] : x))));
  }
  const last = start.length;
  for (;;) {
    simplex.sort((a, b) => b.value - a.value);
    const best = simplex[0];
    const worst = simplex[last];
    const width = Math.max(...simplex.flatMap(({ at }) => at.map((x, i) => Math.abs(x - best.at[i]))));
    const settled = best.value - worst.value <= tolerance && width <= size;
    if (settled || evaluations >= most) return { ...best, evaluations };
    const others = simplex.slice(0, last);
    const centre = start.map((_, i) => others.reduce((sum, v) => sum + v.at[i], 0) / last);
    const along = (t: number) => centre.map((c, i) => c + t * (worst.at[i] - c));
    const reflected = yield* evaluate(along(-1));
    if (reflected.value > best.value) {
      const expanded = yield* evaluate(along(-2));
      simplex[last] = expanded.value > reflected.value ? expanded : reflected;
      continue;
    }
    if (reflected.value > others[last - 1].value) {
      simplex[last] = reflected;
      continue;
    }
    const outside = reflected.value > worst.value;
    const contracted = yield* evaluate(along(outside ? -0.5 : 0.5));
    if (contracted.value > Math.max(worst.value, reflected.value)) {
      simplex[last] = contracted;
      continue;
    }
    for (let k = 1; k <= last; k++) {
      simplex[k] = yield* evaluate(simplex[k].at.map((x, i) => best.at[i] + 0.5 * (x - best.at[i])));
    }
  }
}

interface Vertex {
  readonly at: readonly number[];
  readonly value: number;
}
