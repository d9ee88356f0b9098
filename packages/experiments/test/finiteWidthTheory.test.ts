import { describe, expect, it } from "vitest";
import { complexEnergy, realPairings, stateEnergy } from "../src/finiteWidthTheory.js";

/**
 * E tr(X^k X^T^k) of a real Gaussian n×n matrix with entries of variance 1 as a polynomial in n: for each power, how
 * many pairings of the 2k factors leave so many free vertices (Wick's theorem, all (2k−1)!! pairings one by one).
 */
function pairings(k: number, withinPaths: boolean): Map<number, number> {
  const path = (inner: (i: number) => number) =>
    Array.from({ length: k }, (_, i): [number, number] => [inner(i), inner(i + 1)]);
  // both paths run from vertex 0 to vertex k
  const edges = [...path((i) => i), ...path((i) => (i === 0 ? 0 : i === k ? k : k + i))];
  const counts = new Map<number, number>();
  const visit = (free: number[], parent: number[], vertices: number) => {
    if (free.length === 0) {
      counts.set(vertices, (counts.get(vertices) ?? 0) + 1);
      return;
    }
    const [first, ...others] = free;
    for (const other of others) {
      if (!withinPaths && first < k === other < k) continue;
      const glued = [...parent];
      let left = vertices;
      for (const end of [0, 1]) {
        const [a, b] = [rootOf(glued, edges[first][end]), rootOf(glued, edges[other][end])];
        if (a === b) continue;
        glued[a] = b;
        left--;
      }
      visit(
        others.filter((edge) => edge !== other),
        glued,
        left,
      );
    }
  };
  visit(
    edges.map((_, e) => e),
    Array.from({ length: 2 * k }, (_, v) => v),
    2 * k,
  );
  return counts;
}

function rootOf(parent: number[], vertex: number): number {
  let at = vertex;
  while (parent[at] !== at) at = parent[at];
  return at;
}

/** the polynomial over n^(k+1) */
function energy(counts: Map<number, number>, k: number, n: number): number {
  return [...counts].reduce((sum, [vertices, count]) => sum + count * n ** (vertices - k - 1), 0);
}

describe("energies at finite width against Wick's theorem", () => {
  it.each([1, 2, 3, 4, 5])("complex matrices, lag %i: the closed form is exact", (k) => {
    const counts = pairings(k, false);
    for (const n of [3, 7, 20]) expect(complexEnergy(n, k)).toBeCloseTo(energy(counts, k, n), 10);
  });

  it.each([2, 3, 4, 5, 6])("real matrices, lag %i: the terms of order n^(−2) are all there", (k) => {
    const complex = ((k + 2) * (k + 1) * k * (k - 1)) / 24;
    expect(pairings(k, true).get(k - 1)).toBe(complex + realPairings(k));
  });

  it.each([4, 5])(
    "real matrices, lag %i at n = 16: a lower bound, and what is left out is under 14 %%",
    (k) => {
      const exact = energy(pairings(k, true), k, 16);
      const predicted = stateEnergy(16, k);
      expect(predicted).toBeLessThanOrEqual(exact);
      expect(exact - predicted).toBeLessThan(0.14 * (predicted - 1));
    },
  );
});
