import type { Kernels } from "../../src/kernels/Kernels.js";
import { pointer, Workspace } from "../../src/kernels/Workspace.js";
import type { Matrix } from "../../src/linalg/Matrix.js";

/** A value that no kernel makes: what stands between and beside the matrices of a Guarded workspace. */
const GUARD = -1.234567890123e77;
/** Doubles before and after every matrix. */
const MARGIN = 24;

/** A matrix laid out in a kernel's memory with a leading dimension, guards all around it and in its gaps. */
export interface Placed {
  readonly pointer: number;
  readonly ld: number;
  /** the matrix as it is now */
  values(): Float64Array;
  /** whether everything of its zone that is not the matrix still is the guard */
  intact(): boolean;
}

/** Kernels with a memory in which every matrix lies between guard zones. */
export class Guarded {
  readonly kernels: Kernels;
  readonly #work: Workspace;
  readonly #placed: Placed[] = [];

  constructor(doubles = 400_000) {
    this.#work = new Workspace(doubles, 64);
    this.kernels = this.#work.kernels;
  }

  /** Lays `a` out with leading dimension `ld`, `shift` doubles off the usual alignment. */
  place(a: Matrix, ld = a.columns, shift = 0): Placed {
    const start = MARGIN + shift;
    const length = Math.max(0, (a.rows - 1) * ld + a.columns);
    const zone = this.#work.matrix(1, start + length + MARGIN);
    const inside = (k: number) => {
      const offset = k - start;
      return offset >= 0 && offset < length && offset % ld < a.columns;
    };
    for (let k = 0; k < zone.data.length; k++) zone.data[k] = GUARD;
    for (let i = 0; i < a.rows; i++) {
      zone.data.set(a.data.subarray(i * a.columns, (i + 1) * a.columns), start + i * ld);
    }
    const placed: Placed = {
      pointer: pointer(zone) + start * 8,
      ld,
      values: () => zone.data.filter((_, k) => inside(k)),
      intact: () => zone.data.every((value, k) => inside(k) || value === GUARD),
    };
    this.#placed.push(placed);
    return placed;
  }

  /** Whether no kernel has written outside the matrices placed since the last call; forgets them. */
  intact(): boolean {
    const answer = this.#placed.every((placed) => placed.intact());
    this.#placed.length = 0;
    this.#work.clear();
    return answer;
  }
}
