// What the two JavaScript peers share: their command line, their clock, their output.

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { readInput } from "./writeInput.mjs";

/** Command line of a peer: `--case step --input DIR --prefix NPM_PREFIX [--json] [--seconds 4] [--dtypes …]`. */
export function parsePeerArguments() {
  const { values } = parseArgs({
    options: {
      case: { type: "string", default: "step" },
      input: { type: "string" },
      prefix: { type: "string" },
      json: { type: "boolean", default: false },
      seconds: { type: "string", default: "4" },
      dtypes: { type: "string" },
    },
  });
  if (values.case !== "step") throw new Error(`case ${values.case}: this peer knows only \`step\``);
  if (!values.input || !values.prefix) throw new Error("--input DIR and --prefix NPM_PREFIX are needed");
  return { ...values, seconds: Number(values.seconds), data: readInput(values.input) };
}

/** Imports a package from the benchmark's own npm prefix, never from this repository. */
export async function importFrom(prefix, name) {
  const resolve = createRequire(join(prefix, "package.json")).resolve;
  return import(pathToFileURL(resolve(name)).href);
}

/** Version of a package in the prefix. */
export function versionOf(prefix, name) {
  return createRequire(join(prefix, "package.json"))(join(prefix, "node_modules", name, "package.json"))
    .version;
}

/** Milliseconds of each run: two to warm up, then for `seconds`, at least 5 and at most 101. */
export async function timeOf(run, seconds) {
  for (let warmUp = 0; warmUp < 2; warmUp++) await run();
  const times = [];
  const end = performance.now() + 1000 * seconds;
  while (times.length < 5 || (performance.now() < end && times.length < 101)) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times;
}

/** One line of output in the form that every peer prints. */
export function printMeasurement(description, times, losses, { json, data }) {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const [sequences, lags, inputs] = data.arrays.x.shape;
  const line = {
    ...description,
    milliseconds: median,
    min: sorted[0],
    max: sorted[sorted.length - 1],
    runs: sorted.length,
    loss: losses[losses.length - 1],
    losses,
    steps: losses.length - 1,
    width: data.arrays.W.shape[0],
    lags,
    sequences,
    inputs,
    outputs: data.arrays.C.shape[0],
  };
  const short = `${line.peer} ${line.variant} ${line.dtype} ${median.toFixed(2)} ms`;
  process.stdout.write(`${json ? JSON.stringify(line) : short}\n`);
}
