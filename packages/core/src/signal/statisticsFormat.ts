import { LagwiseError } from "../LagwiseError.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";
import { crc32 } from "./crc32.js";
import type { FirstSamples, LagStatistics } from "./LagStatistics.js";

// The file format of lag statistics, version 1, all numbers little-endian:
//   bytes 0–7    "LAGSTATS"
//   bytes 8–27   uint32: version, T, n_x, n_y, 0 where first samples are zero-padded or 1 where they are skipped
//   bytes 28–31  uint32: 0
//   bytes 32–39  float64: N
//   then float64: sum z zᵀ, lower triangle by rows; sum y zᵀ by rows; sum y² and sum y of each output
//   last 4 bytes uint32: CRC-32 of everything before
const MAGIC = "LAGSTATS";
const VERSION = 1;
const HEADER = 40;
const KINDS: readonly FirstSamples[] = ["zero-padded", "skipped"];

/** Lag statistics as bytes, to be kept or sent. `readStatistics` gives back the same numbers, bit by bit. */
export function writeStatistics(statistics: LagStatistics): Uint8Array {
  const { lags, inputs, outputs, firstSamples, samples, zz, yz, yy, y } = statistics;
  const bytes = new Uint8Array(byteLength(lags, inputs, outputs));
  const view = new DataView(bytes.buffer);
  for (let k = 0; k < MAGIC.length; k++) bytes[k] = MAGIC.charCodeAt(k);
  [VERSION, lags, inputs, outputs, KINDS.indexOf(firstSamples), 0].forEach((value, k) => {
    view.setUint32(8 + 4 * k, value, true);
  });
  view.setFloat64(32, samples, true);
  let at = HEADER;
  for (const part of [lowerTriangle(zz), yz.data, yy, y]) {
    for (const value of part) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  view.setUint32(at, crc32(bytes.subarray(0, at)), true);
  return bytes;
}

/**
 * The inverse of `writeStatistics`. Throws a LagwiseError for bytes that are not lag statistics, of another version,
 * cut off, or damaged.
 */
export function readStatistics(bytes: Uint8Array): LagStatistics {
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new LagwiseError("these are not lag statistics: the file begins otherwise");
  if (bytes.length < HEADER)
    throw new LagwiseError("these lag statistics are cut off: get or make them again");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [version, lags, inputs, outputs, kind] = [0, 1, 2, 3, 4].map((k) => view.getUint32(8 + 4 * k, true));
  if (version !== VERSION) {
    throw new LagwiseError(
      `these lag statistics are of version ${version}; this program reads version ${VERSION}`,
    );
  }
  if (bytes.length < byteLength(lags, inputs, outputs)) {
    throw new LagwiseError("these lag statistics are cut off: get or make them again");
  }
  const end = bytes.length - 4;
  const damaged = bytes.length > byteLength(lags, inputs, outputs) || KINDS[kind] === undefined;
  if (damaged || crc32(bytes.subarray(0, end)) !== view.getUint32(end, true)) {
    throw new LagwiseError("these lag statistics are damaged: get or make them again");
  }
  let at = HEADER;
  const take = (count: number) => {
    const values = Float64Array.from({ length: count }, (_, k) => view.getFloat64(at + 8 * k, true));
    at += 8 * count;
    return values;
  };
  const size = lags * inputs;
  return {
    lags,
    inputs,
    outputs,
    firstSamples: KINDS[kind],
    samples: view.getFloat64(32, true),
    zz: symmetric(take((size * (size + 1)) / 2), size),
    yz: matrix(outputs, size, take(outputs * size)),
    yy: take(outputs),
    y: take(outputs),
  };
}

function byteLength(lags: number, inputs: number, outputs: number): number {
  const size = lags * inputs;
  return HEADER + 8 * ((size * (size + 1)) / 2 + outputs * size + 2 * outputs) + 4;
}

function lowerTriangle({ rows, data }: Matrix): Float64Array {
  const packed = new Float64Array((rows * (rows + 1)) / 2);
  for (let i = 0, at = 0; i < rows; at += ++i) packed.set(data.subarray(i * rows, i * rows + i + 1), at);
  return packed;
}

function symmetric(packed: Float64Array, size: number): Matrix {
  const full = matrix(size, size);
  for (let i = 0, k = 0; i < size; i++) {
    for (let j = 0; j <= i; j++, k++) {
      full.data[i * size + j] = packed[k];
      full.data[j * size + i] = packed[k];
    }
  }
  return full;
}
