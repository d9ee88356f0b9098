import type { PeerMeasurement } from "../peers/runPeer.mjs";
import type { KernelRow } from "./kernels.js";
import { type Roofline, STEP } from "./network.js";
import type { PeerResults } from "./peers.js";

/** One run of the benchmark. */
export interface Benchmark {
  readonly date: string;
  readonly machine: string;
  readonly kernels: readonly KernelRow[];
  readonly readMilliseconds: number;
  readonly roofline: Roofline;
  readonly growth: readonly {
    readonly varied: string;
    readonly value: number;
    readonly milliseconds: number;
  }[];
  readonly s1?: { readonly statisticsMilliseconds: number; readonly stepMilliseconds: number };
  readonly fitSeconds: number;
  readonly peers?: PeerResults;
}

/** The benchmark as a page: the bars first, then what they are made of. */
export function markdown(run: Benchmark): string {
  const { roofline, peers } = run;
  return [
    "# Benchmark",
    "",
    `Measured by \`npm run bench\` on ${run.date}: ${run.machine}. Medians. Everything below comes`,
    "from one run on one machine; ratios can be compared elsewhere, milliseconds cannot. Peers do the same mathematics on the same numbers",
    "(bench/peers/README.md), each in its best variant, number format and thread count.",
    "",
    "## What it promises",
    "",
    table(["what", "Lagwise", "measured against", "ratio", "bar"], barRows(run)),
    "",
    ...(peers ? peerSection(peers) : []),
    "## One gradient step against the machine",
    "",
    `n = ${STEP.width}, T = ${STEP.lags}, one input, one output, float64. The limit is T reads of W by a read loop ` +
      `(${ms(roofline.read)} each) and the update's multiply-adds at the measured peak of ` +
      `${roofline.gigaflops.toFixed(1)} GFLOP/s: ${ms(roofline.limit)}. The step took ${ms(roofline.step.median)}, ` +
      `${roofline.ratio.toFixed(2)} times the limit.`,
    "",
    "## How a step's cost grows",
    "",
    `From n = ${STEP.width}, T = ${STEP.lags}, ${STEP.sequences} sequences, one at a time.`,
    "",
    table(["varied", "value", "Lagwise", "PyTorch"], growthRows(run)),
    "",
    "## Kernels",
    "",
    `On a matrix of 1000 × 1000; reading it once took ${ms(run.readMilliseconds)}.`,
    "",
    table(
      ["kernel", "time", "GFLOP/s", "× one read"],
      run.kernels.map(({ kernel, milliseconds, gigaflops, reads }) => [
        kernel,
        ms(milliseconds),
        gigaflops.toFixed(1),
        reads > 0 ? reads.toFixed(2) : "",
      ]),
    ),
    "",
  ].join("\n");
}

function barRows({ roofline, peers, s1, fitSeconds }: Benchmark): string[][] {
  const pytorch = (name: PeerMeasurement["case"]) => best(peers, "pytorch", name);
  const against = (ours: number, peer: PeerMeasurement | undefined, of: (one: PeerMeasurement) => number) =>
    peer
      ? [`PyTorch ${described(peer)}: ${ms(of(peer))}`, `${times(of(peer) / ours)} × faster`]
      : ["not measured", ""];
  const step = roofline.step.median;
  const kernel = peers?.kernelMilliseconds;
  return [
    [
      `RNN gradient step, n = ${STEP.width}, T = ${STEP.lags}, ${STEP.sequences} sequences`,
      ms(step),
      ...against(step, pytorch("step"), (one) => one.milliseconds),
      "≥ 10 ×",
    ],
    [
      "the same against the machine",
      ms(step),
      `its limit: ${ms(roofline.limit)}`,
      `${roofline.ratio.toFixed(2)} × the limit`,
      "≤ 2 ×",
    ],
    ...(s1
      ? [
          [
            "RNN gradient step on S1, n = 1000, T = 15, 52 → 2, full batch",
            ms(s1.stepMilliseconds),
            ...against(s1.stepMilliseconds, pytorch("s1"), (one) => one.millisecondsFullBatch ?? Number.NaN),
            "≥ 1000 ×",
          ],
          ["lag statistics of S1, T = 15", ms(s1.statisticsMilliseconds), "", "", "≤ 1 s"],
        ]
      : []),
    ...(kernel
      ? [
          [
            `tangent kernel, n = ${STEP.width}, T = ${STEP.lags}`,
            ms(kernel),
            ...against(kernel, pytorch("kernel"), (one) => one.milliseconds),
            "≥ 50 ×",
          ],
        ]
      : []),
    ["`fit` of 20 000 samples, T = 60, whole process", `${fitSeconds.toFixed(2)} s`, "", "", "≤ 2 s"],
  ];
}

function peerSection({ measurements, missing, differences }: PeerResults): string[] {
  const equal = [
    differences.weights === undefined
      ? ""
      : `weights after three steps differ from PyTorch's (float64) by ${differences.weights.toExponential(1)}`,
    differences.kernel === undefined ? "" : `the tangent kernel by ${differences.kernel.toExponential(1)}`,
  ].filter((text) => text !== "");
  const rows = measurements
    .filter((one) => one.case !== "growth")
    .sort((a, b) => a.case.localeCompare(b.case) || a.milliseconds - b.milliseconds)
    .map((one) => [
      one.case,
      `${one.peer} ${one.version}`,
      one.variant,
      one.dtype,
      String(one.threads),
      ms(one.milliseconds),
      `${ms(one.min)} – ${ms(one.max)}`,
    ]);
  return [
    "## Peers",
    "",
    ...(equal.length > 0 ? [`Same mathematics: ${equal.join(", ")} (relative, largest entry).`, ""] : []),
    table(["case", "peer", "variant", "numbers", "threads", "time", "from – to"], rows),
    "",
    ...missing.map(({ peer, case: name, reason }) => `Missing: ${peer}, ${name}: ${reason}.`),
    ...(missing.length > 0 ? [""] : []),
  ];
}

function growthRows({ growth, peers }: Benchmark): string[][] {
  const lines = peers?.measurements.filter((one) => one.case === "growth") ?? [];
  return growth.map(({ varied, value, milliseconds }) => {
    const key = varied as "width" | "lags" | "sequences";
    const same = lines
      .filter((one) => one.varied === key && one[key] === value)
      .map((one) => one.milliseconds);
    return [varied, String(value), ms(milliseconds), same.length > 0 ? ms(Math.min(...same)) : ""];
  });
}

function best(peers: PeerResults | undefined, peer: string, name: string): PeerMeasurement | undefined {
  const lines = peers?.measurements.filter((one) => one.peer === peer && one.case === name) ?? [];
  return lines.reduce<PeerMeasurement | undefined>(
    (least, one) => (least === undefined || one.milliseconds < least.milliseconds ? one : least),
    undefined,
  );
}

function described({ version, variant, dtype, threads }: PeerMeasurement): string {
  return `${version} (${variant}, ${dtype}, ${threads} thread${threads > 1 ? "s" : ""})`;
}

function times(ratio: number): string {
  return ratio < 20 ? ratio.toFixed(1) : ratio.toFixed(0);
}

function ms(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds >= 100 ? milliseconds.toFixed(0) : milliseconds.toPrecision(3)} ms`;
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heading), line(heading.map(() => "---")), ...rows.map(line)].join("\n");
}
