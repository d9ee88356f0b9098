import { describe, expect, it } from "vitest";
import { type Maximum, nelderMead } from "../../src/learning/nelderMead.js";

/** What the search returns, run to its end; what it yields counts its evaluations. */
function finished(search: Generator<Maximum, Maximum>): Maximum {
  let expected = 1;
  for (;;) {
    const step = search.next();
    if (step.done) return step.value;
    expect(step.value.evaluations).toBe(expected++);
  }
}

describe("nelderMead", () => {
  it("finds the top of a tilted quadratic in one, two and four variables", () => {
    for (const n of [1, 2, 4]) {
      const top = Array.from({ length: n }, (_, k) => 1 - k);
      const f = (x: readonly number[]) => {
        const d = x.map((v, k) => v - top[k]);
        return 3 - d.reduce((sum, v, k) => sum + (k + 1) * v * v, 0) - 0.3 * d[0] * d[n - 1];
      };
      const found = finished(
        nelderMead(f, new Array(n).fill(4), new Array(n).fill(1), { tolerance: 1e-12, most: 2000 }),
      );
      found.at.forEach((v, k) => {
        expect(Math.abs(v - top[k])).toBeLessThan(1e-5);
      });
      expect(found.value).toBe(f(found.at));
      expect(Math.abs(found.value - 3)).toBeLessThan(1e-10);
    }
  });

  it("climbs Rosenbrock's curved ridge from (−1.2, 1) to (1, 1)", () => {
    const f = ([x, y]: readonly number[]) => -(100 * (y - x * x) ** 2 + (1 - x) ** 2);
    const found = finished(nelderMead(f, [-1.2, 1], [0.5, 0.5], { tolerance: 1e-14, most: 1000 }));
    expect(Math.hypot(found.at[0] - 1, found.at[1] - 1)).toBeLessThan(1e-4);
  });

  it("counts its evaluations, and stops soon after the most that it may have", () => {
    let calls = 0;
    const f = ([x, y]: readonly number[]) => {
      calls++;
      return x + y; // no maximum
    };
    const found = finished(nelderMead(f, [0, 0], [1, 1], { most: 37 }));
    expect(found.evaluations).toBe(calls);
    expect(calls).toBeGreaterThanOrEqual(37);
    expect(calls).toBeLessThan(37 + 4);
  });

  it("does not take a simplex whose corners are equally high for the top", () => {
    const f = ([x, y]: readonly number[]) => -(x * x + y * y);
    // three corners at the same distance from the maximum at 0
    const found = finished(nelderMead(f, [-0.5, -0.5], [1, 1], { tolerance: 1e-8, most: 500 }));
    expect(found.value).toBeGreaterThan(-1e-4);
  });
});
