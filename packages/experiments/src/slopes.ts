import { portableMath } from "@lagwise/core";

const { exp, log } = portableMath;

/** A straight line through points, with the 95 % interval of its slope. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  readonly slopeInterval: readonly [number, number];
}

/** 97.5 % point of the normal distribution */
const Z = 1.959963984540054;

/**
 * Ordinary least squares, y ≈ intercept + slope·x, for points that err independently and alike: with k = N − 2
 * degrees of freedom the slope's interval is slope ± t_k √(residual sum of squares / k / sum (x − x̄)²), t_k the
 * 97.5 % point of Student's t. Throws a RangeError for fewer than 3 points or where all x are the same.
 *
 * @example leastSquaresLine([0, 1, 2], [1, 3, 5]).slope  // 2
 */
export function leastSquaresLine(x: readonly number[], y: readonly number[]): Line {
  const count = x.length;
  if (count < 3 || y.length !== count) throw new RangeError(`invalid points: ${count} x, ${y.length} y`);
  const [centreX, centreY] = [mean(x), mean(y)];
  let [spread, along] = [0, 0];
  for (let k = 0; k < count; k++) {
    spread += square(x[k] - centreX);
    along += (x[k] - centreX) * (y[k] - centreY);
  }
  if (!(spread > 0)) throw new RangeError("invalid points: all x are the same");
  const slope = along / spread;
  const intercept = centreY - slope * centreX;
  const left = x.reduce((sum, at, k) => sum + square(y[k] - intercept - slope * at), 0);
  const half = studentQuantile(count - 2) * Math.sqrt(left / (count - 2) / spread);
  return { slope, intercept, slopeInterval: [slope - half, slope + half] };
}

/**
 * The exponent of y ∝ x^slope: least squares of log y against log x, all values at each x taken one by one.
 * `values[k]` are the values at x[k], all above 0.
 */
export function powerLaw(x: readonly number[], values: readonly (readonly number[])[]): Line {
  const logX = x.flatMap((at, k) => values[k].map(() => log(at)));
  return leastSquaresLine(
    logX,
    values.flat().map((value) => log(value)),
  );
}

/** exp of the mean logarithm: the middle of values that spread over factors, such as heavy-tailed distances. */
export function geometricMean(values: readonly number[]): number {
  return exp(mean(values.map((value) => log(value))));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** 97.5 % point of Student's t: the Cornish-Fisher series in 1/k, to 1 % from k = 3 and to 1e-4 from k = 10. */
function studentQuantile(k: number): number {
  if (k <= 2) return k === 1 ? 12.706204736432095 : 4.302652729911275;
  const z2 = Z * Z;
  const first = (Z * (z2 + 1)) / 4;
  const second = (Z * ((5 * z2 + 16) * z2 + 3)) / 96;
  const third = (Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / 384;
  return Z + first / k + second / (k * k) + third / (k * k * k);
}

function square(x: number): number {
  return x * x;
}
