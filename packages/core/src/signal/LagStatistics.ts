import { LagwiseError } from "../LagwiseError.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";
import { multiply } from "../linalg/products.js";
import type { ImpulseResponse } from "../response/ImpulseResponse.js";

/**
 * What becomes of a segment's first T−1 samples, whose windows reach back before it: seen with zeros in the place
 * of what is not there, or used only as the past of later samples.
 */
export type FirstSamples = "zero-padded" | "skipped";

/**
 * All that learning needs to know of a recording. With windows z_t = [x_t; x_(t−1); …; x_(t−T+1)], sums over the
 * samples t that count. Sums of two recordings add up; the means R, S, c are the sums divided by `samples`.
 */
export interface LagStatistics {
  /** T */
  readonly lags: number;
  /** n_x */
  readonly inputs: number;
  /** n_y */
  readonly outputs: number;
  readonly firstSamples: FirstSamples;
  /** N, how many t are summed over */
  readonly samples: number;
  /** sum z_t z_tᵀ, T·n_x × T·n_x, symmetric; block (a, b) belongs to lags a and b */
  readonly zz: Matrix;
  /** sum y_t z_tᵀ, n_y × T·n_x */
  readonly yz: Matrix;
  /** sum y_t² of each output */
  readonly yy: Float64Array;
  /** sum y_t of each output */
  readonly y: Float64Array;
}

/** The means in which the loss is written: R = mean z zᵀ, S = mean y zᵀ, c = mean |y|². */
export interface MeanStatistics {
  readonly lags: number;
  readonly R: Matrix;
  readonly S: Matrix;
  readonly c: number;
}

/** Throws a LagwiseError where there are no samples. */
export function means(statistics: LagStatistics): MeanStatistics {
  const { lags, samples, zz, yz, yy } = statistics;
  if (samples === 0) throw new LagwiseError("there are no samples to learn from");
  return {
    lags,
    R: matrix(
      zz.rows,
      zz.columns,
      zz.data.map((v) => v / samples),
    ),
    S: matrix(
      yz.rows,
      yz.columns,
      yz.data.map((v) => v / samples),
    ),
    c: yy.reduce((sum, v) => sum + v, 0) / samples,
  };
}

/** The statistics of no samples: zeros. */
export function emptyStatistics(
  lags: number,
  outputs: number,
  inputs: number,
  firstSamples: FirstSamples = "zero-padded",
): LagStatistics {
  const size = lags * inputs;
  const [yy, y] = [new Float64Array(outputs), new Float64Array(outputs)];
  const [zz, yz] = [matrix(size, size), matrix(outputs, size)];
  return { lags, inputs, outputs, firstSamples, samples: 0, zz, yz, yy, y };
}

/**
 * Statistics of the same samples with fewer lags, the same as a pass over them would give: zero-padded sums over the
 * first lags are leading blocks. Throws a LagwiseError where `lags` is not among those that were summed over, and
 * where first samples were skipped, since fewer lags skip fewer.
 */
export function firstLags(statistics: LagStatistics, lags: number): LagStatistics {
  if (!(Number.isInteger(lags) && lags >= 1 && lags <= statistics.lags)) {
    throw new LagwiseError(`invalid number of lags: ${lags} (1 to ${statistics.lags} in these statistics)`);
  }
  if (lags === statistics.lags) return statistics;
  if (statistics.firstSamples === "skipped") {
    throw new LagwiseError(
      `statistics that skip first samples have ${statistics.lags} lags and no fewer: take them again with ${lags}`,
    );
  }
  const size = lags * statistics.inputs;
  const { zz, yz } = statistics;
  return { ...statistics, lags, zz: leading(zz, size, size), yz: leading(yz, yz.rows, size) };
}

/** The statistics of two recordings together: their sums. Throws a LagwiseError where the shapes differ. */
export function merge(a: LagStatistics, b: LagStatistics): LagStatistics {
  for (const key of ["lags", "inputs", "outputs", "firstSamples"] as const) {
    if (a[key] !== b[key]) {
      throw new LagwiseError(`statistics with different ${key} cannot be merged: ${a[key]} and ${b[key]}`);
    }
  }
  if (b.samples === 0) return a;
  if (a.samples === 0) return b;
  return {
    ...a,
    samples: a.samples + b.samples,
    zz: matrix(a.zz.rows, a.zz.columns, sum(a.zz.data, b.zz.data)),
    yz: matrix(a.yz.rows, a.yz.columns, sum(a.yz.data, b.yz.data)),
    yy: sum(a.yy, b.yy),
    y: sum(a.y, b.y),
  };
}

/** sum of (y_t − L z_t)² over the samples, for each output: N times the mean squared error. */
export function squaredErrors(statistics: LagStatistics, response: ImpulseResponse): Float64Array {
  const L = response.coefficients;
  const product = multiply(L, statistics.zz);
  return statistics.yy.map((power, o) => {
    let sum = power;
    for (let k = o * L.columns; k < (o + 1) * L.columns; k++) {
      sum += L.data[k] * (product.data[k] - 2 * statistics.yz.data[k]);
    }
    return Math.max(0, sum);
  });
}

/** sum of (y_t − mean y)² over the samples, for each output. */
export function squaredDeviations(statistics: LagStatistics): Float64Array {
  return statistics.yy.map((power, o) => {
    const left = power - (statistics.y[o] * statistics.y[o]) / statistics.samples;
    return left > 1e-12 * power ? left : 0;
  });
}

function leading(a: Matrix, rows: number, columns: number): Matrix {
  const part = matrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    part.data.set(a.data.subarray(i * a.columns, i * a.columns + columns), i * columns);
  }
  return part;
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => value + b[k]);
}
