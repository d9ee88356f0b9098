import { pointer, Random, Workspace } from "@lagwise/core";
import { timeInTurn } from "./timing.js";

export interface KernelRow {
  readonly kernel: string;
  readonly milliseconds: number;
  readonly gigaflops: number;
  /** time over that of reading the n×n matrix once; 0 where it is not about one pass */
  readonly reads: number;
}

/** Every kernel on n = 1000, in turn with a read loop over the same matrix. */
export function kernelRows(): { rows: KernelRow[]; read: number } {
  const n = 1000;
  const work = new Workspace(4 * n * n + 200 * n);
  const { kernels } = work;
  const random = new Random(3);
  const [W, A, spare] = [work.matrix(n, n), work.matrix(n, n), work.matrix(n, n)];
  const [rows, out, columns, more] = [1, 2, 3, 4].map(() => work.matrix(20, n));
  const [diagonal, off, scratch] = [work.matrix(1, n), work.matrix(1, n), work.matrix(4, n)];
  for (const one of [W, rows, columns]) random.fillNormals(one.data);
  kernels.addGram(n, n, 1, pointer(W), n, pointer(A), n);
  for (let i = 0; i < n; i++) A.data[i * n + i] += n;
  const [w, p, o, q, r, a, s] = [W, rows, out, columns, more, A, spare].map(pointer);
  const [d, e, t] = [diagonal, off, scratch].map(pointer);
  const copy = () => spare.data.set(A.data);
  const few = (m: number) => ({
    [`${m} row${m > 1 ? "s" : ""} × matrix`]: () => kernels.rowsTimesMatrix(m, n, n, p, n, w, n, o, n),
    [`matrix × ${m} column${m > 1 ? "s" : ""}`]: () =>
      kernels.addProductTransposed(m, n, n, 1, p, n, w, n, 0, o, n),
  });
  const work1: Record<string, () => void> = {
    read: () => kernels.readAll(n * n, w),
    ...few(1),
    ...few(2),
    ...few(4),
    "row and column in one pass": () => kernels.advance(n, w, 1, 1, p, o, 1, q, r, false),
    "rank-19 update": () => kernels.addProduct(n, n, 19, 1e-9, p, 1, n, q, n, w, n),
  };
  const large: Record<string, () => void> = {
    "lower Gram matrix (k = 1000)": () => kernels.addGram(n, n, 1e-9, w, n, s, n),
    "Cholesky factor": () => {
      copy();
      kernels.cholesky(n, s, n);
    },
    "inverse of the factor": () => kernels.invertLower(n, a, n, s, n),
    "tridiagonal form": () => {
      copy();
      kernels.tridiagonalise(n, s, n, d, e, 2, r, t);
    },
  };
  const million = n * n * 1e-6;
  const flops: Record<string, number> = {
    ...Object.fromEntries(
      [1, 2, 4].flatMap((m) => Object.keys(few(m)).map((name) => [name, 2 * m * million])),
    ),
    "row and column in one pass": 4 * million,
    "rank-19 update": 38 * million,
    "lower Gram matrix (k = 1000)": n * million,
    "Cholesky factor": (n * million) / 3,
    "inverse of the factor": (n * million) / 3,
    "tridiagonal form": (4 / 3) * n * million,
  };
  const quick = timeInTurn(work1, { runs: 31 });
  const slow = timeInTurn(large, { runs: 5, warmUps: 1 });
  const read = quick.read.median;
  const row = (kernel: string, milliseconds: number, reads: number) => ({
    kernel,
    milliseconds,
    gigaflops: flops[kernel] / milliseconds,
    reads,
  });
  const names = Object.keys(work1).filter((name) => name !== "read");
  return {
    read,
    rows: [
      ...names.map((name) => row(name, quick[name].median, quick[name].median / read)),
      ...Object.keys(large).map((name) => row(name, slow[name].median, 0)),
    ],
  };
}
