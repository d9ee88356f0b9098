import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { csv, npy, valveAndFlow } from "./files.js";
import { escapeCode, folderWith, lagwise, outcomeOf, start } from "./lagwise.js";

/** Runs a command that must succeed with one JSON document on stdout and, unless it has notes, a silent stderr. */
async function json(...words: string[]) {
  const { status, stdout, stderr } = await lagwise([...words, "--json"]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout.endsWith("}\n")).toBe(true);
  return JSON.parse(stdout);
}

const numbers = (length: number) =>
  expect.toSatisfy(
    (value: unknown) => Array.isArray(value) && value.length === length && value.every(Number.isFinite),
    `${length} finite numbers`,
  );
const shaped = (lags: number, outputs: number, inputs: number) =>
  expect.toSatisfy(
    (value: number[][][]) =>
      value.length === lags &&
      value.every(
        (lag) =>
          lag.length === outputs && lag.every((row) => row.length === inputs && row.every(Number.isFinite)),
      ),
    `${lags} lags × ${outputs} outputs × ${inputs} inputs`,
  );

describe("JSON", () => {
  it("of fit has the shapes that the design states", async () => {
    const document = await json("fit", "sales", "--lags", "12", "--train-fraction", "0.6");
    expect(document).toMatchObject({
      command: "fit",
      data: {
        samples: 149,
        trainSamples: 89,
        testSamples: 60,
        segments: 1,
        inputs: ["leading_indicator"],
        outputs: ["sales"],
      },
      lags: 12,
      prior: {
        kind: "rnn",
        nuW: expect.any(Number),
        nuF: expect.any(Number),
        nuC: expect.any(Number),
        scale: numbers(1),
        noiseVariance: numbers(1),
      },
      logEvidence: expect.any(Number),
      fitPercent: { train: numbers(1), test: numbers(1) },
      r2: { train: numbers(1), test: numbers(1) },
      memory: { horizon95: expect.any(Number), energyByLag: numbers(12) },
      impulseResponse: { mean: shaped(12, 1, 1), standardDeviation: shaped(12, 1, 1) },
    });
  });

  it("of fit orders several channels as lag, output, input", async () => {
    const rows = valveAndFlow(300);
    const table = rows.map(([x, y], t) => [rows[(t * 7) % 300][0], y, x, rows[(t * 11) % 300][0]]);
    const folder = folderWith({ "log.csv": csv("a,flow,valve,b", table) });
    const document = await json(
      "fit",
      join(folder, "log.csv"),
      "--input",
      "a,valve",
      "--output",
      "b,flow",
      "--lags",
      "6",
    );
    expect(document.data).toMatchObject({ inputs: ["a", "valve"], outputs: ["b", "flow"] });
    expect(document.impulseResponse.mean).toEqual(shaped(6, 2, 2));
    // flow (output 1) answers valve (input 1) by 1 at lag 1: that entry and no other of the first two lags
    const large = document.impulseResponse.mean
      .slice(0, 2)
      .flat(2)
      .map((value: number) => Math.abs(value) > 0.5);
    expect(large).toEqual([false, false, false, false, false, false, false, true]);
  });

  it("of fit without a test part, and with flat weights", async () => {
    const document = await json("fit", "sales", "--train-fraction", "1", "--prior", "none", "--lags", "4");
    expect(document.fitPercent.test).toBeNull();
    expect(document.r2.test).toBeNull();
    expect(document.prior).toMatchObject({ kind: "none", lagWeights: [1, 1, 1, 1] });
    expect(document.prior).not.toHaveProperty("nuW");
  });

  it("of kernel has the paper's lag weights", async () => {
    const document = await json("kernel", "--nu-w", "0.8", "--nu-f", "2", "--nu-c", "0.5", "--lags", "9");
    const rho = Array.from(
      { length: 9 },
      (_, j) => 2 * 0.8 ** j + 0.5 * 0.8 ** j + j * 2 * 0.5 * 0.8 ** (j - 1),
    );
    expect(document).toMatchObject({ command: "kernel", nuW: 0.8, nuF: 2, nuC: 0.5, lags: 9 });
    expect(document.lagWeights).toEqual(rho.map((value) => expect.closeTo(value, 12)));
    // the smallest h with sum_(j<h) rho_j ≥ 0.95 sum rho_j, by adding up
    const sumOver = (lags: number) =>
      Array.from({ length: lags }, (_, j) => 2.5 * 0.8 ** j + j * 0.8 ** (j - 1)).reduce((a, b) => a + b);
    const enough = 0.95 * sumOver(2000);
    expect(sumOver(document.horizon95)).toBeGreaterThanOrEqual(enough);
    expect(sumOver(document.horizon95 - 1)).toBeLessThan(enough);
  });

  it("of kernel has no horizon where there is none", async () => {
    const { status, stdout } = await lagwise(["kernel", "--nu-w", "1", "--json"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).horizon95).toBeNull();
  });

  it("of kernel with a width has the tangent kernel of networks of that width", async () => {
    const words = ["kernel", "--nu-w", "0.3", "--lags", "6", "--width", "400", "--seeds", "3"];
    const { finiteWidth, lagWeights } = await json(...words);
    expect(finiteWidth).toMatchObject({
      width: 400,
      seeds: 3,
      relativeError: { mean: expect.any(Number), standardDeviation: expect.any(Number) },
    });
    expect(finiteWidth.kernel).toEqual(Array(6).fill(numbers(6)));
    // a network this wide is near the limit: diag(rho), whose first entries are above 1
    expect(Math.abs(finiteWidth.kernel[0][0] / lagWeights[0] - 1)).toBeLessThan(0.5);
    expect(finiteWidth.relativeError.mean).toBeLessThan(0.5);
  });

  it("of train has both curves, and all but the time is the same twice", async () => {
    const words = [
      "train",
      "--synthetic",
      "delay",
      "--nu-w",
      "0.3",
      "--width",
      "60",
      "--lags",
      "8",
      "--steps",
      "30",
    ];
    const { millisecondsPerStep, ...document } = await json(...words);
    expect(millisecondsPerStep).toBeGreaterThan(0);
    const points = document.steps.length;
    expect(document).toMatchObject({
      command: "train",
      steps: numbers(points),
      rnn: { trainLoss: numbers(points), testLoss: numbers(points) },
      convolution: { trainLoss: numbers(points), testLoss: numbers(points) },
      largestGap: expect.any(Number),
      learningRate: expect.any(Number),
      finalImpulseResponse: { rnn: shaped(8, 1, 1), convolution: shaped(8, 1, 1) },
    });
    expect(document.steps.at(-1)).toBe(30);
    const { millisecondsPerStep: _, ...again } = await json(...words);
    expect(again).toEqual(document);
    const { millisecondsPerStep: __, ...other } = await json(...words, "--seed", "2");
    expect(other.rnn).not.toEqual(document.rnn);
  });

  it("of init says the smallest nu_W that reaches the horizon", async () => {
    const document = await json("init", "--horizon", "25", "--width", "64");
    expect(document).toMatchObject({ command: "init", horizon: 25, nuF: 1, nuC: 1, width: 64 });
    expect(document.horizon95).toBeGreaterThanOrEqual(25);
    const below = await json("kernel", "--nu-w", String(document.nuW - 1e-9));
    expect(below.horizon95).toBeLessThan(25);
    expect(document.standardDeviation.W).toBeCloseTo(Math.sqrt(document.nuW / 64), 12);
  });

  it("of data list names what there is and where", async () => {
    const document = await json("data", "list");
    const known = document.datasets.map(({ name }: { name: string }) => name);
    expect(known).toEqual(["sales", "gas-furnace", "s1"]);
    expect(document.datasets[0].path).toMatch(/sales\.csv$/);
    expect(document.datasets[1]).not.toHaveProperty("path");
  });

  it("is the same, byte for byte, twice, and from a CSV and an NPY copy of the same numbers", async () => {
    const rows = valveAndFlow(400).map(([x, y]) => [x / 3, y / 7]);
    const folder = folderWith({ "log.csv": csv(undefined, rows), "log.npy": npy(rows) });
    const of = async (file: string) =>
      (await lagwise(["fit", join(folder, file), "--input", "1", "--output", "2", "--json"])).stdout;
    const document = await of("log.csv");
    expect(document.length).toBeGreaterThan(1000);
    expect(await of("log.csv")).toBe(document);
    const { data: copied, ...others } = JSON.parse(await of("log.npy"));
    const { data, ...original } = JSON.parse(document);
    expect(JSON.stringify(others)).toBe(JSON.stringify(original));
    // a bare array has no column names
    expect({ ...copied, inputs: data.inputs, outputs: data.outputs }).toEqual(data);
  });

  it("stays alone on stdout when there are notes", async () => {
    const rows = valveAndFlow(100).map(([x, y], t) => (t === 40 ? ["", y] : [x, y]));
    const folder = folderWith({ "log.csv": csv("valve,flow", rows) });
    const words = ["fit", join(folder, "log.csv"), "--input", "valve", "--output", "flow", "--json"];
    const { stdout, stderr } = await lagwise(words);
    expect(JSON.parse(stdout).data).toMatchObject({ samples: 99, segments: 2 });
    expect(stderr).toBe("note: 1 gap split the recording into 2 segments, each from a state of zero\n");
  });
});

