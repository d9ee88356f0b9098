/** Where a function of a few variables was largest, and how large. */
export interface Maximum {
  readonly at: readonly number[];
  readonly value: number;
  readonly evaluations: number;
}

/**
 * The simplex search of Nelder and Mead (1965) for a maximum, with its standard coefficients. Needs no derivative;
 * deterministic. `steps` sets the first simplex. Ends where the simplex's values lie within `tolerance` of each
 * other, or after `most` evaluations.
 */
export function nelderMead(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  steps: readonly number[],
  { tolerance = 1e-3, most = 200 }: { tolerance?: number; most?: number } = {},
): Maximum {
  let evaluations = 0;
  const vertex = (at: readonly number[]) => {
    evaluations++;
    return { at, value: f(at) };
  };
  const simplex = [start, ...start.map((_, k) => start.map((x, i) => (i === k ? x + steps[k] : x)))].map(
    vertex,
  );
  const descending = (a: { value: number }, b: { value: number }) => b.value - a.value;
  for (;;) {
    simplex.sort(descending);
    const best = simplex[0];
    const worst = simplex[simplex.length - 1];
    if (best.value - worst.value <= tolerance || evaluations >= most) return { ...best, evaluations };
    const others = simplex.slice(0, -1);
    const centre = start.map((_, i) => others.reduce((sum, v) => sum + v.at[i], 0) / others.length);
    const along = (t: number) => vertex(centre.map((c, i) => c + t * (worst.at[i] - c)));
    const reflected = along(-1);
    if (reflected.value > best.value) {
      const expanded = along(-2);
      simplex[simplex.length - 1] = expanded.value > reflected.value ? expanded : reflected;
    } else if (reflected.value > others[others.length - 1].value) {
      simplex[simplex.length - 1] = reflected;
    } else {
      const outside = reflected.value > worst.value;
      const contracted = along(outside ? -0.5 : 0.5);
      if (contracted.value > Math.max(worst.value, outside ? reflected.value : worst.value)) {
        simplex[simplex.length - 1] = contracted;
      } else {
        for (let k = 1; k < simplex.length; k++) {
          simplex[k] = vertex(simplex[k].at.map((x, i) => best.at[i] + 0.5 * (x - best.at[i])));
        }
      }
    }
  }
}
