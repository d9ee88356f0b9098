import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { portableMath } from "../kernels/portableMath.js";
import { LagwiseError } from "../LagwiseError.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";
import { multiply } from "../linalg/products.js";
import { Random } from "../random/Random.js";
import { applyResponse, emptyResponse, type ImpulseResponse } from "../response/ImpulseResponse.js";
import { LagAccumulator } from "./LagAccumulator.js";
import type { LagStatistics } from "./LagStatistics.js";
import { recording } from "./passes.js";
import type { Recording } from "./Recording.js";

const { cos, pow } = portableMath;

/** A system to learn from, one input and one output, its response scaled to energy 1. */
export type Teacher =
  /** a linear RNN of 4 hidden units whose transition matrix has this spectral radius */
  | { readonly kind: "rnn"; readonly radius: number; readonly seed: number }
  /** y_t = x_(t − delay) */
  | { readonly kind: "delay"; readonly delay: number }
  /** L_j = radius^j cos(2π j / period) */
  | { readonly kind: "oscillator"; readonly radius: number; readonly period: number };

/** What any teacher may be told: each takes what it knows. */
export interface TeacherSettings {
  readonly delay: number;
  readonly radius: number;
  readonly period: number;
  readonly seed: number;
}

/** The teacher of this kind. */
export function teacherOf(kind: Teacher["kind"], { delay, radius, period, seed }: TeacherSettings): Teacher {
  switch (kind) {
    case "delay":
      return { kind, delay };
    case "oscillator":
      return { kind, radius, period };
    case "rnn":
      return { kind, radius, seed };
  }
}

export interface SimulationSettings {
  /** how many sequences, each from a zero state */
  readonly sequences: number;
  /** samples of each */
  readonly length: number;
  /** signal power over noise power, in decibels */
  readonly snr: number;
  readonly seed: number;
}

const TEACHER_UNITS = 4;

/** The teacher's first `lags` Markov parameters. Throws a LagwiseError for a delay that they do not reach. */
export function teacherResponse(teacher: Teacher, lags: number): ImpulseResponse {
  const response = emptyResponse(lags, 1, 1);
  const { data } = response.coefficients;
  switch (teacher.kind) {
    case "delay":
      if (!(Number.isInteger(teacher.delay) && teacher.delay >= 0 && teacher.delay < lags)) {
        throw new LagwiseError(`invalid delay: ${teacher.delay} (0 to ${lags - 1} with ${lags} lags)`);
      }
      data[teacher.delay] = 1;
      return response;
    case "oscillator":
      data.set(data.map((_, j) => pow(teacher.radius, j) * cos((2 * Math.PI * j) / teacher.period)));
      break;
    case "rnn":
      data.set(smallNetwork(teacher.radius, teacher.seed, lags));
      break;
  }
  const norm = Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
  data.set(data.map((value) => value / norm));
  return response;
}

/** White inputs of variance 1 through a response, with white noise on the outputs; channels x1, … and y1, …. */
export function simulate(response: ImpulseResponse, settings: SimulationSettings): Recording {
  const { sequences, length, snr, seed } = settings;
  const inputs = new Random(seed, 11);
  const noise = new Random(seed, 12);
  const clean = Array.from({ length: sequences }, () => {
    const x = matrix(length, response.inputs, inputs.normals(length * response.inputs));
    return { inputs: x, outputs: applyResponse(response, x) };
  });
  const power = clean.reduce((sum, { outputs }) => sum + meanSquare(outputs), 0) / sequences;
  const variance = power * pow(10, -snr / 10);
  const segments = clean.map(({ inputs: x, outputs: y }) => {
    const added = noise.normals(y.data.length, variance);
    return {
      inputs: x,
      outputs: matrix(
        y.rows,
        y.columns,
        y.data.map((value, k) => value + added[k]),
      ),
    };
  });
  const names = (letter: string, count: number) =>
    Array.from({ length: count }, (_, k) => `${letter}${k + 1}`);
  return recording(names("x", response.inputs), names("y", response.outputs), segments);
}

/**
 * Training and test statistics over `lags` lags of recordings simulated from a teacher; `seed` draws both, each from
 * a stream of its own.
 */
export function simulatedParts(
  teacher: Teacher,
  { lags, seed, ...settings }: SimulationSettings & { readonly lags: number },
): { readonly train: LagStatistics; readonly test: LagStatistics } {
  const response = teacherResponse(teacher, lags);
  const part = (stream: number) =>
    statisticsOf(simulate(response, { ...settings, seed: 2 * seed + stream }), lags);
  return { train: part(0), test: part(1) };
}

/** Lag statistics of a recording in memory, each segment from a zero state, as it is. */
export function statisticsOf({ segments, inputNames, outputNames }: Recording, lags: number): LagStatistics {
  const accumulator = new LagAccumulator(lags, outputNames.length, inputNames.length);
  for (const segment of segments) {
    accumulator.add(segment);
    accumulator.endSegment();
  }
  return accumulator.statistics();
}

function smallNetwork(radius: number, seed: number, lags: number): Float64Array {
  const random = new Random(seed, 21);
  const drawn = random.normals(TEACHER_UNITS * TEACHER_UNITS);
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(
    MlMatrix.from1DArray(TEACHER_UNITS, TEACHER_UNITS, drawn),
  );
  const largest = Math.sqrt(
    Math.max(...realEigenvalues.map((re, k) => re * re + imaginaryEigenvalues[k] * imaginaryEigenvalues[k])),
  );
  const W = matrix(
    TEACHER_UNITS,
    TEACHER_UNITS,
    drawn.map((w) => (w * radius) / largest),
  );
  const C = matrix(1, TEACHER_UNITS, random.normals(TEACHER_UNITS));
  let state = matrix(TEACHER_UNITS, 1, random.normals(TEACHER_UNITS));
  return Float64Array.from({ length: lags }, () => {
    const value = multiply(C, state).data[0];
    state = multiply(W, state);
    return value;
  });
}

function meanSquare({ data }: Matrix): number {
  return data.reduce((sum, value) => sum + value * value, 0) / data.length;
}
