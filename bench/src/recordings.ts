import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  countSamples,
  LagAccumulator,
  learnStandardisation,
  type Matrix,
  matrix,
  Random,
  type Segment,
  standardise,
} from "@lagwise/core";
import { openRecording } from "@lagwise/data";
import { fileSource } from "@lagwise/data/node";
import { time } from "./timing.js";

const program = fileURLToPath(new URL("../../packages/cli/dist/main.js", import.meta.url));

/** The S1 recording, standardised on all of it; undefined where LAGWISE_DATA does not have it. */
export async function standardisedS1(): Promise<Segment | undefined> {
  const path = join(process.env.LAGWISE_DATA ?? "", "s1_data.mat");
  if (!process.env.LAGWISE_DATA || !existsSync(path)) return undefined;
  const source = await openRecording(await fileSource(path), { inputs: "spikes", outputs: "vel" });
  const { samples } = await countSamples(source);
  const scales = await learnStandardisation(source, samples);
  const [inputs, outputs] = [matrix(samples, 52), matrix(samples, 2)];
  let row = 0;
  for await (const raw of source.blocks()) {
    const block = standardise(raw, scales);
    put(inputs, row, block.inputs);
    put(outputs, row, block.outputs);
    row += block.inputs.rows;
  }
  return { inputs, outputs };
}

function put(target: Matrix, row: number, part: Matrix): void {
  target.data.set(part.data, row * target.columns);
}

/** Lag statistics of a segment, T = 15: milliseconds for the one pass. */
export function statisticsTime(segment: Segment, lags: number) {
  const build = () => {
    const accumulator = new LagAccumulator(lags, segment.outputs.columns, segment.inputs.columns);
    accumulator.add(segment);
    return accumulator.statistics();
  };
  return { milliseconds: time(build, { runs: 3, warmUps: 1 }).median, statistics: build() };
}

/** `lagwise fit` on 20 000 samples, one input, one output, T = 60, as a process: the median of five, in seconds. */
export function fitProcessSeconds(): number {
  const folder = mkdtempSync(join(tmpdir(), "lagwise-bench-"));
  try {
    const random = new Random(4);
    const x = random.normals(20_000);
    const noise = random.normals(20_000, 0.1);
    let state = 0;
    const lines = Array.from(x, (value, t) => {
      state = 0.8 * state + value;
      return `${value},${state + noise[t]}`;
    });
    const file = join(folder, "recording.csv");
    writeFileSync(file, `x,y\n${lines.join("\n")}\n`);
    const words = [program, "fit", file, "--input", "x", "--output", "y", "--lags", "60", "--json"];
    const run = () => {
      const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8", maxBuffer: 1e8 });
      if (status !== 0) throw new Error(stderr);
    };
    return time(run, { runs: 5, warmUps: 1 }).median / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
