// What the peers read: raw little-endian float64 files and a meta.json with their shapes (README.md).

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { endianness } from "node:os";
import { join } from "node:path";

/**
 * Writes one case's input folder.
 *
 * @param {string} directory made if it is not there
 * @param {{learningRate?: number, steps?: number, lags: number, batch?: number}} settings
 * @param {Record<string, {shape: number[], values: Float64Array}>} arrays row-major, by name: W, F, C, x, y
 */
export function writeInput(directory, settings, arrays) {
  requireLittleEndian();
  mkdirSync(directory, { recursive: true });
  const meta = { ...settings, arrays: {} };
  for (const [name, { shape, values }] of Object.entries(arrays)) {
    const wanted = shape.reduce((product, size) => product * size, 1);
    if (values.length !== wanted) throw new Error(`${name}: ${values.length} values for shape ${shape}`);
    meta.arrays[name] = { file: `${name}.f64`, shape };
    writeFileSync(join(directory, `${name}.f64`), bytesOf(values));
  }
  writeFileSync(join(directory, "meta.json"), `${JSON.stringify(meta, null, 1)}\n`);
}

/** Reads an input folder back: the settings, and the arrays by name. */
export function readInput(directory) {
  requireLittleEndian();
  const { arrays: entries, ...settings } = JSON.parse(readFileSync(join(directory, "meta.json"), "utf8"));
  const arrays = {};
  for (const [name, { file, shape }] of Object.entries(entries)) {
    arrays[name] = { shape, values: readFloat64(join(directory, file)) };
  }
  return { settings, arrays };
}

/** Reads what a peer wrote, e.g. `readOutput(directory, 'W')` for DIR/out/W.f64. */
export function readOutput(directory, name) {
  return readFloat64(join(directory, "out", `${name}.f64`));
}

function readFloat64(path) {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function bytesOf(values) {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function requireLittleEndian() {
  if (endianness() !== "LE") throw new Error("the peers exchange little-endian files: run on such a machine");
}
