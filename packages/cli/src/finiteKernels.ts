import { type Initialisation, kernelDistance, LinearRnn, type Matrix } from "@lagwise/core";
import { startProgress } from "./output.js";
import { colours as pc } from "./terminal/colours.js";
import { short, table } from "./terminal/text.js";

/** Tangent kernels of drawn networks, one input and one output, against the limit diag(rho). */
export interface FiniteKernels {
  readonly width: number;
  readonly seeds: number;
  readonly relativeError: Spread;
  /** of the first seed, T×T */
  readonly kernel: Matrix;
  /** the same error at narrower widths, for the trend; widest last */
  readonly trend: readonly { readonly width: number; readonly relativeError: Spread }[];
}

interface Spread {
  readonly mean: number;
  readonly standardDeviation: number;
}

export interface FiniteKernelSettings {
  readonly lags: number;
  readonly width?: number;
  readonly seeds: number;
  readonly seed: number;
}

/** Widths below this tell nothing of a limit. */
const NARROWEST = 16;

/** Draws `seeds` networks at `width`, and at a quarter and a sixteenth of it. */
export async function finiteKernels(
  initialisation: Initialisation,
  rho: Float64Array,
  { lags, width = 1, seeds, seed }: FiniteKernelSettings,
): Promise<FiniteKernels> {
  const progress = startProgress();
  try {
    const widths = [width / 16, width / 4].map(Math.floor).filter((n) => n >= NARROWEST);
    const trend: { width: number; relativeError: Spread }[] = [];
    let first: Matrix | undefined;
    // the widest first: where it does not fit into memory, that is said before any work
    for (const n of [width, ...widths.reverse()]) {
      const errors: number[] = [];
      for (let k = 0; k < seeds; k++) {
        await progress.update(`tangent kernel, width ${n}, network ${k + 1} of ${seeds}`);
        const network = new LinearRnn({
          width: n,
          inputs: 1,
          outputs: 1,
          lags,
          initialisation,
          seed: seed + k,
        });
        const kernel = network.tangentKernel();
        if (n === width) first ??= kernel;
        errors.push(kernelDistance(kernel, rho));
      }
      trend.unshift({ width: n, relativeError: spread(errors) });
    }
    const { relativeError } = trend[trend.length - 1];
    return { width, seeds, relativeError, kernel: first as Matrix, trend };
  } finally {
    progress.done();
  }
}

/** The JSON document's part. */
export function finiteWidthDocument({ width, seeds, relativeError, kernel, trend }: FiniteKernels): unknown {
  const rows = Array.from({ length: kernel.rows }, (_, j) =>
    Array.from(kernel.data.subarray(j * kernel.columns, (j + 1) * kernel.columns)),
  );
  return { width, seeds, relativeError, trend, kernel: rows };
}

/** What people see: the distance to the limit by width. */
export function finiteWidthRows({ seeds, trend }: FiniteKernels): string[] {
  const rows = trend.map(({ width, relativeError: { mean, standardDeviation } }) => [
    `width ${width}`,
    `${short(100 * mean)} %`,
    seeds > 1 ? `± ${short(100 * standardDeviation, 2)}` : "",
    short(mean * Math.sqrt(width)),
  ]);
  const heading = ["", "distance", "", "× √n"];
  const [first, ...lines] = table([heading, ...rows]);
  return [
    "",
    `${pc.bold("Networks of finite width")}: how far the tangent kernel is from diag(rho), mean of ${seeds}`,
    pc.dim(first),
    ...lines,
    pc.dim("  Where the distance falls as n^(−1/2), the last column stays about the same."),
  ];
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, standardDeviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
