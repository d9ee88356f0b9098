import { LagwiseError } from "../LagwiseError.js";
import type { Matrix } from "../linalg/Matrix.js";
import { kernelBytes } from "./bytes.js";
import type { Kernels } from "./Kernels.js";

const PAGE = 65536;
/** A WebAssembly memory is at most 4 GiB; some engines stop a page short of it. */
const MOST_PAGES = 65535;
const ALIGNMENT = 64;

let compiled: WebAssembly.Module | undefined;

/**
 * The kernels on a memory of their own, whose size is fixed when it is made: matrices are laid out in it once and
 * stay where they are. Nothing is freed one by one; the whole goes when the last matrix over it goes.
 */
export class Workspace {
  readonly kernels: Kernels;
  readonly capacity: number;
  readonly #buffer: ArrayBuffer;
  readonly #start: number;
  #next: number;

  /** Room for `doubles` float64 values in at most `matrices` matrices. Throws a LagwiseError over 4 GiB. */
  constructor(doubles: number, matrices = 32) {
    this.capacity = doubles;
    const pages = Math.ceil((doubles * 8 + (matrices + 1) * ALIGNMENT + PAGE) / PAGE);
    const memory = allocate(pages);
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(kernelBytes), (c) => c.charCodeAt(0)));
    const env = { memory, abort: () => {} };
    this.kernels = new WebAssembly.Instance(compiled, { env }).exports as Kernels;
    this.#buffer = memory.buffer;
    this.#start = this.kernels.firstFreeByte();
    this.#next = this.#start;
  }

  /** A matrix of zeros in this memory. */
  matrix(rows: number, columns: number): Matrix {
    const offset = Math.ceil(this.#next / ALIGNMENT) * ALIGNMENT;
    const data = new Float64Array(this.#buffer, offset, rows * columns);
    this.#next = offset + data.byteLength;
    return { rows, columns, data: data.fill(0) };
  }

  /** A copy of `a` in this memory. */
  copy(a: Matrix): Matrix {
    const held = this.matrix(a.rows, a.columns);
    held.data.set(a.data);
    return held;
  }

  /** Forgets all matrices at once: their places are given out again. */
  clear(): void {
    this.#next = this.#start;
  }
}

/** Where a matrix of a Workspace begins, as the kernels count: in bytes. */
export function pointer(a: Matrix): number {
  return a.data.byteOffset;
}

/** A workspace smaller than this is kept between calls; a larger one is let go. */
const KEPT_DOUBLES = 8 * 1024 * 1024;
let kept: Workspace | undefined;
let busy = false;

/**
 * Runs `use` on a workspace with room for `doubles` values and hands back what it returns, which must not refer
 * to the workspace: copy results out.
 */
export function withWorkspace<Result>(doubles: number, use: (work: Workspace) => Result): Result {
  if (busy || doubles > KEPT_DOUBLES) return use(new Workspace(doubles));
  if (kept === undefined || kept.capacity < doubles) kept = new Workspace(Math.max(doubles, 65536));
  busy = true;
  try {
    return use(kept);
  } finally {
    kept.clear();
    busy = false;
  }
}

function allocate(pages: number): WebAssembly.Memory {
  const gigabytes = ((pages * PAGE) / 2 ** 30).toFixed(1);
  if (pages > MOST_PAGES) {
    throw new LagwiseError(
      `this needs ${gigabytes} GiB of memory in one piece, and 4 GiB is the most there is: ask for fewer lags or inputs`,
    );
  }
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch {
    throw new LagwiseError(
      `this needs ${gigabytes} GiB of memory, which this machine does not give: ask for fewer lags or inputs`,
    );
  }
}
