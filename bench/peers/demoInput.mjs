// Input folders from a fixed generator, for running the peers without the rest of the benchmark:
//   node bench/peers/demoInput.mjs DIR       writes DIR/step, DIR/kernel, and DIR/s1 where S1 was given as
//   node bench/peers/demoInput.mjs DIR SPIKES.f64 VELOCITY.f64   (standardised, samples x 52 and samples x 2)

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeInput } from "./writeInput.mjs";

const nuW = 0.5;

/** Writes the inputs of the cases `step` (50 sequences of 20 samples) and `kernel`, n = 1000, 1 -> 1. */
export function writeDemoInput(directory) {
  const normal = normals(20210107);
  const network = randomNetwork(normal, 1000, 1, 1);
  const x = { shape: [50, 20, 1], values: draw(normal, 1000, 1) };
  const y = { shape: [50, 20, 1], values: draw(normal, 1000, 1) };
  writeInput(join(directory, "step"), { lags: 20, learningRate: 0.1, steps: 3 }, { ...network, x, y });
  writeInput(join(directory, "kernel"), { lags: 20 }, network);
}

/** Writes the input of the case `s1` from a standardised recording, row-major. */
export function writeS1Input(directory, spikes, velocity) {
  const samples = spikes.length / 52;
  writeInput(
    join(directory, "s1"),
    { lags: 15, learningRate: 0.001, steps: 3, batch: 2000 },
    {
      ...randomNetwork(normals(2101), 1000, 52, 2),
      x: { shape: [samples, 52], values: spikes },
      y: { shape: [samples, 2], values: velocity },
    },
  );
}

function randomNetwork(normal, n, inputs, outputs) {
  return {
    W: { shape: [n, n], values: draw(normal, n * n, nuW) },
    F: { shape: [n, inputs], values: draw(normal, n * inputs, 1) },
    C: { shape: [outputs, n], values: draw(normal, outputs * n, 1) },
  };
}

function draw(normal, count, variance) {
  return Float64Array.from({ length: count }, () => Math.sqrt(variance) * normal());
}

/** Standard normals by Box and Muller from the 32-bit generator mulberry32. */
function normals(seed) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return (((z ^ (z >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [directory, ...recording] = process.argv.slice(2);
  if (!directory) throw new Error("usage: node demoInput.mjs DIR [SPIKES.f64 VELOCITY.f64]");
  writeDemoInput(directory);
  if (recording.length === 2)
    writeS1Input(directory, ...recording.map((path) => new Float64Array(readFileSync(path).buffer)));
}
