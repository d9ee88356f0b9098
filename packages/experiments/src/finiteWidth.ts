import { LinearRnn } from "@lagwise/core";
import type { Claim, Effort, RunSettings, Verdict } from "./Claim.js";
import type { FiniteWidthEvidence } from "./evidence.js";
import { stateEnergy } from "./finiteWidthTheory.js";
import { drawingWork, pace } from "./pace.js";
import { seedsFrom } from "./seeds.js";
import { mean } from "./slopes.js";
import { atLeast, atMost, listed, verdictOf } from "./verdicts.js";

/** The ratio does not depend on nu_W; at 1 nothing under- or overflows. */
const TRANSITION_VARIANCE = 1;
/** Lags go as far as so many √n: beyond, a few networks in a thousand carry the mean. */
const FARTHEST = 2;
/** Up to so many √n the terms that the prediction leaves out are small. */
const PREDICTED_TO = 1.25;
/** Here the limit must have failed. */
const DEPARTED_AT = 1.5;
/** Columns of F: they share one W, and their mean leaves its noise alone. */
const COLUMNS = 8;

const SIZES: Record<Effort, readonly { width: number; seeds: number }[]> = {
  quick: [
    { width: 64, seeds: 800 },
    { width: 144, seeds: 400 },
  ],
  standard: [
    { width: 64, seeds: 3000 },
    { width: 144, seeds: 1500 },
    { width: 256, seeds: 900 },
  ],
  full: [
    { width: 64, seeds: 10_000 },
    { width: 144, seeds: 5000 },
    { width: 256, seeds: 3000 },
    { width: 576, seeds: 700 },
    { width: 1024, seeds: 200 },
  ],
};

/** How far from the limit counts as the end of its reach. */
const REACH = 1.1;
/** Bounds that the criterion states and explains. */
const SIGMAS = 5;
const LEFT_OUT = 0.25;
const CLEARLY = 3;

export const finiteWidth: Claim<FiniteWidthEvidence> = {
  id: "finite-width",
  title: "Where the theory ends: lags beyond the square root of the width",
  statement:
    "The limit of wide networks is taken at fixed lags. At width n it holds for lags well below √n; beyond, the " +
    "energy that an impulse leaves in the hidden state is larger than nu_W^j says, and the more so the longer the lag. " +
    "Rule of thumb: for T lags take a width of at least T²; then the energies are right to about 10 %. The paper does not " +
    "say this; exact finite-width energies of linear recurrences are the subject of arXiv 2605.05113, which we have " +
    "not followed: the prediction is derived in this package.",
  formula: String.raw`\frac{\mathbb E\lVert Q_j\rVert^2}{n\,\nu_F\nu_W^j} \approx \frac{\sinh x}{x},\qquad x = \frac{(j+1)(j+2)}{2n},\qquad Q_j = (n^{-1/2}W)^jF`,
  criterion:
    `The prediction counts part of the pairings of Gaussian factors, all positive: those of complex W, exactly, and ` +
    `those of real W to order n^(−2). So the truth is at least the prediction. (a) At no lag up to ${FARTHEST}·√n is the ` +
    `networks' mean more than ${SIGMAS} standard errors below it. (b) Up to ${PREDICTED_TO}·√n it is at most ${SIGMAS} standard ` +
    `errors and ${100 * LEFT_OUT} % of the departure above it: the terms left out are smaller by 1/√n, and counting all ` +
    `pairings up to lag 6 gives them 14 % at 1.25·√n for n = 16. ${SIGMAS} standard errors, for the energies spread with a heavy tail. ` +
    `(c) At ${DEPARTED_AT}·√n the mean is ${CLEARLY} standard errors above the limit's 1: there the limit has failed.`,
  run: async (settings) => {
    const evidence = await gather(settings);
    const { effort, seed } = settings;
    return { id: "finite-width", effort, seed, evidence, verdict: judgeFiniteWidth(evidence) };
  },
};

