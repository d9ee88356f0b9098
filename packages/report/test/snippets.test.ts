import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  designTransitionVariance,
  LagAccumulator,
  lagWeights,
  largestStableRate,
  matrix,
  memoryHorizon,
  Random,
} from "@lagwise/core";
import { type CodeLanguage, type CodeSettings, initialisationCode } from "@lagwise/report";
import { describe, expect, it } from "vitest";

const settings: CodeSettings = { nuW: 0.75, nuF: 2, nuC: 0.5, width: 256, inputs: 2, outputs: 3 };
const DRAWS = 24;
const LAGS = 12;

/** Standard errors that a mean over draws may be off; rho's lags go together, so this is missed once in 10 000 runs. */
const SIGMAS = 4;

/** What a program's network was found to be, over many draws. */
interface Measured {
  readonly variance: Readonly<Record<"F" | "W" | "C", number>>;
  readonly entries: Readonly<Record<"F" | "W" | "C", number>>;
  /** mean squared gradient norm of one coefficient of the impulse response, by lag, all parameters together */
  readonly lagWeights: readonly number[];
  readonly standardErrors: readonly number[];
  /** how far the optimiser moves each matrix, in units of its gradient */
  readonly rates: Readonly<Record<"F" | "W" | "C", number>>;
}

/** rho_j term by term, with powers where the library multiplies. */
function rho({ nuW, nuF, nuC }: CodeSettings, j: number): number {
  return nuF * nuW ** j + nuC * nuW ** j + (j === 0 ? 0 : j * nuC * nuF * nuW ** (j - 1));
}

function expectTheory({ variance, entries, lagWeights: found, standardErrors }: Measured): void {
  for (const [name, nu] of [
    ["F", settings.nuF],
    ["W", settings.nuW],
    ["C", settings.nuC],
  ] as const) {
    // a mean of N squares of normals has the relative standard error √(2/N)
    const tolerance = SIGMAS * Math.sqrt(2 / (entries[name] * DRAWS));
    expect(Math.abs((variance[name] * settings.width) / nu - 1), `variance of ${name}`).toBeLessThan(
      tolerance,
    );
  }
  expect(found).toHaveLength(LAGS);
  found.forEach((value, j) => {
    const off = Math.abs(value - rho(settings, j));
    expect(off / standardErrors[j], `lag ${j}: ${value} for ${rho(settings, j)}`).toBeLessThan(SIGMAS);
    // and the comparison is sharp enough to tell neighbouring lags and missing terms
    expect(standardErrors[j] / rho(settings, j)).toBeLessThan(0.1);
  });
}