describe("help", () => {
  it.each(["", "fit", "train", "kernel", "init", "data", "data list", "data pull"])(
    "lagwise %s --help shows an example",
    async (command) => {
      const words = command.split(" ").filter((word) => word !== "");
      const { status, stdout, stderr } = await lagwise([...words, "--help"]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toMatch(new RegExp(`Examples?:\\n\\s+lagwise ${command}`));
      for (const line of stdout.split("\n").filter((one) => !one.includes("  lagwise ")))
        expect(line.length).toBeLessThanOrEqual(120);
    },
  );

  it("comes unasked, with status 2, where no command is named", async () => {
    for (const words of [[], ["data"]]) {
      const { status, stdout, stderr } = await lagwise(words);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(/Usage: lagwise[\s\S]*Examples:/);
    }
  });

  it("--version is the package's", async () => {
    const { stdout } = await lagwise(["--version"]);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("colours", () => {
  it.each([
    ["a pipe", [], {}],
    ["a pipe on a build server", [], { CI: "true" }],
    ["NO_COLOR", [], { NO_COLOR: "1", FORCE_COLOR: "1" }],
    ["--no-color", ["--no-color"], { FORCE_COLOR: "1" }],
  ])("%s: none", async (_, words, env) => {
    const results = [
      await lagwise(["fit", "sales", ...words], { env }),
      await lagwise(["kernel", "--nu-w", "1.1", ...words], { env }),
      await lagwise(["fit", "nothing", ...words], { env }),
    ];
    expect(results.map(({ stdout }) => stdout).join("")).not.toMatch(escapeCode);
    expect(results.map(({ stderr }) => stderr).join("")).not.toMatch(escapeCode);
  });

  it("are there where they are asked for", async () => {
    expect((await lagwise(["fit", "sales"], { env: { FORCE_COLOR: "1" } })).stdout).toMatch(escapeCode);
  });
});

describe("the output", () => {
  it("closed early is no error", async () => {
    const child = start(["kernel", "--nu-w", "0.99", "--lags", "100000", "--json"]);
    await once(child.stdout as NodeJS.ReadableStream, "data");
    child.stdout?.destroy();
    expect(await outcomeOf(child)).toMatchObject({ status: 0, stderr: "" });
  });

  it.skipIf(process.platform !== "linux")("on a full disk is an error in one line", async () => {
    const full = openSync("/dev/full", "w");
    const child = start(["kernel", "--nu-w", "0.5"], { stdout: full });
    const { status, stderr } = await outcomeOf(child);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^lagwise: the output cannot be written \(no room [^\n]+\n$/);
  });
});
