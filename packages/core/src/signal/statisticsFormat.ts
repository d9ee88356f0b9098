import { LagwiseError } from "../LagwiseError.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";
import { crc32 } from "./crc32.js";
import { emptyStatistics, type FirstSamples, type LagStatistics } from "./LagStatistics.js";
import type { PreparedRecording } from "./prepare.js";
import { textOf, utf8 } from "./utf8.js";

// docs/statistics-format.md says what is where, byte by byte.
const MAGIC = "LAGSTATS";
const VERSION = 2;
const HEADER = 80;
const CHECKSUM = 4;
const KINDS: readonly FirstSamples[] = ["zero-padded", "skipped"];

/** What the header says, in the order in which it stands there. */
interface Header {
  readonly lags: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly firstSamples: FirstSamples;
  readonly nameBytes: number;
  readonly trainSamples: number;
  readonly testSamples: number;
  readonly segments: number;
  /** how many samples are summed over in each part */
  readonly counted: readonly [train: number, test: number];
}

/**
 * A prepared recording as bytes, to be kept or sent: names, scales and lag statistics. `readStatistics` gives back
 * the same numbers, bit by bit.
 */
export function writeStatistics(prepared: PreparedRecording): Uint8Array {
  const { inputNames, outputNames, standardisation, statistics } = prepared;
  const { train, test } = statistics;
  const names = nameBytes([...inputNames, ...outputNames]);
  const header: Header = {
    lags: prepared.lags,
    inputs: inputNames.length,
    outputs: outputNames.length,
    firstSamples: train.firstSamples,
    nameBytes: names.length,
    trainSamples: prepared.trainSamples,
    testSamples: prepared.testSamples,
    segments: prepared.segments,
    counted: [train.samples, test.samples],
  };
  const bytes = new Uint8Array(byteLength(header));
  const view = new DataView(bytes.buffer);
  writeHeader(bytes, view, header);
  bytes.set(names, HEADER);
  let at = HEADER + names.length;
  const { inputs, outputs } = standardisation;
  const scales = [inputs.mean, inputs.deviation, outputs.mean, outputs.deviation];
  for (const numbers of [...scales, ...sums(train), ...sums(test)]) {
    for (const value of numbers) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  view.setUint32(at, crc32(bytes.subarray(0, at)), true);
  return bytes;
}

/** Whether bytes begin as `writeStatistics` begins them; the first 8 are enough. */
export function isStatistics(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, MAGIC.length)) === MAGIC;
}

/**
 * The inverse of `writeStatistics`. Throws a LagwiseError for bytes that are not lag statistics, of another version,
 * cut off, or damaged.
 */
export function readStatistics(bytes: Uint8Array): PreparedRecording {
  if (!isStatistics(bytes)) throw new LagwiseError("these are not lag statistics: the file begins otherwise");
  if (bytes.length < HEADER) throw cutOff();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(bytes, view);
  const wanted = byteLength(header);
  if (bytes.length < wanted) throw cutOff();
  const end = wanted - CHECKSUM;
  if (bytes.length > wanted || crc32(bytes.subarray(0, end)) !== view.getUint32(end, true)) throw damaged();

  const { lags, inputs, outputs } = header;
  const names = namesIn(bytes.subarray(HEADER, HEADER + header.nameBytes), inputs + outputs);
  let at = HEADER + header.nameBytes;
  const take = (count: number) => {
    const values = new Float64Array(count);
    for (let k = 0; k < count; k++, at += 8) values[k] = view.getFloat64(at, true);
    return values;
  };
  const scale = (channels: number) => ({ mean: take(channels), deviation: take(channels) });
  const standardisation = { inputs: scale(inputs), outputs: scale(outputs) };
  const part = (samples: number): LagStatistics => {
    const nothing = emptyStatistics(lags, outputs, inputs, header.firstSamples);
    if (samples === 0) return nothing;
    const size = lags * inputs;
    const zz = symmetric(take((size * (size + 1)) / 2), size);
    const yz = matrix(outputs, size, take(outputs * size));
    return { ...nothing, samples, zz, yz, yy: take(outputs), y: take(outputs) };
  };
  return {
    inputNames: names.slice(0, inputs),
    outputNames: names.slice(inputs),
    samples: header.trainSamples + header.testSamples,
    trainSamples: header.trainSamples,
    testSamples: header.testSamples,
    segments: header.segments,
    lags,
    standardisation,
    statistics: { train: part(header.counted[0]), test: part(header.counted[1]) },
  };
}

