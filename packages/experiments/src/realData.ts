import {
  chooseInitialisation,
  evidence as evidenceOf,
  firstLags,
  type Initialisation,
  type LagStatistics,
  LinearRnn,
  lagWeights,
  largestStableRate,
  memoryHorizon,
  namedInitialisations,
  type Prior,
  posterior,
  prepare,
  scores,
} from "@lagwise/core";
import type { Claim, Effort, RunSettings, Verdict } from "./Claim.js";
import type { DataEvidence } from "./evidence.js";
import { pace } from "./pace.js";
import { seedsFrom } from "./seeds.js";
import { mean } from "./slopes.js";
import { trainTogether } from "./trainTogether.js";
import { atLeast, atMost, between, figure, verdictOf } from "./verdicts.js";

/** How many coefficients an output may have: the work grows with their cube. */
const SIZES: Record<Effort, { coefficients: number; curve: number; width: number; steps: number }> = {
  quick: { coefficients: 312, curve: 15, width: 400, steps: 60 },
  standard: { coefficients: 780, curve: 25, width: 1000, steps: 150 },
  full: { coefficients: 1560, curve: 49, width: 2000, steps: 300 },
};
/** Numbers of lags that are tried, as far as the recording and the effort allow. */
const LAGS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30];
/** A network whose own nu_W is near 1 needs more width than is at hand. */
const HIGHEST_TRAINED = 0.8;

/** Bounds that the criterion states and explains. */
const HAIR = 0.01;
const NATS = 3;
/** Shares of the work, and so many multiply-adds in all: enough that every step of it gives others their turn. */
const [FITTING, CURVE, TRAINING] = [70e11, 10e11, 20e11];

export const data: Claim<DataEvidence> = {
  id: "data",
  title: "Real data show it too",
  statement:
    "On a recording that nobody made up, a wide linear RNN trains as its weighted convolution does. Its weights " +
    "suit real systems, whose memory fades: with more lags than the system needs, flat weights overfit and the RNN's " +
    "do not. The data themselves say which nu_W they want, by the evidence.",
  formula: String.raw`\log p(y\mid\nu_W) = -\tfrac N2(\log 2\pi s^2 + 1) - \tfrac12\log\det\bigl(I+\gamma\,D^{1/2}RD^{1/2}\bigr)`,
  criterion:
    `(a) The training curves of network and convolution lie within 0.37·√((n_x + n_y + 2T)/n) of the initial loss of each ` +
    `other: a relative error δ of the kernel changes a loss e^(−2y) by at most 0.37 δ, and the Gram matrices that the ` +
    `kernel is made of err by √(n_x/n) and √(n_y/n) across the channels and √(2T/n) along the lags. (b) With the most ` +
    `lags tried, test R² with the RNN's weights is at most ${HAIR} below that with flat weights: a hair, since scale and noise of ` +
    `both are chosen by the evidence. (c) The evidence is largest at a nu_W inside the curve's range, and there exceeds ` +
    `that of flat weights by ${NATS} nats, odds of 20 to 1.`,
  run: async (settings) => {
    const { effort, seed, recording } = settings;
    if (recording === undefined)
      return { id: "data", effort, seed, evidence: nothing(), verdict: withoutData() };
    const evidence = await gather(settings, recording);
    return { id: "data", effort, seed, evidence, verdict: judgeData(evidence) };
  },
};

/** The criterion, on evidence. */
export function judgeData(evidence: DataEvidence): Verdict {
  const { name, inputs, outputs, training, byLags, evidenceCurve, chosen, flatEvidence } = evidence;
  const gapBound = 0.37 * Math.sqrt((inputs + outputs + 2 * training.lags) / training.width);
  const most = byLags[byLags.length - 1];
  const peak = evidenceCurve.reduce((best, at) => (at.logEvidence > best.logEvidence ? at : best));
  const [lowest, highest] = [evidenceCurve[0].nuW, evidenceCurve[evidenceCurve.length - 1].nuW];
  const checks = [
    atMost(`largest gap of network (width ${training.width}) and convolution`, training.largestGap, gapBound),
    atLeast(`test R² with ${most.lags} lags, RNN's weights less flat ones`, most.rnn - most.flat, -HAIR),
    {
      ...between("nu_W of the largest evidence, inside the curve", peak.nuW, lowest, highest),
      bound: `> ${figure(lowest)} and < ${figure(highest)}`,
      holds: peak.nuW > lowest && peak.nuW < highest,
    },
    atLeast("log evidence of the RNN's weights over flat ones, nats", -flatEvidence, NATS),
  ];
  const sentence =
    `On ${name} network and convolution stay within ${figure(100 * training.largestGap)} % of the initial loss; with ` +
    `${most.lags} lags test R² is ${figure(most.rnn)} with the RNN's weights and ${figure(most.flat)} with flat ones; ` +
    `the data want nu_W = ${figure(chosen.nuW)}, a memory of ${figure(chosen.horizon)} lags.`;
  return verdictOf(sentence, checks);
}

