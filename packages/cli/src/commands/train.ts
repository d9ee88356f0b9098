import {
  fullInitialisation,
  type ImpulseResponse,
  type Initialisation,
  type LagStatistics,
  LagwiseError,
  LinearRnn,
  lagWeights,
  largestStableRate,
  prepare,
  type SideBySideStep,
  sideBySide,
  toNested,
  withFirstLags,
} from "@lagwise/core";
import { Command } from "commander";
import { UsageError } from "../errors.js";
import {
  addDataOptions,
  type DataOptions,
  keptStatistics,
  openData,
  refuseMoreLags,
  typedDataOptions,
} from "../openData.js";
import {
  addCommonOptions,
  addInitialisationOptions,
  belowOne,
  type CommonOptions,
  chosenInitialisation,
  fraction,
  type InitialisationOptions,
  positive,
  wholeNumber,
} from "../options.js";
import { type Progress, processCost, startProgress, typedCommand, writeJson } from "../output.js";
import { addSyntheticOptions, type SyntheticOptions, syntheticParts } from "../synthetic.js";
import { count } from "../terminal/text.js";
import { trainSummary } from "../terminal/trainSummary.js";
import { version } from "../version.js";
import { writeWhole } from "../writeWhole.js";

interface TrainOptions extends CommonOptions, DataOptions, InitialisationOptions, SyntheticOptions {
  readonly width: number;
  readonly lags: number;
  readonly steps: number;
  readonly learningRate: number | "auto";
  readonly momentum: number;
  readonly patience?: number;
  readonly trainFraction: number;
  readonly report?: string;
}

/** Normalised losses of one model, step by step from 0. */
export interface LossCurves {
  readonly trainLoss: number[];
  readonly testLoss: number[];
}

/** Two models trained side by side. */
export interface SideBySide {
  readonly rnn: LossCurves;
  readonly convolution: LossCurves;
  /** the largest distance between their training losses, and the step where it is */
  readonly largestGap: number;
  readonly gapStep: number;
  readonly learningRate: number;
  readonly largestStableRate: number;
  /** of a step of both, of which the network's is nearly all; median */
  readonly millisecondsPerStep: number;
  readonly responses: { readonly rnn: ImpulseResponse; readonly convolution: ImpulseResponse };
}

export function trainCommand(): Command {
  const command = new Command("train")
    .description(
      "Trains a linear RNN of any width from random initialisation by exact full-batch gradient descent, beside the " +
        "scaled convolution that it equals as it grows wide, at the same learning rate.",
    )
    .argument("[file]", "a recording or its statistics, as for `lagwise fit`; or give --synthetic")
    .option("--width <n>", "hidden units", wholeNumber(1), 1000)
    .option("--lags <T>", "how many lags", wholeNumber(1), 20)
    .option("--steps <k>", "steps of gradient descent", wholeNumber(1), 200)
    .option("--learning-rate <x>", "auto (half of the largest stable rate), or a number", rateOrAuto, "auto")
    .option("--momentum <mu>", "heavy-ball momentum, 0 or more and below 1", belowOne, 0)
    .option("--patience <k>", "end early when the test loss has not fallen for k steps", wholeNumber(1))
    .option("--train-fraction <f>", "the first part of a recording, which trains", fraction, 0.8)
    .option("--report <file>", "also write all of it, drawn, as one HTML page");
  addInitialisationOptions(command);
  addDataOptions(command);
  addSyntheticOptions(command);
  return addCommonOptions(command, "seed of the network's weights and of synthetic data")
    .addHelpText(
      "after",
      "\nExamples:\n  lagwise train --synthetic delay --width 1000 --lags 20 --nu-w 0.3 --steps 200\n" +
        "  lagwise train sales --width 1000 --lags 12 --init pytorch\n" +
        "  lagwise train s1_data.mat --input spikes --output vel --lags 15 --width 1000 --nu-w 0.3",
    )
    .action((file: string | undefined, options: TrainOptions, self: Command) =>
      runTrain(file, options, self),
    );
}

async function runTrain(file: string | undefined, typed: TrainOptions, self: Command): Promise<void> {
  if ((file === undefined) === (typed.synthetic === undefined)) {
    throw new UsageError(
      "train on what? Give a file, a data set or --synthetic rnn|delay|oscillator, and one of them only",
    );
  }
  if (typed.synthetic !== undefined && (typed.input !== undefined || typed.output !== undefined)) {
    throw new UsageError("--input and --output name a recording's columns: leave them out with --synthetic");
  }
  const initialisation = chosenInitialisation(typed);
  const { nuW } = fullInitialisation(initialisation);
  if (nuW > 1) {
    process.stderr.write(
      `note: nu_W = ${nuW} is above 1: hidden states and gradients grow with the lag, so that the largest stable ` +
        "learning rate shrinks with --lags and what is near is learnt slowly\n",
    );
  }
  const progress = startProgress();
  try {
    const { title, train, test, inputNames, outputNames } =
      file === undefined
        ? syntheticParts(typed, typed.lags, typed.seed)
        : await recordedParts(file, typed, self, progress);
    const options = { ...typed, lags: train.lags };
    const result = await trainSideBySide(train, test, initialisation, options, progress);
    if (options.report !== undefined) {
      const { trainPage } = await import("@lagwise/report/node");
      const { width, momentum, seed } = options;
      const settings = [
        ["learning rate", result.learningRate],
        ["momentum", momentum],
        ["seed", seed],
      ] as const;
      const about = { title, command: typedCommand(), version: version(), width, initialisation, settings };
      writeWhole(options.report, trainPage({ ...about, inputNames, outputNames, ...result }));
    }
    progress.done();
    if (options.json) {
      writeJson(trainDocument(result, initialisation, options));
      return;
    }
    process.stdout.write(`${trainSummary(title, { ...options, nuW }, result).join("\n")}\n`);
    if (options.report !== undefined) process.stdout.write(`All of it, drawn: ${options.report}\n`);
    process.stderr.write(`${processCost()}\n`);
  } finally {
    progress.done();
  }
}

