import type { Matrix } from "../../src/linalg/Matrix.js";
import { Moments } from "../../src/signal/Moments.js";
import { rowsBetween } from "../oracles.js";

/** Mean and deviation of each column in two passes. */
export function twoPass(a: Matrix): { mean: number[]; deviation: number[] } {
  const columns = Array.from({ length: a.columns }, (_, c) =>
    Array.from(a.data).filter((_, k) => k % a.columns === c),
  );
  const mean = columns.map((column) => column.reduce((sum, v) => sum + v, 0) / a.rows);
  const deviation = columns.map((column, c) =>
    Math.sqrt(column.reduce((sum, v) => sum + (v - mean[c]) ** 2, 0) / a.rows),
  );
  return { mean, deviation };
}

/** Moments of a matrix whose rows come in pieces of these lengths. */
export function momentsOf(a: Matrix, lengths: () => number = () => a.rows): Moments {
  const moments = new Moments(a.columns);
  for (let t = 0; t < a.rows; ) {
    const end = Math.min(a.rows, t + lengths());
    moments.add(rowsBetween(a, t, end));
    t = end;
  }
  return moments;
}