async function gather(
  settings: RunSettings,
  recording: NonNullable<RunSettings["recording"]>,
): Promise<DataEvidence> {
  const { coefficients, curve, width, steps } = SIZES[settings.effort];
  const inputs = recording.source.inputNames.length;
  const did = pace(settings, FITTING + CURVE + TRAINING);
  const reading = () => did(1e8);
  const { samples } = await prepare(recording.source, { lags: 1, onProgress: reading });
  const most = Math.max(1, Math.min(30, Math.floor(coefficients / inputs), Math.floor((0.8 * samples) / 4)));
  const { statistics, outputNames } = await prepare(recording.source, { lags: most, onProgress: reading });
  const { train, test } = statistics;
  const tried = LAGS.filter((lags) => lags < most).concat(most);
  const r2 = (prior: Prior, lags: number) =>
    mean(Array.from(scores(firstLags(test, lags), posterior(firstLags(train, lags), prior).mean).r2));

  const byLags: DataEvidence["byLags"][number][] = [];
  let best: Awaited<ReturnType<typeof chooseInitialisation>> | undefined;
  for (const lags of tried) {
    const part = firstLags(train, lags);
    const flat = new Float64Array(lags).fill(1);
    const chosen = await chooseInitialisation(part, () => did(FITTING / tried.length / 100));
    const rnn = r2(chosen, lags);
    await did(FITTING / tried.length / 10);
    byLags.push({ lags, flat: r2({ rho: flat, ...evidenceOf(part, flat) }, lags), rnn });
    await did(FITTING / tried.length / 10);
    best = chosen;
  }
  if (best === undefined) throw new RangeError("no number of lags was tried");
  const { nuW, nuF } = best.initialisation;
  const found = (initialisation: Initialisation) => evidenceOf(train, lagWeights(initialisation, most));
  const grid: { nuW: number; logEvidence: number }[] = [];
  for (const at of curveGrid(curve, nuW)) {
    grid.push({ nuW: at, logEvidence: found({ nuW: at, nuF, nuC: nuF }).logEvidence });
    await did(CURVE / (curve + 1));
  }
  const top = best.logEvidence;
  const evidenceCurve = grid.map((at) => ({ ...at, logEvidence: at.logEvidence - top }));
  const defaults = namedInitialisations.map(({ name, initialisation }) => {
    const rho = lagWeights(initialisation, most);
    const prior = { rho, ...evidenceOf(train, rho) };
    return { name, nuW: initialisation.nuW, logEvidence: prior.logEvidence - top, testR2: r2(prior, most) };
  });
  return {
    name: recording.name,
    inputs,
    outputs: outputNames.length,
    samples,
    training: await trainedOn(settings, { train, test }, { nuW, width, steps, did }),
    byLags,
    evidenceCurve,
    flatEvidence: evidenceOf(train, new Float64Array(most).fill(1)).logEvidence - top,
    chosen: {
      nuW,
      nu: nuF,
      horizon: memoryHorizon(best.initialisation),
      testR2: byLags[byLags.length - 1].rnn,
    },
    defaults,
  };
}

async function trainedOn(
  settings: RunSettings,
  { train, test }: { train: LagStatistics; test: LagStatistics },
  how: { nuW: number; width: number; steps: number; did: (work: number) => Promise<void> },
): Promise<DataEvidence["training"]> {
  const { width, steps, did } = how;
  const { lags, inputs, outputs } = train;
  const nuW = Math.min(how.nuW, HIGHEST_TRAINED);
  const [seed] = seedsFrom(settings.seed, 0, 1);
  const rnn = new LinearRnn({ width, inputs, outputs, lags, initialisation: { nuW }, seed });
  const learningRate = largestStableRate(train, lagWeights({ nuW }, lags)) / 2;
  const afterStep = () => did(TRAINING / (steps + 1));
  const rho = (settings.lagWeights ?? lagWeights)({ nuW }, lags);
  const together = await trainTogether(rnn, { train, test, rho, learningRate, steps, afterStep });
  const { network, convolution, largestGap } = together;
  return { nuW, width, lags, network, convolution, largestGap };
}

/** `count` values over (0, 1) at even distances, and the chosen one in its place. */
function curveGrid(count: number, chosen: number): number[] {
  const even = Array.from({ length: count }, (_, k) => 0.02 + (0.96 * k) / (count - 1));
  return [...even.filter((value) => Math.abs(value - chosen) > 1e-9), chosen].sort((a, b) => a - b);
}

function withoutData(): Verdict {
  return verdictOf("No recording was given, so that nothing could be tested on real data.", []);
}

/** Evidence of nothing, in the shape of evidence. */
function nothing(): DataEvidence {
  const curves = { train: [], test: [] };
  return {
    name: "",
    inputs: 0,
    outputs: 0,
    samples: 0,
    training: { nuW: 0, width: 0, lags: 0, network: curves, convolution: curves, largestGap: 0 },
    byLags: [],
    evidenceCurve: [],
    flatEvidence: 0,
    chosen: { nuW: 0, nu: 0, horizon: 0, testR2: 0 },
    defaults: [],
  };
}
