import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { portableMath } from "../../src/kernels/portableMath.js";

/** From mpmath at 300 bits, rounded to the nearest double: function, arguments, value. */
const exact: readonly [keyof typeof portableMath, readonly number[], number][] = [
  ["exp", [1.25], 3.4903429574618414],
  ["exp", [-1.0], 0.36787944117144233],
  ["exp", [0.1], 1.1051709180756477],
  ["exp", [1e-10], 1.0000000001],
  ["exp", [-20.5], 1.2501528663867426e-9],
  ["exp", [50.25], 6.657293676747253e21],
  ["exp", [700.0], 1.0142320547350045e304],
  ["exp", [-700.0], 9.85967654375977e-305],
  ["expm1", [1.0], 1.7182818284590453],
  ["expm1", [-1.0], -0.6321205588285577],
  ["expm1", [1e-10], 1.00000000005e-10],
  ["expm1", [-1e-5], -9.999950000166666e-6],
  ["expm1", [0.3], 0.3498588075760031],
  ["expm1", [-40.0], -1.0],
  ["expm1", [20.0], 485165194.4097903],
  ["log", [3.0], 1.0986122886681098],
  ["log", [7.0], 1.9459101490553132],
  ["log", [0.3], -1.2039728043259361],
  ["log", [1.0000001], 9.999999505838704e-8],
  ["log", [1e-300], -690.7755278982137],
  ["log", [3.7e200], 461.8253514184593],
  ["log", [0.9999], -0.00010000500033334732],
  ["log1p", [1.5], 0.9162907318741551],
  ["log1p", [1e-10], 9.999999999500001e-11],
  ["log1p", [-1e-5], -1.0000050000333337e-5],
  ["log1p", [-0.7], -1.203972804325936],
  ["log1p", [0.3], 0.26236426446749106],
  ["log1p", [-0.999999], -13.815510557935518],
  ["log1p", [10000000000.0], 23.025850930040455],
  ["sin", [1.0], 0.8414709848078965],
  ["sin", [-1.0], -0.8414709848078965],
  ["sin", [1e-8], 1e-8],
  ["sin", [22.0], -0.008851309290403876],
  ["sin", [0.79], 0.7103532724176078],
  ["sin", [100.5], -0.030959966783271346],
  ["sin", [-12345.678], 0.7040813137533816],
  ["cos", [1.0], 0.5403023058681398],
  ["cos", [1.570796326], 7.948966542250398e-10],
  ["cos", [1e-8], 1.0],
  ["cos", [3.0], -0.9899924966004454],
  ["cos", [0.79], 0.7038453156522361],
  ["cos", [100.5], 0.9995206253283515],
  ["cos", [-12345.678], 0.7101193587160628],
  ["pow", [10.0, -2.0], 0.01],
  ["pow", [10.0, 0.3], 1.9952623149688795],
  ["pow", [0.9, 57.0], 0.002465034704958071],
  ["pow", [7.0, 0.5], 2.6457513110645907],
  ["pow", [1.1, -100.5], 6.918869537388651e-5],
  ["pow", [0.5, 1000.0], 9.332636185032189e-302],
  ["pow", [3.0, 2.0], 9.0],
];

describe("the functions with the same digits everywhere", () => {
  it.each(exact)("%s of %s is the exact value to a unit in the last place", (name, [x, y], value) => {
    const got = portableMath[name](x, y);
    expect(Math.abs(got - value)).toBeLessThanOrEqual(2 ** -52 * Math.abs(value));
  });

  it("agree with the engine's own to two units in the last place, over wide ranges", () => {
    const near = (got: number, wanted: number) =>
      expect(Math.abs(got - wanted)).toBeLessThanOrEqual(2 ** -51 * Math.abs(wanted));
    for (let k = -2000; k <= 2000; k++) {
      const x = k / 2.9;
      near(portableMath.exp(x), Math.exp(x));
      near(portableMath.expm1(x), Math.expm1(x));
      near(portableMath.log(Math.exp(x)), Math.log(Math.exp(x)));
      near(portableMath.log1p(Math.exp(x)), Math.log1p(Math.exp(x)));
      near(portableMath.sin(x), Math.sin(x));
      near(portableMath.cos(x), Math.cos(x));
      near(portableMath.pow(0.97, x), 0.97 ** x);
    }
  });

  it("have the edges that the language gives Math", () => {
    const { exp, expm1, log, log1p, pow, sin, cos } = portableMath;
    expect([exp(0), exp(-Infinity), exp(710), expm1(0), log(1), log(0), log1p(-1)]).toEqual([
      1,
      0,
      Infinity,
      0,
      0,
      -Infinity,
      -Infinity,
    ]);
    expect([log(-1), log1p(-2), exp(NaN), sin(Infinity), cos(NaN)]).toEqual([NaN, NaN, NaN, NaN, NaN]);
    expect([pow(0, 0), pow(2, 10), pow(0, 3), pow(-2, 3), cos(0), sin(0)]).toEqual([1, 1024, 0, -8, 1, 0]);
  });
});

describe.each(["core", "experiments"])("the sources of %s", (name) => {
  const folder = fileURLToPath(new URL(`../../../${name}/src/`, import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );

  it("call no function whose digits are the engine's", () => {
    expect(files.length).toBeGreaterThan(5);
    const engines =
      /(?<!portable)Math\.(a?(cos|sin|tan)h?|atan2|exp|expm1|log|log1p|log2|log10|pow|cbrt|hypot)\b|(?<![/*\d ]) \*\*(?![*/])/;
    const calls = files.flatMap((path) =>
      readFileSync(folder + path, "utf8")
        .split("\n")
        .filter((line) => !/^\s*(\*|\/\/|\/\*\*)/.test(line) && engines.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(calls).toEqual([]);
  });
});
