import { LinearRnn, lagWeightShares, portableMath } from "@lagwise/core";
import type { Claim, Effort, RunSettings, Verdict } from "./Claim.js";
import type { GradientsEvidence, Shares } from "./evidence.js";
import { drawingWork, pace, trainingWork } from "./pace.js";
import { seedsFrom } from "./seeds.js";
import { mean } from "./slopes.js";
import { atLeast, atMost, figure, listed, verdictOf } from "./verdicts.js";

const { exp, log } = portableMath;

const LAGS = 20;
const TRANSITION_VARIANCES = [0.5, 1, 1.5];
/** Steps whose growth gives the spectral radius, the first third left out. */
const POWER_STEPS = 600;

const SIZES: Record<Effort, { width: number; seeds: number; radii: number }> = {
  quick: { width: 500, seeds: 8, radii: 4 },
  standard: { width: 1000, seeds: 16, radii: 6 },
  full: { width: 2000, seeds: 24, radii: 12 },
};

/** How many standard errors a mean over networks may be off. */
const SIGMAS = 4;

export const gradients: Claim<GradientsEvidence> = {
  id: "gradients",
  title: "The bias is the vanishing gradient, and nu_W sets it",
  statement:
    "The weight rho_j is the squared norm of the gradient of the coefficient at lag j with respect to all " +
    "parameters, and its three terms are what readout, input matrix and transition matrix contribute. It vanishes " +
    "with the lag for nu_W < 1, explodes for nu_W > 1, and grows with the lag alone at nu_W = 1, where the spectral " +
    "radius √nu_W of the recurrence is 1.",
  formula: String.raw`\lVert\nabla_C L_j\rVert^2 \to \nu_F\nu_W^j,\quad \lVert\nabla_F L_j\rVert^2 \to \nu_C\nu_W^j,\quad \lVert\nabla_W L_j\rVert^2 \to j\,\nu_C\nu_F\nu_W^{j-1}`,
  criterion:
    `(a) At every lag the networks' mean of the squared gradient norm is within ${SIGMAS} standard errors of its ` +
    `limit. To leading order in 1/n each of the three terms varies from network to network by at most the part ` +
    `√(2(j+1)/n) of itself, the chi-square noise of j+1 random steps; ${SIGMAS} standard errors of 60 means are ` +
    `exceeded less than once in 250 runs. (b) From the first lag to the last it falls for nu_W < 1 and rises for ` +
    `nu_W > 1. (c) The mean spectral radius is √nu_W to the part √(ln n/4n) + ln 10/steps: the first is the scale of the ` +
    `largest eigenvalue's excess at finite width, the second the bias of the growth rate of ‖W^k x‖, whose start ` +
    `and end may be off by a factor of ten together.`,
  run: async (settings) => {
    const evidence = await gather(settings);
    const { effort, seed } = settings;
    return { id: "gradients", effort, seed, evidence, verdict: judgeGradients(evidence) };
  },
};

/** The criterion, on evidence. */
export function judgeGradients({ runs, width, seeds, spectralRadius }: GradientsEvidence): Verdict {
  const checks = runs.flatMap(({ nuW, network, distance }) => {
    const worst = distance.map((part, j) => part / Math.sqrt((2 * (j + 1)) / (width * seeds)));
    const sums = totals(network);
    const change = sums[sums.length - 1] / sums[0];
    const what = `gradient at the last lag over the first, squared norms, nu_W = ${nuW}`;
    const direction = nuW < 1 ? [atMost(what, change, 1)] : nuW > 1 ? [atLeast(what, change, 1)] : [];
    return [
      atMost(`largest distance from the limit in standard errors, nu_W = ${nuW}`, Math.max(...worst), SIGMAS),
      ...direction,
    ];
  });
  const tolerance = Math.sqrt(log(width) / (4 * width)) + log(10) / grownSteps(POWER_STEPS);
  for (const { nuW, predicted, measured } of spectralRadius) {
    const off = Math.abs(mean(measured) / predicted - 1);
    checks.push(atMost(`spectral radius against √nu_W, relative, nu_W = ${nuW}`, off, tolerance));
  }
  const changes = runs.map(({ network }) => totals(network)).map((sums) => sums[sums.length - 1] / sums[0]);
  const sentence =
    `From lag 0 to lag ${runs[0].distance.length - 1} the squared gradient norm of networks of width ${width} changes by the ` +
    `factors ${listed(changes)} for nu_W = ${listed(runs.map(({ nuW }) => nuW))}; spectral radii are ` +
    `${listed(spectralRadius.map(({ measured }) => mean(measured)))} where √nu_W is ` +
    `${listed(spectralRadius.map(({ predicted }) => figure(predicted)))}.`;
  return verdictOf(sentence, checks);
}