/** The criterion, on evidence. */
export function judgeFiniteWidth({ runs, reach }: FiniteWidthEvidence): Verdict {
  const checks = runs.flatMap(({ width, lags, ratio, standardError, predicted }) => {
    const root = Math.sqrt(width);
    const below = lags.map((_, k) => (predicted[k] - ratio[k]) / standardError[k]);
    const above = lags.map((lag, k) =>
      lag > PREDICTED_TO * root
        ? 0
        : (ratio[k] - predicted[k] - LEFT_OUT * (predicted[k] - 1)) / standardError[k],
    );
    const at = lags.findIndex((lag) => lag >= DEPARTED_AT * root);
    return [
      atMost(`farthest below the prediction, in standard errors, n = ${width}`, Math.max(...below), SIGMAS),
      atMost(`farthest above it up to ${PREDICTED_TO}·√n, n = ${width}`, Math.max(...above), SIGMAS),
      atLeast(
        `above the limit at lag ${lags[at]}, in standard errors, n = ${width}`,
        (ratio[at] - 1) / standardError[at],
        CLEARLY,
      ),
    ];
  });
  const sentence =
    `The limit's energies are right to 10 % up to ${listed(reach.map(({ lagOverRoot }) => lagOverRoot))} times √n lags at ` +
    `widths ${listed(reach.map(({ width }) => width))}; at ${FARTHEST}·√n the energy is ` +
    `${listed(runs.map(({ ratio }) => ratio[ratio.length - 1]))} times what the limit says.`;
  return verdictOf(sentence, checks);
}

async function gather(settings: RunSettings): Promise<FiniteWidthEvidence> {
  const sizes = SIZES[settings.effort].map((size) => ({
    ...size,
    lags: Math.floor(FARTHEST * Math.sqrt(size.width)) + 1,
  }));
  const work = ({ width, lags }: { width: number; lags: number }) =>
    drawingWork(width) + (COLUMNS + 1) * width * width * lags + 20_000;
  const did = pace(
    settings,
    sizes.reduce((sum, size) => sum + size.seeds * work(size), 0),
  );
  const runs: FiniteWidthEvidence["runs"][number][] = [];
  for (const [k, size] of sizes.entries()) {
    const { width, lags, seeds } = size;
    const energies: Float64Array[] = [];
    for (const seed of seedsFrom(settings.seed, k, seeds)) {
      const initialisation = { nuW: TRANSITION_VARIANCE };
      const network = new LinearRnn({ width, inputs: COLUMNS, outputs: 1, lags, initialisation, seed });
      energies.push(network.normsByLag().hiddenState.map((norm) => (norm * norm) / (width * COLUMNS)));
      await did(work(size));
    }
    const walked = Array.from({ length: lags }, (_, j) => j);
    const byLag = walked.map((j) => energies.map((energy) => energy[j]));
    runs.push({
      width,
      lags: walked,
      ratio: byLag.map(mean),
      standardError: byLag.map(standardError),
      predicted: walked.map((j) => stateEnergy(width, j)),
    });
  }
  return { nuW: TRANSITION_VARIANCE, runs, reach: runs.map(reachOf) };
}

function standardError(values: readonly number[]): number {
  const centre = mean(values);
  const variance =
    values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}

/**
 * Where the measured ratio passes 1.1, in units of √n. Single lags are noisy: the departure is taken as a multiple of
 * the predicted one, its factor by least squares over the lags up to 1.5·√n, weighted with the standard errors.
 */
function reachOf(run: FiniteWidthEvidence["runs"][number]): { width: number; lagOverRoot: number } {
  const { width, lags, ratio, predicted, standardError } = run;
  const root = Math.sqrt(width);
  let [along, square] = [0, 0];
  for (let k = 0; k < lags.length && lags[k] <= DEPARTED_AT * root; k++) {
    const departure = predicted[k] - 1;
    const weight = 1 / (standardError[k] * standardError[k]);
    along += weight * (ratio[k] - 1) * departure;
    square += weight * departure * departure;
  }
  const fitted = predicted.map((value) => 1 + (along / square) * (value - 1));
  const after = fitted.findIndex((value) => value > REACH);
  if (after < 1) return { width, lagOverRoot: lags[lags.length - 1] / root };
  const part = (REACH - fitted[after - 1]) / (fitted[after] - fitted[after - 1]);
  return { width, lagOverRoot: (after - 1 + part) / root };
}