interface Parts {
  readonly title: string;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly train: LagStatistics;
  readonly test: LagStatistics;
}

async function recordedParts(
  file: string,
  options: TrainOptions,
  self: Command,
  progress: Progress,
): Promise<Parts> {
  const kept = await keptStatistics(file, self);
  if (kept !== undefined) {
    const wanted = self.getOptionValueSource("lags") === "cli" ? options.lags : undefined;
    refuseMoreLags(file, kept, wanted);
    const part = withFirstLags(kept, wanted ?? Math.min(options.lags, kept.lags));
    return { title: file, inputNames: part.inputNames, outputNames: part.outputNames, ...part.statistics };
  }
  const { source, title } = await openData(file, typedDataOptions(options, self));
  const { statistics, inputNames, outputNames } = await prepare(source, {
    lags: options.lags,
    trainFraction: options.trainFraction,
    onProgress: (stage, samples) => progress.update(`${stage}: ${count(samples, "sample")}`),
  });
  return { title, inputNames, outputNames, ...statistics };
}

/** Takes both through the steps, so that Ctrl-C, the progress line and divergence reach both at once. */
async function trainSideBySide(
  train: LagStatistics,
  test: LagStatistics,
  initialisation: Initialisation,
  { width, lags, steps, learningRate, momentum, patience, seed }: TrainOptions,
  progress: Progress,
): Promise<SideBySide> {
  const { inputs, outputs } = train;
  const rho = lagWeights(initialisation, lags);
  const largest = largestStableRate(train, rho, momentum);
  const rate = learningRate === "auto" ? largest / 2 : learningRate;
  if (rate > largest) {
    throw new LagwiseError(
      `a learning rate of ${rate} diverges: the largest stable one here is ${largest.toPrecision(4)} (2/λ_max)`,
    );
  }
  await progress.update(`drawing a network of ${width} hidden units`);
  const network = new LinearRnn({ width, inputs, outputs, lags, initialisation, seed, momentum });
  const rnn: LossCurves = { trainLoss: [], testLoss: [] };
  const conv: LossCurves = { trainLoss: [], testLoss: [] };
  const times: number[] = [];
  let last: SideBySideStep | undefined;
  let begun = performance.now();
  const settings = { train, test, learningRate: rate, steps, patience, largestStableRate: largest };
  for (const at of sideBySide(network, settings)) {
    times.push(performance.now() - begun);
    record(rnn, at.network);
    record(conv, at.convolution);
    last = at;
    await progress.update(
      `step ${at.step} of ${steps}, training loss ${at.network.trainLoss.toPrecision(3)}`,
    );
    begun = performance.now();
  }
  if (last === undefined) throw new RangeError("no step was taken");
  return {
    rnn,
    convolution: conv,
    largestGap: last.largestGap,
    gapStep: last.gapStep,
    learningRate: rate,
    largestStableRate: largest,
    millisecondsPerStep: median(times.slice(1)),
    responses: { rnn: last.network.response, convolution: last.convolution.response },
  };
}

function rateOrAuto(text: string): number | "auto" {
  return text === "auto" ? "auto" : positive(text);
}

function record(curves: LossCurves, step: { trainLoss: number; testLoss?: number }): void {
  curves.trainLoss.push(step.trainLoss);
  if (step.testLoss !== undefined) curves.testLoss.push(step.testLoss);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function trainDocument(result: SideBySide, initialisation: Initialisation, options: TrainOptions): unknown {
  const { nuW, nuF, nuC } = fullInitialisation(initialisation);
  return {
    command: "train",
    width: options.width,
    lags: options.lags,
    seed: options.seed,
    initialisation: { nuW, nuF, nuC },
    steps: result.rnn.trainLoss.map((_, step) => step),
    rnn: result.rnn,
    convolution: result.convolution,
    largestGap: result.largestGap,
    learningRate: result.learningRate,
    largestStableRate: result.largestStableRate,
    momentum: options.momentum,
    millisecondsPerStep: result.millisecondsPerStep,
    finalImpulseResponse: {
      rnn: toNested(result.responses.rnn),
      convolution: toNested(result.responses.convolution),
    },
  };
}