async function gather(settings: RunSettings): Promise<GradientsEvidence> {
  const { width, seeds, radii } = SIZES[settings.effort];
  const kernelWork = drawingWork(width) + trainingWork(width, LAGS);
  const powerWork = drawingWork(width) + trainingWork(width, POWER_STEPS);
  const did = pace(settings, TRANSITION_VARIANCES.length * (seeds * kernelWork + radii * powerWork));
  const runs: GradientsEvidence["runs"][number][] = [];
  const spectralRadius: GradientsEvidence["spectralRadius"][number][] = [];
  for (const [k, nuW] of TRANSITION_VARIANCES.entries()) {
    const draw = (lags: number, seed: number) =>
      new LinearRnn({ width, inputs: 1, outputs: 1, lags, initialisation: { nuW }, seed });
    const found: Shares[] = [];
    for (const seed of seedsFrom(settings.seed, 2 * k, seeds)) {
      const { readout, input, transition } = draw(LAGS, seed).tangentKernelShares();
      const diagonal = ({ data }: { data: Float64Array }) =>
        Array.from({ length: LAGS }, (_, j) => data[j * (LAGS + 1)]);
      found.push({ readout: diagonal(readout), input: diagonal(input), transition: diagonal(transition) });
      await did(kernelWork);
    }
    const network = meanShares(found);
    const shares = lagWeightShares({ nuW }, LAGS);
    const limit: Shares = {
      readout: Array.from(shares.readout),
      input: Array.from(shares.input),
      transition: Array.from(shares.transition),
    };
    const [measured, expected] = [totals(network), totals(limit)];
    const distance = measured.map((value, j) => Math.abs(value / expected[j] - 1));
    runs.push({ nuW, limit, network, distance });
    const radius: number[] = [];
    for (const seed of seedsFrom(settings.seed, 2 * k + 1, radii)) {
      radius.push(growthRate(draw(POWER_STEPS, seed)));
      await did(powerWork);
    }
    spectralRadius.push({ nuW, predicted: Math.sqrt(nuW), measured: radius });
  }
  return { width, lags: LAGS, seeds, runs, spectralRadius };
}

/**
 * Spectral radius of n^(−1/2) W by the growth of ‖(n^(−1/2) W)^k x‖ over the last two thirds of `lags` steps, from
 * two starts: the input column and, transposed, the readout row. Its bias is at most the logarithm of what the
 * two ends are off, over the number of steps.
 */
function growthRate(network: LinearRnn): number {
  const { hiddenState, gradient } = network.normsByLag();
  const last = network.lags - 1;
  const steps = grownSteps(network.lags);
  const growth = (norms: Float64Array) => log(norms[last] / norms[last - steps]) / steps;
  return exp((growth(hiddenState) + growth(gradient)) / 2);
}

function grownSteps(lags: number): number {
  return Math.floor((2 * lags) / 3);
}

function totals({ readout, input, transition }: Shares): number[] {
  return readout.map((value, j) => value + input[j] + transition[j]);
}

function meanShares(found: readonly Shares[]): Shares {
  const part = (name: keyof Shares) =>
    found[0][name].map((_, j) => mean(found.map((shares) => shares[name][j])));
  return { readout: part("readout"), input: part("input"), transition: part("transition") };
}
