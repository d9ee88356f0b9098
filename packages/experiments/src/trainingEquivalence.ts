import {
  closedFormTrajectory,
  type LagStatistics,
  LinearRnn,
  lagWeights,
  largestStableRate,
  QuadraticLoss,
  simulate,
  statisticsOf,
  type Trajectory,
  teacherResponse,
} from "@lagwise/core";
import type { Claim, Effort, RunSettings, Verdict } from "./Claim.js";
import type { LossCurves, TrainingEvidence } from "./evidence.js";
import { drawingWork, pace, trainingWork } from "./pace.js";
import { seedsFrom } from "./seeds.js";
import { geometricMean, powerLaw } from "./slopes.js";
import { gapOf, trainTogether } from "./trainTogether.js";
import { atMost, between, figure, listed, verdictOf } from "./verdicts.js";

const LAGS = 20;
const SEQUENCES = 50;
const SNR = 20;
const RADIUS = 0.9;
const TRANSITION_VARIANCES = [0.3, 0.8];
const WIDTH = 1000;

const SIZES: Record<Effort, { steps: number; widths: readonly number[]; seeds: number; gapSteps: number }> = {
  quick: { steps: 100, widths: [80, 160, 320, 480], seeds: 24, gapSteps: 30 },
  standard: { steps: 300, widths: [100, 200, 400, 800], seeds: 32, gapSteps: 40 },
  full: { steps: 500, widths: [100, 200, 400, 800, 1600], seeds: 12, gapSteps: 40 },
};

/** Bounds that the criterion states and explains. */
const STEEPEST = -1;
const SHALLOWEST = -0.2;
const LARGEST_GAP = 0.1;
const CLOSED_FORM = 1e-9;

export const training: Claim<TrainingEvidence> = {
  id: "training",
  title: "They train alike, at every step",
  statement:
    "Trained by gradient descent from the same impulse response at the same rate, a wide linear RNN and the " +
    "convolution weighted by rho have the same loss after every step, on the data they learn from and on data they " +
    "do not see. The convolution's curve is known in closed form, so the network's is too.",
  formula: String.raw`L_j \leftarrow L_j - \eta\,\rho_j\,G_j,\qquad G = \partial\,\text{loss}/\partial L = LR - S`,
  criterion:
    `At width ${WIDTH} the training curves lie within ${100 * LARGEST_GAP} % of the initial loss of each other, test ` +
    `curves too: an error δ in the speed of a mode changes its loss e^(−2y) by at most δ·2y·e^(−2y) ≤ 0.37 δ, and ` +
    `kernels of that width err by up to a quarter. Over the widths the largest gap falls with an exponent between ` +
    `${STEEPEST} and ${SHALLOWEST} for each nu_W: the theory's −1/2, give or take the 0.1 that some dozen networks at each ` +
    `width leave uncertain, whose gaps spread over a factor of three. Wrong weights leave a gap that no width closes. ` +
    `The closed form equals the convolution's curve to ${CLOSED_FORM}, which leaves room for rounding alone.`,
  run: async (settings) => {
    const evidence = await gather(settings);
    const { effort, seed } = settings;
    return { id: "training", effort, seed, evidence, verdict: judgeTraining(evidence) };
  },
};

/** The criterion, on evidence. */
export function judgeTraining({ runs, gaps }: TrainingEvidence): Verdict {
  const checks = [
    ...runs.flatMap(({ nuW, network, convolution, closedForm, largestGap }) => [
      atMost(`largest gap of the training curves, nu_W = ${nuW}`, largestGap, LARGEST_GAP),
      atMost(`largest gap of the test curves, nu_W = ${nuW}`, testGap(network, convolution), LARGEST_GAP),
      atMost(`closed form against convolution, nu_W = ${nuW}`, gapOf(closedForm, convolution), CLOSED_FORM),
    ]),
    ...gaps.map(({ nuW, slope }) =>
      between(`exponent of the gap against the width, nu_W = ${nuW}`, slope, STEEPEST, SHALLOWEST),
    ),
  ];
  const sentence =
    `At width ${runs[0].width} the training curves of network and convolution stay within ` +
    `${listed(runs.map(({ largestGap }) => `${figure(100 * largestGap)} %`))} of the initial loss for nu_W = ` +
    `${listed(runs.map(({ nuW }) => nuW))}; the gap falls with the width's power ` +
    `${listed(gaps.map(({ slope }) => slope))}, the theory's is −0.5.`;
  return verdictOf(sentence, checks);
}

