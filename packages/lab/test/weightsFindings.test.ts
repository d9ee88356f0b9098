import type { Initialisation } from "@lagwise/core";
import { describe, expect, it } from "vitest";
import {
  findingOf,
  gradientFinding,
  horizonCurve,
  partsOfTotal,
  spoken,
} from "../src/views/weightsFindings.js";

/** The three terms of rho_j, with powers. */
function terms({ nuW, nuF = 1, nuC = 1, multipliers }: Initialisation, j: number): [number, number, number] {
  const { C, F, W } = multipliers ?? { C: 1, F: 1, W: 1 };
  return [C * nuF * nuW ** j, F * nuC * nuW ** j, j === 0 ? 0 : W * j * nuC * nuF * nuW ** (j - 1)];
}

const total = (parts: readonly number[]) => parts.reduce((sum, value) => sum + value, 0);

/** The horizon by adding up, as far as there is anything to add. */
function horizonBySums(initialisation: Initialisation): number {
  const rho = Array.from({ length: 20_000 }, (_, j) => total(terms(initialisation, j)));
  const wanted = 0.95 * total(rho);
  let sum = 0;
  return (
    rho.findIndex((value) => {
      sum += value;
      return sum >= wanted;
    }) + 1
  );
}

describe("the sentence", () => {
  it.each<[Initialisation, string]>([
    [{ nuW: 0.6 }, "95 % of all weight lies within 9 lags."],
    [{ nuW: 1 / 3, nuF: 1 / 3, nuC: 1 / 3 }, "95 % of all weight lies within 4 lags."],
    [{ nuW: 0, nuC: 0 }, "95 % of all weight lies within 1 lag."],
    [{ nuW: 1 }, "No horizon: the weights do not add up."],
    [{ nuW: 1.2 }, "No horizon: the weights do not add up."],
    [{ nuW: 0.5, nuF: 0, nuC: 0 }, "Nothing can be learnt: every weight is 0."],
    [{ nuW: 2, multipliers: { C: 0, F: 0, W: 0 } }, "Nothing can be learnt: every weight is 0."],
  ])("for %o", (initialisation, sentence) => {
    expect(spoken(findingOf(initialisation))).toBe(sentence);
  });

  it("says what it means on either side of the edge", () => {
    expect(findingOf({ nuW: 1 }).meaning).toMatch(/edge of stability/);
    expect(findingOf({ nuW: 1.01 }).meaning).toMatch(/explode/);
    expect(findingOf({ nuW: 0.99 }).horizon).toBe(horizonBySums({ nuW: 0.99 }));
  });
});

describe("the gradient's sentence", () => {
  it.each<[Initialisation, number, RegExp]>([
    // 2·0.6^29 + 29·0.6^28, over 2
    [{ nuW: 0.6 }, 30, /lag 29 .* is 1\/110\s?000 of that at lag 0: it vanishes, /],
    // 2·0.95^9 + 9·0.95^8, over 2
    [{ nuW: 0.95 }, 10, /lag 9 .* is 3\.62 times that at lag 0: it vanishes further back/],
    [{ nuW: 1 }, 11, /is 6 times .* neither vanishes nor explodes/],
    [{ nuW: 1.2 }, 11, /it explodes, by a factor of more than 1\.2 /],
    [{ nuW: 0 }, 10, /is nothing beside that at lag 0: it vanishes/],
  ])("for %o", (initialisation, lags, words) => {
    expect(gradientFinding(initialisation, lags)).toMatch(words);
  });
});

describe("the parts of all weight", () => {
  it.each<Initialisation>([
    { nuW: 0.6 },
    { nuW: 0.9, nuF: 0.2, nuC: 3 },
    { nuW: 0.4, nuF: 2, nuC: 2, multipliers: { C: 1, F: 0, W: 0.5 } },
  ])("are the sums of the terms: %o", (initialisation) => {
    const sums = [0, 1, 2].map((k) =>
      total(Array.from({ length: 5000 }, (_, j) => terms(initialisation, j)[k])),
    );
    const parts = partsOfTotal(initialisation);
    expect(parts?.readout).toBeCloseTo(sums[0] / total(sums), 10);
    expect(parts?.input).toBeCloseTo(sums[1] / total(sums), 10);
    expect(parts?.transition).toBeCloseTo(sums[2] / total(sums), 10);
  });

  it("are not there where the weights do not add up, or are 0", () => {
    expect(partsOfTotal({ nuW: 1 })).toBeUndefined();
    expect(partsOfTotal({ nuW: 0.5, nuF: 0, nuC: 0 })).toBeUndefined();
  });
});

describe("the curve of horizons", () => {
  it("is the horizon at every nu_W, in order, to within sight of the edge", () => {
    const others = { nuF: 0.5, nuC: 2 };
    const curve = horizonCurve(others);
    for (const { nuW, horizon } of curve.filter((_, k) => k % 12 === 0)) {
      expect(horizon, `nu_W = ${nuW}`).toBe(horizonBySums({ ...others, nuW }));
    }
    expect(curve.every(({ nuW }, k) => k === 0 || nuW > curve[k - 1].nuW)).toBe(true);
    expect(curve[0].nuW).toBe(0);
    expect(curve[curve.length - 1].nuW).toBeCloseTo(0.999, 10);
  });
});
