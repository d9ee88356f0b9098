import { kernelDistance, LinearRnn, lagWeights } from "@lagwise/core";
import type { Claim, Effort, RunSettings, Verdict } from "./Claim.js";
import type { KernelsEvidence } from "./evidence.js";
import { drawingWork, pace, trainingWork } from "./pace.js";
import { seedsFrom } from "./seeds.js";
import { geometricMean, powerLaw } from "./slopes.js";
import { between, figure, listed, verdictOf } from "./verdicts.js";

const LAGS = 20;
const TRANSITION_VARIANCES = [0.3, 0.5, 0.8];

const SIZES: Record<Effort, { widths: readonly number[]; seeds: number }> = {
  quick: { widths: [64, 128, 256, 512], seeds: 24 },
  standard: { widths: [64, 128, 256, 512, 1024], seeds: 32 },
  full: { widths: [64, 128, 256, 512, 1024, 2048, 4096], seeds: 16 },
};

/** Where the exponent must lie; the criterion says why. */
const STEEPEST = -0.75;
const SHALLOWEST = -0.35;

export const kernels: Claim<KernelsEvidence> = {
  id: "kernels",
  title: "A wide linear RNN and a weighted convolution have the same tangent kernel",
  statement:
    "Gradient descent sees a model through its tangent kernel. As the width n grows, the kernel of a linear RNN " +
    "on the impulse response becomes diagonal: the kernel of a convolution whose lag j is weighted by rho_j. " +
    "The distance falls as the inverse square root of the width.",
  formula: String.raw`K \to \operatorname{diag}(\rho)\otimes I,\quad \rho_j = \nu_F\nu_W^j + \nu_C\nu_W^j + j\,\nu_C\nu_F\nu_W^{j-1}`,
  criterion:
    `For each nu_W the exponent of the relative distance ‖K − diag(rho)‖ / ‖diag(rho)‖ against the width, by least ` +
    `squares of the logarithms over all networks, lies between ${STEEPEST} and ${SHALLOWEST}, and its 95 % interval stays ` +
    `below ${SHALLOWEST / 2}. The limit theorem gives −1/2. It is not reached exactly: with ${LAGS} lags and nu_W near ` +
    `1 the narrowest networks carry corrections of order T²/n, which steepen the line (to −0.58 at nu_W = 0.8), and a ` +
    `finite number of networks leaves about ±0.05. A kernel with any other limit keeps its distance: exponent 0.`,
  run: async (settings) => {
    const evidence = await gather(settings);
    const { effort, seed } = settings;
    return { id: "kernels", effort, seed, evidence, verdict: judgeKernels(evidence) };
  },
};

/** The criterion, on evidence. */
export function judgeKernels({ series, widths }: KernelsEvidence): Verdict {
  const checks = series.flatMap(({ nuW, slope, slopeInterval }) => [
    between(`exponent of the distance against the width, nu_W = ${nuW}`, slope, STEEPEST, SHALLOWEST),
    {
      what: `upper end of its 95 % interval, nu_W = ${nuW}`,
      value: slopeInterval[1],
      bound: `≤ ${figure(SHALLOWEST / 2)}`,
      holds: slopeInterval[1] <= SHALLOWEST / 2,
    },
  ]);
  const last = widths.length - 1;
  const sentence =
    `From width ${widths[0]} to ${widths[last]} the kernels' distance from diag(rho) falls to ` +
    `${listed(series.map(({ typical }) => `${figure(100 * typical[last])} %`))}, with exponents ` +
    `${listed(series.map(({ slope }) => slope))} for nu_W = ${listed(series.map(({ nuW }) => nuW))}; the theory says −0.5.`;
  return verdictOf(sentence, checks);
}

async function gather(settings: RunSettings): Promise<KernelsEvidence> {
  const { widths, seeds } = SIZES[settings.effort];
  const weigh = settings.lagWeights ?? lagWeights;
  const work = (width: number) => drawingWork(width) + trainingWork(width, LAGS);
  const once = widths.reduce((sum, width) => sum + work(width), 0);
  const did = pace(settings, once * seeds * TRANSITION_VARIANCES.length);
  let example: KernelsEvidence["example"] | undefined;
  const series: KernelsEvidence["series"][number][] = [];
  for (const [k, nuW] of TRANSITION_VARIANCES.entries()) {
    const rho = weigh({ nuW }, LAGS);
    const distances: number[][] = [];
    for (const [w, width] of widths.entries()) {
      const found: number[] = [];
      for (const seed of seedsFrom(settings.seed, 100 * k + w, seeds)) {
        const network = new LinearRnn({
          width,
          inputs: 1,
          outputs: 1,
          lags: LAGS,
          initialisation: { nuW },
          seed,
        });
        const kernel = network.tangentKernel();
        found.push(kernelDistance(kernel, rho));
        // the last one stands: the widest network of the last nu_W
        example = { nuW, width, kernel: rowsOf(kernel.data, LAGS), rho: Array.from(rho) };
        await did(work(width));
      }
      distances.push(found);
    }
    const { slope, slopeInterval } = powerLaw(widths, distances);
    series.push({ nuW, distances, typical: distances.map(geometricMean), slope, slopeInterval });
  }
  if (example === undefined) throw new RangeError("no kernel was drawn");
  return { lags: LAGS, widths, series, example };
}

function rowsOf(data: Float64Array, size: number): number[][] {
  return Array.from({ length: size }, (_, j) => Array.from(data.subarray(j * size, (j + 1) * size)));
}
