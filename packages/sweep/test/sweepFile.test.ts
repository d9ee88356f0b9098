import { expand, parseSweep, runAsJob, type SweepDocument } from "@lagwise/sweep";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { folderWith, lagwise } from "./lagwise.js";

const smallest = "job: kernel\ngrid: { nuW: [0.1, 0.5] }\n";

describe("a sweep file", () => {
  it.each([
    [
      "job: kernel\ngrid:\n  nuW: [0.1]\n  lgas: [3]\n",
      'line 4, column 3: there is no "lgas" here: did you mean lags?',
    ],
    ["jbo: kernel\n", 'line 1, column 1: there is no "jbo" here: did you mean job?'],
    ["job: kernal\n", "line 1, column 6: wanted: one of train, fit, kernel, experiment"],
    ["grid: {}\n", "line 1, column 1: job is missing: one of train, fit, kernel, experiment"],
    [
      "job: kernel\ngrid:\n  nuW: [0.1, -2, x]\n",
      "line 3, column 14: grid.nuW.1: wanted: a variance, 0 or more (and 1 more)",
    ],
    [
      "job: kernel\ngrid:\n  nuW: 0.1\n",
      "line 3, column 8: grid.nuW: wanted: a list of values, each a variance, 0 or more",
    ],
    ["job: kernel\ngrid:\n  nuW: []\n", "line 3, column 8: grid.nuW: wanted: a list of values"],
    [
      "job: kernel\nfixed: { nuW: 0.5, lags: 2.5 }\n",
      "line 2, column 26: fixed.lags: wanted: a whole number of at least 1",
    ],
    ["job: kernel\nfixed: { lags: 5 }\n", "line 1, column 1: which initialisation? Give nuW"],
    [
      "job: kernel\nfixed: { init: pytorch, nuF: 2 }\n",
      "line 2, column 25: init already says the variances: leave out nuF, or init",
    ],
    [
      "job: kernel\nfixed: { nuW: 1 }\ngrid: { nuW: [1] }\n",
      "line 3, column 9: nuW is under fixed already: say it once",
    ],
    ["job: kernel\nrandom: { samples: 3 }\n", "line 2, column 9: of which settings?"],
    [
      "job: kernel\nrandom: { nuW: { from: 0, to: 1 } }\n",
      "line 2, column 9: random.samples: wanted: a whole number of at least 1",
    ],
    [
      "job: kernel\nrandom: { samples: 3, nuW: { from: 1, to: 0 } }\n",
      "line 2, column 28: random.nuW: wanted: from below to",
    ],
    [
      "job: kernel\nrandom: { samples: 3, nuW: { from: 0, to: 1, scale: log } }\n",
      "line 2, column 28: random.nuW: wanted: from above 0 on a log scale",
    ],
    [
      "job: kernel\nrandom: { samples: 3, nuW: { form: 0, to: 1 } }\n",
      'line 2, column 30: there is no "form" here: did you mean from?',
    ],
    [
      "job: kernel\nrandom: { samples: 3, init: { from: 0, to: 1 } }\n",
      "line 2, column 29: random.init: this is no number: write it under grid",
    ],
    [`${smallest}seeds: 0\n`, "line 3, column 8: seeds: wanted: how many seeds, or a list of them"],
    [`${smallest}dataset: sales\n`, "line 3, column 10: a kernel needs no recording"],
    ["job: train\nfixed: { nuW: 1 }\n", "line 1, column 1: train on what? Give dataset, or synthetic"],
    ["job: train\ndataset: sales\nsynthetic: rnn\nfixed: { nuW: 1 }\n", "line 3, column 12: train on what?"],
    [
      "job: train\ndataset: sales\nfixed: { nuW: 1, delay: 3 }\n",
      "line 3, column 18: delay is of a made-up recording: give synthetic",
    ],
    [
      "job: train\ndataset: { fiel: a.csv }\nfixed: { nuW: 1 }\n",
      'line 2, column 12: there is no "fiel" here: did you mean file?',
    ],
    ["job: fit\ndataset: sales\nseeds: 3\n", "line 3, column 8: nothing is random in a fit of a recording"],
    ["job: experiment\n", "line 1, column 1: which claim?"],
    ["job: kernel\ngrid: { nuW: [1, 2\n", "line 3, column 1: Flow sequence in block collection"],
    ["- 1\n", "line 1, column 1: wanted: job, grid and so on"],
    ["", "says nothing: give job"],
    [
      '{ "job": "kernel",\n  "grid": { "nuw": [0.5] } }',
      'line 2, column 13: there is no "nuw" here: did you mean nuW?',
    ],
  ])("says where it is wrong, and what is wanted: %j", (text, message) => {
    let said = "";
    try {
      parseSweep(text, "sweep.yaml");
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain(message);
    expect(said).toMatch(/^sweep\.yaml(, line \d+, column \d+:| says)/);
    expect(said).not.toContain("\n");
  });

  it("is the same as YAML and as JSON", () => {
    const sweep = {
      job: "train",
      synthetic: "delay",
      fixed: { nuW: 0.3 },
      grid: { lags: [3, 5] },
      seeds: [4, 9],
    };
    const yaml =
      "job: train\nsynthetic: delay\nfixed: { nuW: 0.3 }\ngrid:\n  lags: [3, 5] # two\nseeds: [4, 9]\n";
    expect(parseSweep(yaml, "a")).toEqual(parseSweep(JSON.stringify(sweep), "b"));
  });
});

describe("expanding a sweep", () => {
  it("makes every combination once, seeds fastest, then the grid from its end", () => {
    const sweep = parseSweep("job: kernel\ngrid: { nuW: [0.1, 0.5], lags: [3, 4, 5] }\nseeds: 2\n", "a");
    const runs = expand(sweep);
    const all = Array.from({ length: runs.count }, (_, k) => runs.at(k));
    const byHand = [0.1, 0.5].flatMap((nuW) =>
      [3, 4, 5].flatMap((lags) => [1, 2].map((seed) => ({ nuW, lags, seed }))),
    );
    expect(all).toEqual(byHand);
    expect(runs.varied).toEqual(["nuW", "lags", "seed"]);
    expect(expand(sweep, 7).at(0).seed).toBe(7);
  });

  it("fills in the defaults of the command line", () => {
    const train = expand(parseSweep("job: train\nsynthetic: delay\nfixed: { nuW: 0.3 }\n", "a")).at(0);
    expect(train).toEqual({
      synthetic: "delay",
      nuW: 0.3,
      width: 1000,
      lags: 20,
      steps: 200,
      momentum: 0,
      delay: 5,
      radius: 0.9,
      period: 8,
      sequences: 50,
      snr: 20,
      seed: 1,
    });
    const recorded = expand(parseSweep("job: train\ndataset: sales\nfixed: { nuW: 0.3 }\n", "a")).at(0);
    expect(recorded).toEqual({
      nuW: 0.3,
      width: 1000,
      lags: 20,
      steps: 200,
      momentum: 0,
      trainFraction: 0.8,
      seed: 1,
    });
  });

  const range = fc
    .tuple(
      fc.double({ min: 1e-6, max: 1, noNaN: true }),
      fc.double({ min: 1.5, max: 1e4, noNaN: true }),
      fc.constantFrom("linear", "log"),
    )
    .map(([from, to, scale]) => ({ from, to, scale }));

  it("draws random settings within their ranges, the same for the same seed, each the same whatever is drawn before", () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 0, max: 1e6 }), (nuF, seed) => {
        const sweep = {
          job: "kernel",
          fixed: { nuW: 0.5 },
          random: { samples: 5, nuF, lags: { from: 3, to: 5 } },
        } as unknown as SweepDocument;
        const forwards = expand(sweep, seed);
        const drawn = [0, 1, 2, 3, 4].map((k) => forwards.at(k));
        const again = expand(sweep, seed);
        expect([4, 2, 0].map((k) => again.at(k))).toEqual([4, 2, 0].map((k) => drawn[k]));
        for (const { nuF: value, lags } of drawn) {
          expect(value).toBeGreaterThanOrEqual(nuF.from);
          expect(value).toBeLessThanOrEqual(nuF.to);
          expect([3, 4, 5]).toContain(lags);
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ["linear", 0.01, 100, (v: number) => (v - 0.01) / 99.99],
    ["log", 0.01, 100, (v: number) => Math.log(v / 0.01) / Math.log(1e4)],
  ])("draws evenly on a %s scale", (scale, from, to, along) => {
    const sweep = {
      job: "kernel",
      fixed: { nuW: 0.5 },
      random: { samples: 2000, nuF: { from, to, scale } },
    } as unknown as SweepDocument;
    const runs = expand(sweep, 3);
    const uniform = Array.from({ length: 2000 }, (_, k) => along(runs.at(k).nuF as number)).sort(
      (a, b) => a - b,
    );
    // Kolmogorov and Smirnov: a distance of 2/√N has odds of about 1 to 1500
    const distance = Math.max(...uniform.map((u, k) => Math.abs(u - (k + 0.5) / 2000)));
    expect(distance).toBeLessThan(2 / Math.sqrt(2000));
  });

  it.each(["linear", "log"])("draws whole numbers on a %s scale, both ends among them", (scale) => {
    const sweep = {
      job: "kernel",
      fixed: { nuW: 0.5 },
      random: { samples: 1000, lags: { from: 1, to: 4, scale } },
    } as unknown as SweepDocument;
    const runs = expand(sweep);
    const counts = [0, 0, 0, 0];
    for (let k = 0; k < 1000; k++) counts[(runs.at(k).lags as number) - 1]++;
    // on a log scale n has the share log((n + 1)/n)/log 5; four standard deviations of a count are at most 64
    const shares = [1, 2, 3, 4].map((n) => (scale === "log" ? Math.log((n + 1) / n) / Math.log(5) : 0.25));
    for (const [k, count] of counts.entries()) expect(Math.abs(count - 1000 * shares[k])).toBeLessThan(64);
  });

  it("takes a run from the middle of a billion at once", () => {
    const seeds = 1000;
    const grid = {
      nuW: Array.from({ length: 1000 }, (_, k) => k / 1000),
      lags: Array.from({ length: 1000 }, (_, k) => k + 1),
    };
    const runs = expand({ job: "kernel", grid, seeds } as unknown as SweepDocument);
    expect(runs.count).toBe(1e9);
    expect(runs.at(123_456_789)).toMatchObject({ nuW: 0.123, lags: 457, seed: 790 });
  });
});

