import {
  closedFormTrajectory,
  energyByLag,
  gradientDescent,
  type ImpulseResponse,
  type LagStatistics,
  LinearRnn,
  lagWeights,
  largestStableRate,
  memoryHorizon,
  QuadraticLoss,
  simulate,
  statisticsOf,
  teacherResponse,
} from "@lagwise/core";
import type { Claim, Effort, RunSettings, Verdict } from "./Claim.js";
import type { BiasEvidence } from "./evidence.js";
import { drawingWork, pace, trainingWork } from "./pace.js";
import { seedsFrom } from "./seeds.js";
import { atMost, figure, listed, verdictOf } from "./verdicts.js";

const LAGS = 20;
const SEQUENCES = 50;
const LENGTH = 60;
/** noise far below everything: the delay is the whole system */
const SNR = 100;
const TRANSITION_VARIANCES = [0.3, 0.5, 0.8];
/** the delay whose coefficients are followed: long enough for the transition's share of rho to matter */
const MOVED_DELAY = 3;

const SIZES: Record<Effort, { width: number; steps: number; every: number }> = {
  quick: { width: 500, steps: 20, every: 2 },
  standard: { width: 1000, steps: 30, every: 2 },
  full: { width: 2000, steps: 30, every: 2 },
};

/** Bounds that the criterion states and explains. */
const ERROR_TOLERANCE = 0.15;
const MOVE_TOLERANCE = 0.45;
const BOUND_TOLERANCE = 0.5;
/** a lag counts where rho_j is above so many times max rho / √n */
const ABOVE_NOISE = 4;

export const bias: Claim<BiasEvidence> = {
  id: "bias",
  title: "Training favours short memory",
  statement:
    "The weights rho fall with the lag, so training reaches near lags first and far lags hardly at all, the sooner " +
    "so the smaller nu_W. After any number of steps the coefficient at lag j has moved by at most rho_j times one " +
    "constant that is the same for all lags: what is not weighted cannot be learnt.",
  formula: String.raw`\lVert L_j^{(k)} - L_j^{(0)}\rVert \le \rho_j\,B_k,\qquad B_k = \eta\sum_{s<k}\max_i\lVert G_i^{(s)}\rVert`,
  criterion:
    `(a) A network that learns a pure delay for a fixed number of steps ends with the training error that rho alone ` +
    `predicts from the same start, to ${ERROR_TOLERANCE} of the larger of 1 and the error at the start, for every ` +
    `delay and nu_W. A speed wrong by the part δ changes an error e^(−2y) by at most 0.37 δ, and the speed of one lag ` +
    `of a network of width n varies by about √(4(j+1)/n), 0.28 at lag 19 and width 1000. ` +
    `(b) The theorem: a step moves L_j by eta·rho_j·G_j, so ‖moved_j‖/rho_j ≤ B = eta times the sum over the steps of ` +
    `the largest ‖G_i‖, which is measured along the network's own training. Checked at every lag whose rho_j is above ` +
    `${ABOVE_NOISE}·max rho/√n, with ${100 * BOUND_TOLERANCE} % to spare for the same reason: below, what leaks over ` +
    `from other lags at finite width is as large as rho_j. (c) Sharper: lag by lag the moves are rho_j times eta times ` +
    `the sum over the steps of G_j, to the part ${MOVE_TOLERANCE} of their norm: the kernel's distance from ` +
    `its limit, up to 30 % at width 500 and nu_W = 0.8, and half as much again for its spread.`,
  run: async (settings) => {
    const evidence = await gather(settings);
    const { effort, seed } = settings;
    return { id: "bias", effort, seed, evidence, verdict: judgeBias(evidence) };
  },
};

/** The criterion, on evidence. */
export function judgeBias({ runs, delays, steps, width }: BiasEvidence): Verdict {
  const checks = runs.flatMap((run) => [
    atMost(
      `largest difference of network and prediction, nu_W = ${run.nuW}`,
      largestMiss(run),
      ERROR_TOLERANCE,
    ),
    atMost(
      `largest ‖moved_j‖ / (rho_j B), nu_W = ${run.nuW}`,
      Math.max(...countedLags(run, width).map((j) => run.movedOverRho[j])) / run.bound,
      1 + BOUND_TOLERANCE,
    ),
    atMost(
      `distance of the moves from rho_j times what pulled, nu_W = ${run.nuW}`,
      moveMiss(run),
      MOVE_TOLERANCE,
    ),
  ]);
  const last = delays.length - 1;
  const sentence =
    `After ${steps} steps a delay of ${delays[last]} is left with an error of ` +
    `${listed(runs.map(({ networkError }) => networkError[last]))} for nu_W = ${listed(runs.map(({ nuW }) => nuW))} ` +
    `(memory horizons ${listed(runs.map(({ horizon }) => horizon))} lags), and rho alone predicts the network's errors ` +
    `to ${figure(Math.max(...runs.map(largestMiss)))}; no lag has moved farther than the theorem allows.`;
  return verdictOf(sentence, checks);
}

