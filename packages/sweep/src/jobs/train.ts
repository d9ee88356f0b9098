import {
  energyByLag,
  energyHorizon,
  LagwiseError,
  LinearRnn,
  lagWeights,
  largestStableRate,
  type SideBySideStep,
  sideBySide,
  simulatedParts,
  teacherOf,
} from "@lagwise/core";
import type { Dataset } from "../data/dataset.js";
import { fromZero } from "./curves.js";
import { type InitialisationSettings, initialisationOf } from "./initialisation.js";
import type { JobResult } from "./Job.js";
import type { JobContext } from "./JobContext.js";
import { type SyntheticSettings, simulationOf } from "./synthetic.js";

/** As `lagwise train` takes them. */
export interface TrainSettings extends InitialisationSettings, Partial<SyntheticSettings> {
  readonly width: number;
  readonly lags: number;
  readonly steps: number;
  /** half of the largest stable rate unless given */
  readonly learningRate?: number;
  readonly momentum: number;
  readonly patience?: number;
  readonly trainFraction?: number;
  readonly dataset?: Dataset;
  readonly seed: number;
}

/** A network trained beside its convolution: losses at the end and along the way, and how far they are apart. */
export async function train(settings: TrainSettings, context: JobContext): Promise<JobResult> {
  const { width, lags, steps, momentum, patience, seed } = settings;
  const parts = await partsOf(settings, context);
  const { inputs, outputs } = parts.train;
  const initialisation = initialisationOf(settings);
  const largest = largestStableRate(parts.train, lagWeights(initialisation, lags), momentum);
  const learningRate = settings.learningRate ?? largest / 2;
  if (learningRate > largest) {
    throw new LagwiseError(
      `a learning rate of ${learningRate} diverges: the largest stable one here is ${largest.toPrecision(4)}`,
    );
  }
  const rnn = new LinearRnn({ width, inputs, outputs, lags, initialisation, seed, momentum });
  const network = { train: [] as number[], test: [] as number[] };
  const convolution = { train: [] as number[], test: [] as number[] };
  let last: SideBySideStep | undefined;
  // of each step the losses alone are kept: its responses are as large as the recording's inputs times the lags
  for (const at of sideBySide(rnn, {
    ...parts,
    learningRate,
    steps,
    patience,
    largestStableRate: largest,
  })) {
    network.train.push(at.network.trainLoss);
    network.test.push(at.network.testLoss ?? Number.NaN);
    convolution.train.push(at.convolution.trainLoss);
    convolution.test.push(at.convolution.testLoss ?? Number.NaN);
    last = at;
  }
  if (last === undefined) throw new RangeError("no step was taken");
  const { test } = network;
  const best = test.reduce((least, loss, step) => (loss < test[least] ? step : least), 0);
  return {
    measures: {
      trainLoss: last.network.trainLoss,
      testLoss: last.network.testLoss ?? null,
      bestTestLoss: test[best],
      bestStep: best,
      lastStep: last.step,
      convolutionTrainLoss: last.convolution.trainLoss,
      convolutionTestLoss: last.convolution.testLoss ?? null,
      largestGap: last.largestGap,
      gapStep: last.gapStep,
      usedLearningRate: learningRate,
      largestStableRate: largest,
      energyHorizon95: energyHorizon(energyByLag(last.network.response)),
    },
    curves: {
      trainLoss: fromZero(network.train),
      testLoss: fromZero(network.test),
      convolutionTrainLoss: fromZero(convolution.train),
      convolutionTestLoss: fromZero(convolution.test),
    },
  };
}

async function partsOf(settings: TrainSettings, context: JobContext) {
  const { dataset, lags, trainFraction = 0.8 } = settings;
  if (dataset !== undefined) return (await context.prepared(dataset, lags, trainFraction)).statistics;
  const synthetic = settings as SyntheticSettings;
  return simulatedParts(teacherOf(synthetic.synthetic, synthetic), {
    lags,
    ...simulationOf(synthetic, lags),
  });
}
