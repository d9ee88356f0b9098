// Takes a recording that is made on the fly through `lagwise stats`, file by file of a million samples, and states
// time a sample and memory: `node scripts/long-recording.mjs [samples, 1e8 unless given]`, after `npm run build`. The
// files lie in a temporary folder, 16 bytes a sample, and are gone afterwards.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const lagwise = fileURLToPath(new URL("../packages/cli/dist/main.js", import.meta.url));
const FILE = 1e6;
const LAGS = 20;
const most = Number(process.argv[2] ?? 1e8);

const folder = mkdtempSync(join(tmpdir(), "lagwise-long-"));
let state = 1;
let answer = 0;
try {
  console.log(
    `one input, one output, ${LAGS} lags, files of ${FILE} samples, ${availableParallelism()} cores`,
  );
  let written = 0;
  for (let samples = Math.min(1e6, most); samples <= most; samples *= 10) {
    while (written < samples / FILE) writeFileSync(join(folder, fileName(written++)), npy(madeUp(FILE)));
    measure(samples);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function fileName(k) {
  return `piece-${String(k).padStart(5, "0")}.npy`;
}

/** White input, and an output that keeps nine tenths of itself at every step. */
function madeUp(samples) {
  const values = new Float64Array(2 * samples);
  for (let t = 0; t < samples; t++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const x = state / 2 ** 31 - 1;
    answer = 0.9 * answer + x;
    values[2 * t] = x;
    values[2 * t + 1] = answer;
  }
  return values;
}

function npy(values) {
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length / 2}, 2), }`;
  const header = `${words.padEnd(128 - 11)}\n`;
  const magic = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, header.length, 0]);
  return Buffer.concat([magic, Buffer.from(header), Buffer.from(values.buffer)]);
}

function measure(samples) {
  const words = ["stats", "piece-*.npy", "--input", "1", "--output", "2", "--lags", String(LAGS)];
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [lagwise, ...words, "--out", "long.stats"], {
    cwd: folder,
    encoding: "utf8",
  });
  const seconds = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(stderr);
  const memory = /(\d+ MB) of memory at most/.exec(stderr)?.[1];
  const each = ((seconds / samples) * 1e9).toFixed(0);
  console.log(`${samples} samples: ${seconds.toFixed(1)} s, ${each} ns a sample, ${memory} at most`);
}
