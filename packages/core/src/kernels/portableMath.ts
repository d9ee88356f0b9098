import type { Kernels } from "./Kernels.js";
import { Workspace } from "./Workspace.js";

let compiled: Kernels | undefined;

function kernels(): Kernels {
  compiled ??= new Workspace(0).kernels;
  return compiled;
}

/**
 * Math's functions with the same digits on every machine, in every engine and in every version of one: within a unit
 * in the last place or so of the exact value. The language leaves the digits of `Math.exp` and its like, and of x ** y,
 * to the engine; Node and Chromium differ. Whatever ends in a result uses these, and x * x in place of x ** 2.
 *
 * @example portableMath.exp(1)
 */
export const portableMath = {
  exp: (x: number): number => kernels().exp(x),
  /** exp(x) − 1 */
  expm1: (x: number): number => kernels().expm1(x),
  log: (x: number): number => kernels().log(x),
  /** log(1 + x) */
  log1p: (x: number): number => kernels().log1p(x),
  /** x to the power y */
  pow: (x: number, y: number): number => kernels().pow(x, y),
  sin: (x: number): number => kernels().sin(x),
  cos: (x: number): number => kernels().cos(x),
};