function testGap(network: LossCurves, convolution: LossCurves): number {
  const curve = ({ test }: LossCurves) => ({ train: test, test });
  return gapOf(curve(network), curve(convolution));
}

async function gather(settings: RunSettings): Promise<TrainingEvidence> {
  const { steps, widths, seeds, gapSteps } = SIZES[settings.effort];
  const weigh = settings.lagWeights ?? lagWeights;
  const [teacherSeed, trainSeed, testSeed] = seedsFrom(settings.seed, 0, 3);
  const teacher = teacherResponse({ kind: "rnn", radius: RADIUS, seed: teacherSeed }, LAGS);
  const record = (seed: number) =>
    statisticsOf(simulate(teacher, { sequences: SEQUENCES, length: LAGS, snr: SNR, seed }), LAGS);
  const [train, test] = [record(trainSeed), record(testSeed)];
  const longWork = drawingWork(WIDTH) + (steps + 1) * trainingWork(WIDTH, LAGS);
  const gapWork = widths.map((width) => drawingWork(width) + (gapSteps + 1) * trainingWork(width, LAGS));
  const did = pace(
    settings,
    TRANSITION_VARIANCES.length * (longWork + seeds * gapWork.reduce((sum, work) => sum + work, 0)),
  );
  const pair = async (nuW: number, width: number, seed: number, count: number) => {
    const rnn = new LinearRnn({ width, inputs: 1, outputs: 1, lags: LAGS, initialisation: { nuW }, seed });
    await did(drawingWork(width));
    // a setting, not a prediction: the library's own weights whatever is put to the test
    const learningRate = largestStableRate(train, lagWeights({ nuW }, LAGS)) / 2;
    const afterStep = () => did(trainingWork(width, LAGS));
    const rho = weigh({ nuW }, LAGS);
    const initial = rnn.impulseResponse();
    const together = await trainTogether(rnn, { train, test, rho, learningRate, steps: count, afterStep });
    return { ...together, learningRate, rho, initial };
  };

  const runs: TrainingEvidence["runs"][number][] = [];
  const gaps: TrainingEvidence["gaps"][number][] = [];
  for (const [k, nuW] of TRANSITION_VARIANCES.entries()) {
    const [seed] = seedsFrom(settings.seed, 1 + k, 1);
    const { network, convolution, largestGap, learningRate, initial, rho } = await pair(
      nuW,
      WIDTH,
      seed,
      steps,
    );
    const trajectory = closedFormTrajectory(train, rho, initial);
    const closedForm = lossesAlong(trajectory, learningRate, steps, { train, test });
    runs.push({ nuW, width: WIDTH, learningRate, network, convolution, closedForm, largestGap });
    const found: number[][] = [];
    for (const [w, width] of widths.entries()) {
      const atWidth: number[] = [];
      for (const networkSeed of seedsFrom(settings.seed, 10 + 10 * k + w, seeds)) {
        atWidth.push((await pair(nuW, width, networkSeed, gapSteps)).largestGap);
      }
      found.push(atWidth);
    }
    const { slope, slopeInterval } = powerLaw(widths, found);
    gaps.push({ nuW, widths, gaps: found, typical: found.map(geometricMean), slope, slopeInterval });
  }
  const described =
    `linear RNN of 4 units, spectral radius ${RADIUS}; white input, noise at ${SNR} dB; ` +
    `${SEQUENCES} sequences of ${LAGS} samples to train, ${SEQUENCES} to test`;
  return { teacher: described, runs, gaps };
}

/** Normalised losses of the closed form at steps 0 … `steps`. */
function lossesAlong(
  trajectory: Trajectory,
  learningRate: number,
  steps: number,
  statistics: { readonly train: LagStatistics; readonly test: LagStatistics },
): LossCurves {
  const loss = { train: new QuadraticLoss(statistics.train), test: new QuadraticLoss(statistics.test) };
  const curves = { train: [] as number[], test: [] as number[] };
  for (let step = 0; step <= steps; step++) {
    const response = trajectory.afterSteps(step, learningRate);
    curves.train.push(loss.train.normalised(response));
    curves.test.push(loss.test.normalised(response));
  }
  return curves;
}
