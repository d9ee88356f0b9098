import type { Curve } from "./Job.js";

/** Values at lags, or after steps, 0, 1, 2, … */
export function fromZero(values: ArrayLike<number>): Curve {
  return { x: Array.from(values, (_, k) => k), y: Array.from(values) };
}