describe("the identity of a run", () => {
  const dataset = {
    name: "a",
    file: "/here/a.csv",
    digest: "d1",
    input: "u",
    output: "y",
    difference: false,
  };
  const settings = { nuW: 0.3, lags: 5, seed: 1 };
  const id = (changed: object = {}, other: object = {}) =>
    runAsJob({ ...settings, ...changed }, { kind: "train", code: "c1", dataset, ...other }).id;

  it("is the same whatever the order of settings and wherever the recording lies", () => {
    expect(runAsJob({ seed: 1, lags: 5, nuW: 0.3 }, { kind: "train", code: "c1", dataset }).id).toBe(id());
    expect(id({}, { dataset: { ...dataset, name: "b", file: "/there/b.csv" } })).toBe(id());
    expect(id()).toMatch(/^[0-9a-f]{32}$/);
  });

  it("differs with a setting, the seed, the job, the code, and the recording's content and columns", () => {
    const ids = [
      id(),
      id({ nuW: 0.30000000000000004 }),
      id({ seed: 2 }),
      id({ width: 10 }),
      id({}, { kind: "fit" }),
      id({}, { code: "c2" }),
      id({}, { dataset: undefined }),
      id({}, { dataset: { ...dataset, digest: "d2" } }),
      id({}, { dataset: { ...dataset, input: "v" } }),
      id({}, { dataset: { ...dataset, difference: true } }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("lagwise sweep", () => {
  it("answers a wrong file in one line, and writes nothing", async () => {
    const folder = folderWith({ "bad.yaml": "job: kernel\ngrid: { nuV: [1] }\n" });
    const { status, stdout, stderr } = await lagwise(
      "sweep",
      `${folder}/bad.yaml`,
      "--out",
      `${folder}/out.duckdb`,
    ).ended;
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      /^lagwise: .*bad\.yaml, line 2, column 9: there is no "nuV" here: did you mean nuW\?.*\n$/,
    );
    const { readdirSync } = await import("node:fs");
    expect(readdirSync(folder)).toEqual(["bad.yaml"]);
  });
});