/** A Python that has these modules, if there is one. */
function pythonWith(modules: string): string | undefined {
  return ["python3", "/usr/bin/python3"].find((python) => {
    try {
      execFileSync(python, ["-c", `import ${modules}`], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

describe.each([
  ["pytorch", "torch", "initialisationTorch.py"],
  ["flax", "jax, flax, optax", "initialisationFlax.py"],
] as const)("the %s program", (language, modules, harness) => {
  const python = pythonWith(modules);
  const skipped = python === undefined ? ` (skipped: no python3 here can import ${modules})` : "";

  it.skipIf(python === undefined)(
    `draws networks whose lag weights are rho_j${skipped}`,
    { timeout: 240_000 },
    () => {
      const file = fileURLToPath(new URL(harness, import.meta.url));
      const input = initialisationCode(language, settings);
      const printed = execFileSync(python ?? "", [file, String(DRAWS), String(LAGS)], {
        input,
        encoding: "utf8",
      });
      const measured: Measured = JSON.parse(printed);
      expectTheory(measured);
      const rate = Number(/(?:lr=|sgd\()([\d.e-]+)/.exec(input)?.[1]);
      for (const moved of Object.values(measured.rates)) expect(moved / rate).toBeCloseTo(1, 4);
    },
  );
});

/** Runs a program as a module of its own; packages are found from here. */
function run(program: string): string {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  return execFileSync(process.execPath, ["--input-type=module"], { cwd, input: program, encoding: "utf8" });
}

describe("the lagwise program", () => {
  it.each([settings, { ...settings, nuW: 0, inputs: 1, outputs: 1 }, { ...settings, nuW: 0.97, inputs: 1 }])(
    "learns, with nu_W $nuW, $inputs to $outputs",
    (one) => {
      const losses = Array.from(
        run(initialisationCode("lagwise", one)).matchAll(/loss ([\d.]+)/g),
        ([, loss]) => Number(loss),
      );
      expect(losses).toHaveLength(6);
      // where the lags are few it soon stands at what they cannot explain
      expect(losses.slice(1).every((loss, k) => loss <= losses[k])).toBe(true);
      expect(losses[5]).toBeLessThan(0.9 * losses[0]);
    },
  );

  it("draws networks whose lag weights are rho_j", () => {
    const epilogue = `
const found = Array.from({ length: ${DRAWS} }, (_, seed) => {
  const one = new LinearRnn({ ...shape, width: ${settings.width}, lags: ${LAGS}, seed });
  const kernel = one.tangentKernel();
  const { F, W, C } = one.weights();
  const step = ${settings.inputs * settings.outputs} * (kernel.columns + 1);
  return { F, W, C, norms: Array.from({ length: ${LAGS} }, (_, j) => kernel.data[j * step]) };
});
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const byLag = found[0].norms.map((_, j) => found.map(({ norms }) => norms[j]));
const squares = (name) => mean(found.map((one) => mean(Array.from(one[name].data, (w) => w * w))));
console.log("measured: " + JSON.stringify({
  // this library's parameterisation holds the factor n^(-1/2) apart
  variance: { F: squares("F") / 256, W: squares("W") / 256, C: squares("C") / 256 },
  entries: { F: found[0].F.data.length, W: found[0].W.data.length, C: found[0].C.data.length },
  lagWeights: byLag.map(mean),
  standardErrors: byLag.map((values) => {
    const centre = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)) / (values.length - 1));
  }),
}));`;
    const printed = run(initialisationCode("lagwise", settings) + epilogue);
    expectTheory(JSON.parse(printed.split("measured: ")[1]));
  });
});

describe("every program", () => {
  const languages: readonly CodeLanguage[] = ["pytorch", "flax", "lagwise"];
  const variances = (program: string) =>
    /NU_W, NU_F, NU_C = (.+), (.+), (.+)|nuW: (.+?), nuF: (.+?), nuC: (.+?) }/
      .exec(program)
      ?.slice(1)
      .filter((one) => one !== undefined)
      .map(Number) ?? [];

  it.each([1, 2, 4, 25, 100, 1000, 30_000])("has the horizon that it says: %d lags", (horizon) => {
    const wanted = { ...settings, nuW: designTransitionVariance(horizon, settings) };
    const reached = memoryHorizon(wanted);
    for (const language of languages) {
      const program = initialisationCode(language, wanted);
      const [nuW, nuF, nuC] = variances(program);
      expect([nuF, nuC]).toEqual([settings.nuF, settings.nuC]);
      expect(memoryHorizon({ nuW, nuF, nuC })).toBe(reached);
      expect(nuW).toBeGreaterThanOrEqual(wanted.nuW - 1e-11);
      expect(program).toContain(
        `lies within ${String(reached).replace(/(?=\d{3}$)/, reached > 999 ? " " : "")} lag`,
      );
    }
  });

  it("asks for a learning rate that is stable for inputs of any spectrum, the mean squared error whole or half", () => {
    for (const colour of [0, 0.5, 0.99]) {
      const x = new Random(1).normals(8000);
      for (let t = 2; t < x.length; t++) x[t] += colour * x[t - 2];
      const power = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length);
      const statistics = new LagAccumulator(40, 1, 2);
      const inputs = matrix(
        x.length / 2,
        2,
        x.map((value) => value / power),
      );
      statistics.add({ inputs, outputs: matrix(x.length / 2, 1) });
      const stable = largestStableRate(statistics.statistics(), lagWeights(settings, 40));
      for (const language of languages) {
        const program = initialisationCode(language, settings);
        const rate = Number(/(?:lr=|sgd\(|learningRate: )([\d.e-]+)/.exec(program)?.[1]);
        expect(rate).toBeGreaterThan(0);
        expect(2 * rate).toBeLessThan(stable);
      }
    }
  });

  it("says what cannot be set up", () => {
    for (const language of languages) {
      expect(() => initialisationCode(language, { ...settings, nuW: 1 })).toThrow(/nu_W: 1 /);
      expect(() => initialisationCode(language, { ...settings, nuF: -1 })).toThrow(/nu_F: -1/);
      expect(() => initialisationCode(language, { ...settings, nuF: 0, nuC: 0 })).toThrow(/nu_F and nu_C/);
    }
  });
});
