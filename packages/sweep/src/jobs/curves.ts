import type { Curve } from "./Job.js";

/** Values at lags 0, 1, 2, … */
export function byLag(values: ArrayLike<number>): Curve {
  return { x: Array.from(values, (_, lag) => lag), y: Array.from(values) };
}