type Run = BiasEvidence["runs"][number];

function largestMiss({ networkError, predictedError, initialError }: Run): number {
  return Math.max(
    ...networkError.map((error, k) => Math.abs(error - predictedError[k]) / Math.max(1, initialError[k])),
  );
}

/** ‖|moved| − rho · pulled‖ / ‖moved‖ */
function moveMiss({ moved, rho, pulled }: Run): number {
  const off = moved.map((by, j) => by - rho[j] * pulled[j]);
  return norm(off) / norm(moved);
}

function norm(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

function countedLags({ rho }: Run, width: number): number[] {
  const least = (ABOVE_NOISE * Math.max(...rho)) / Math.sqrt(width);
  return rho.flatMap((weight, j) => (weight >= least ? [j] : []));
}

async function gather(settings: RunSettings): Promise<BiasEvidence> {
  const { width, steps, every } = SIZES[settings.effort];
  const weigh = settings.lagWeights ?? lagWeights;
  const delays = Array.from({ length: LAGS }, (_, j) => j).filter((j) => j % every === 0 || j === LAGS - 1);
  const trainings = delays.length + (delays.includes(MOVED_DELAY) ? 0 : 1);
  const oneTraining = drawingWork(width) + (steps + 1) * trainingWork(width, LAGS);
  const did = pace(settings, TRANSITION_VARIANCES.length * trainings * oneTraining);
  const [inputSeed] = seedsFrom(settings.seed, 0, 1);
  const runs: Run[] = [];
  for (const [k, nuW] of TRANSITION_VARIANCES.entries()) {
    const [seed] = seedsFrom(settings.seed, 1 + k, 1);
    const rho = weigh({ nuW }, LAGS);
    const learn = async (delay: number) => {
      const teacher = teacherResponse({ kind: "delay", delay }, LAGS);
      const recording = simulate(teacher, {
        sequences: SEQUENCES,
        length: LENGTH,
        snr: SNR,
        seed: inputSeed,
      });
      const train = statisticsOf(recording, LAGS);
      const rnn = new LinearRnn({ width, inputs: 1, outputs: 1, lags: LAGS, initialisation: { nuW }, seed });
      await did(drawingWork(width));
      return follow(rnn, { train, rho, steps, afterStep: () => did(trainingWork(width, LAGS)) });
    };
    const learnt = [];
    for (const delay of delays) learnt.push(await learn(delay));
    const followed = delays.includes(MOVED_DELAY)
      ? learnt[delays.indexOf(MOVED_DELAY)]
      : await learn(MOVED_DELAY);
    runs.push({
      nuW,
      horizon: memoryHorizon({ nuW }),
      networkError: learnt.map(({ error }) => error),
      predictedError: learnt.map(({ predicted }) => predicted),
      initialError: learnt.map(({ initialError }) => initialError),
      pulled: followed.pulled,
      movedOverRho: followed.moved.map((moved, j) => moved / rho[j]),
      bound: followed.bound,
      rho: Array.from(rho),
      moved: followed.moved,
      movedDelay: MOVED_DELAY,
    });
  }
  return { width, steps, delays, runs };
}

/** Trains a network for so many steps, and says what pulled at each lag and how far it went. */
async function follow(
  rnn: LinearRnn,
  how: { train: LagStatistics; rho: Float64Array; steps: number; afterStep: () => Promise<void> },
) {
  const { train, rho, steps, afterStep } = how;
  // a setting, not a prediction: the library's own weights whatever is put to the test
  const learningRate = largestStableRate(train, lagWeights(rnn.initialisation, rnn.lags)) / 2;
  const loss = new QuadraticLoss(train);
  const first = rnn.impulseResponse();
  const errors: number[] = [];
  const pulled = new Float64Array(rnn.lags);
  let bound = 0;
  let last = first;
  for (const { step, trainLoss, response } of gradientDescent(rnn, { train, learningRate, steps })) {
    errors.push(trainLoss);
    last = response;
    if (step < steps) {
      const { data } = loss.evaluate(response).gradient;
      for (let j = 0; j < data.length; j++) pulled[j] += learningRate * data[j];
      bound += learningRate * data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    }
    await afterStep();
  }
  const predicted = closedFormTrajectory(train, rho, first).afterSteps(steps, learningRate);
  return {
    error: errors[steps],
    initialError: errors[0],
    predicted: (2 * loss.evaluate(predicted).loss) / loss.outputPower,
    moved: distanceByLag(first, last),
    pulled: Array.from(pulled, Math.abs),
    bound,
  };
}

function distanceByLag(a: ImpulseResponse, b: ImpulseResponse): number[] {
  const { coefficients } = a;
  const data = coefficients.data.map((value, k) => b.coefficients.data[k] - value);
  return Array.from(energyByLag({ ...a, coefficients: { ...coefficients, data } }), Math.sqrt);
}