function writeHeader(bytes: Uint8Array, view: DataView, header: Header): void {
  for (let k = 0; k < MAGIC.length; k++) bytes[k] = MAGIC.charCodeAt(k);
  const { lags, inputs, outputs, firstSamples, nameBytes } = header;
  [VERSION, lags, inputs, outputs, KINDS.indexOf(firstSamples), nameBytes].forEach((value, k) => {
    view.setUint32(8 + 4 * k, value, true);
  });
  const { trainSamples, testSamples, segments, counted } = header;
  [trainSamples, testSamples, segments, ...counted].forEach((value, k) => {
    view.setFloat64(32 + 8 * k, value, true);
  });
  view.setUint32(HEADER - CHECKSUM, crc32(bytes.subarray(0, HEADER - CHECKSUM)), true);
}

/** Checks the version and the header's own checksum, so that a damaged shape is not taken for a missing end. */
function readHeader(bytes: Uint8Array, view: DataView): Header {
  const word = (k: number) => view.getUint32(8 + 4 * k, true);
  const number = (k: number) => view.getFloat64(32 + 8 * k, true);
  if (word(0) !== VERSION) {
    throw new LagwiseError(
      `these lag statistics are of version ${word(0)}; this program reads version ${VERSION}: make them again`,
    );
  }
  const end = HEADER - CHECKSUM;
  if (crc32(bytes.subarray(0, end)) !== view.getUint32(end, true)) throw damaged();
  const [lags, inputs, outputs, kind, nameBytes] = [1, 2, 3, 4, 5].map(word);
  const [trainSamples, testSamples, segments, train, test] = [0, 1, 2, 3, 4].map(number);
  const counts = [trainSamples, testSamples, segments, train, test];
  const possible =
    Math.min(lags, inputs, outputs) >= 1 &&
    KINDS[kind] !== undefined &&
    nameBytes % 8 === 0 &&
    counts.every((count) => Number.isSafeInteger(count) && count >= 0) &&
    train <= trainSamples &&
    test <= testSamples;
  if (!possible) throw damaged();
  const firstSamples = KINDS[kind];
  const counted = [train, test] as const;
  return { lags, inputs, outputs, firstSamples, nameBytes, trainSamples, testSamples, segments, counted };
}

/** A part without samples takes no room. */
function byteLength({ lags, inputs, outputs, nameBytes, counted }: Header): number {
  const size = lags * inputs;
  const numbers = (size * (size + 1)) / 2 + outputs * size + 2 * outputs;
  const parts = counted.filter((samples) => samples > 0).length;
  return HEADER + nameBytes + 8 * (2 * (inputs + outputs) + parts * numbers) + CHECKSUM;
}

function sums({ samples, zz, yz, yy, y }: LagStatistics): Float64Array[] {
  return samples === 0 ? [] : [lowerTriangle(zz), yz.data, yy, y];
}

/** Each name as its length in bytes and its UTF-8, then zeros up to a multiple of 8 bytes. */
function nameBytes(names: readonly string[]): Uint8Array {
  const encoded = names.map(utf8);
  const length = encoded.reduce((sum, one) => sum + 4 + one.length, 0);
  const bytes = new Uint8Array(8 * Math.ceil(length / 8));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const one of encoded) {
    view.setUint32(at, one.length, true);
    bytes.set(one, at + 4);
    at += 4 + one.length;
  }
  return bytes;
}

function namesIn(bytes: Uint8Array, count: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  return Array.from({ length: count }, () => {
    if (at + 4 > bytes.length) throw damaged();
    const end = at + 4 + view.getUint32(at, true);
    if (end > bytes.length) throw damaged();
    const name = bytes.subarray(at + 4, end);
    at = end;
    return nameIn(name);
  });
}

function nameIn(bytes: Uint8Array): string {
  try {
    return textOf(bytes);
  } catch {
    throw damaged();
  }
}

function cutOff(): LagwiseError {
  return new LagwiseError("these lag statistics are cut off: get or make them again");
}

function damaged(): LagwiseError {
  return new LagwiseError("these lag statistics are damaged: get or make them again");
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
