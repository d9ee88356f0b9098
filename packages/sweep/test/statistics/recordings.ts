import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LagStatistics, PreparedRecording } from "@lagwise/core";
import { onTestFinished } from "vitest";

/** A recording of one file as plain rows, inputs first; undefined is a gap. */
export type Rows = readonly (readonly number[] | undefined)[];

/** A folder with these files, which goes when the test ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "lagwise-stats-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Numbers are written with all their digits. */
export function csv(names: readonly string[], rows: Rows): string {
  const lines = rows.map((row) => (row ?? names.map(() => "NaN")).join(","));
  return `${[names.join(","), ...lines].join("\n")}\n`;
}

/**
 * What `prepare` is to make of recordings one after the other, from its definition: two-pass scales of the training
 * part, and every window's products summed one after the other.
 */
export function bruteForce(
  files: readonly Rows[],
  inputs: number,
  lags: number,
  trainPercent = 80,
): { trainSamples: number; segments: number; train: LagStatistics; test: LagStatistics } {
  const segments = files.flatMap(segmentsOf);
  const all = segments.flat();
  const trainSamples = Math.floor((all.length * trainPercent) / 100);
  const training = all.slice(0, trainSamples);
  const scales = all[0].map((_, c) => {
    const mean = training.reduce((sum, row) => sum + row[c], 0) / trainSamples;
    return [mean, Math.sqrt(training.reduce((sum, row) => sum + (row[c] - mean) ** 2, 0) / trainSamples)];
  });
  const train = emptySums(lags, inputs, all[0].length - inputs);
  const test = emptySums(lags, inputs, all[0].length - inputs);
  let before = 0;
  for (const segment of segments) {
    const scaled = segment.map((row) => row.map((value, c) => (value - scales[c][0]) / scales[c][1]));
    for (let t = 0; t < scaled.length; t++) {
      addWindow(before + t < trainSamples ? train : test, scaled, t, inputs, lags);
    }
    before += segment.length;
  }
  return { trainSamples, segments: segments.length, train, test };
}

function segmentsOf(rows: Rows): (readonly number[])[][] {
  const segments: (readonly number[])[][] = [[]];
  for (const row of rows) {
    if (row === undefined) segments.push([]);
    else segments[segments.length - 1].push(row);
  }
  return segments.filter((segment) => segment.length > 0);
}

type Sums = { -readonly [K in keyof LagStatistics]: LagStatistics[K] };

function emptySums(lags: number, inputs: number, outputs: number): Sums {
  const size = lags * inputs;
  const table = (rows: number) => ({ rows, columns: size, data: new Float64Array(rows * size) });
  const [yy, y] = [new Float64Array(outputs), new Float64Array(outputs)];
  return {
    lags,
    inputs,
    outputs,
    firstSamples: "zero-padded",
    samples: 0,
    zz: table(size),
    yz: table(outputs),
    yy,
    y,
  };
}

function addWindow(
  sums: Sums,
  rows: readonly (readonly number[])[],
  t: number,
  inputs: number,
  lags: number,
): void {
  const z: number[] = [];
  for (let j = 0; j < lags; j++) {
    for (let i = 0; i < inputs; i++) z.push(t >= j ? rows[t - j][i] : 0);
  }
  const size = z.length;
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) sums.zz.data[a * size + b] += z[a] * z[b];
  }
  rows[t].slice(inputs).forEach((value, o) => {
    sums.y[o] += value;
    sums.yy[o] += value * value;
    for (let b = 0; b < size; b++) sums.yz.data[o * size + b] += value * z[b];
  });
  sums.samples++;
}

/** The largest difference of each part of two statistics, relative to the part's norm; of sums of y, per sample. */
export function relativeDifference(a: LagStatistics, b: LagStatistics): number {
  if (a.samples !== b.samples || a.zz.data.length !== b.zz.data.length) return Number.POSITIVE_INFINITY;
  const distance = (one: Float64Array, other: Float64Array) =>
    Math.sqrt(one.reduce((sum, value, k) => sum + (value - other[k]) ** 2, 0));
  const norm = (one: Float64Array) =>
    Math.max(Number.MIN_VALUE, Math.sqrt(one.reduce((sum, v) => sum + v * v, 0)));
  return Math.max(
    distance(a.zz.data, b.zz.data) / norm(b.zz.data),
    distance(a.yz.data, b.yz.data) / norm(b.yz.data),
    distance(a.yy, b.yy) / norm(b.yy),
    distance(a.y, b.y) / Math.max(1, b.samples),
  );
}

/** Throws where there is nothing prepared. */
export function thePrepared({ prepared }: { readonly prepared?: PreparedRecording }): PreparedRecording {
  if (prepared === undefined) throw new Error("nothing was prepared");
  return prepared;
}

/** A NumPy file (version 1.0) of float64 values in C order. */
export function npy(rows: readonly (readonly number[])[]): Uint8Array {
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows.length}, ${rows[0].length}), }`;
  const header = `${words.padEnd(Math.ceil((10 + words.length + 1) / 64) * 64 - 11)}\n`;
  const magic = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, 0, 0]);
  magic.writeUInt16LE(header.length, 8);
  const values = Float64Array.from(rows.flat());
  return Buffer.concat([magic, Buffer.from(header), Buffer.from(values.buffer)]);
}
