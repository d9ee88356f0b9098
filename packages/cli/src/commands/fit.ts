import {
  evidenceCurve,
  type Fit,
  type FitProgress,
  fit,
  fitDocument,
  fitPrepared,
  type PriorKind,
  preferenceOverPyTorch,
  type RecordingSource,
} from "@lagwise/core";
import { Command, Option } from "commander";
import {
  addDataOptions,
  type DataOptions,
  keptStatistics,
  openData,
  refuseMoreLags,
  typedDataOptions,
} from "../openData.js";
import { addCommonOptions, type CommonOptions, fraction, wholeNumber } from "../options.js";
import { type Progress, processCost, startProgress, typedCommand, writeJson } from "../output.js";
import { fitSummary } from "../terminal/fitSummary.js";
import { count } from "../terminal/text.js";
import { version } from "../version.js";
import { writeWhole } from "../writeWhole.js";

interface FitOptions extends CommonOptions, DataOptions {
  readonly lags?: number;
  readonly trainFraction: number;
  readonly prior: PriorKind;
  readonly report?: string;
}

export function fitCommand(): Command {
  const command = new Command("fit")
    .description(
      "Fits an impulse response to a recording, with the weights of a linear RNN as prior: how far back its memory " +
        "reaches, and which transition variance nu_W the data ask for.",
    )
    .argument(
      "<file>",
      "CSV, TSV, Parquet, NPY, NPZ or MATLAB v5 file, a name from `lagwise data list`, or what `lagwise stats` wrote",
    )
    .option("--lags <T>", "how many lags (default: 30, fewer for a short recording)", wholeNumber(1))
    .option("--train-fraction <f>", "the first part, which trains; the rest tests", fraction, 0.8)
    .addOption(
      new Option("--prior <kind>", "rnn: the network's lag weights; none: every lag alike")
        .choices(["rnn", "none"])
        .default("rnn"),
    )
    .option("--report <file>", "also write all of it, drawn, as one HTML page");
  addDataOptions(command);
  return addCommonOptions(command)
    .addHelpText(
      "after",
      "\nA blank cell or NaN is a gap: it splits the recording into segments. Statistics that `lagwise stats` wrote\n" +
        "are fitted with all of their lags, or with fewer." +
        "\n\nExamples:\n  lagwise fit sales\n  lagwise fit log.csv --input valve,heater --output flow --lags 60\n" +
        "  lagwise fit s1_data.mat --input spikes --output vel --lags 30 --train-fraction 0.8 --json",
    )
    .action((file: string, options: FitOptions, self: Command) => runFit(file, options, self));
}

async function runFit(file: string, options: FitOptions, self: Command): Promise<void> {
  const progress = startProgress();
  try {
    const { title, source, result, notes } = await fitted(file, options, self, progress);
    const gain = preferenceOverPyTorch(result);
    if (options.report !== undefined) {
      writeWhole(options.report, await drawnReport(source, title, result, progress));
    }
    progress.done();
    for (const note of notes) process.stderr.write(`note: ${note}\n`);
    if (options.json) {
      writeJson(fitDocument(result));
    } else {
      process.stdout.write(`${fitSummary(title, result, gain).join("\n")}\n`);
      if (options.report !== undefined) process.stdout.write(`All of it, drawn: ${options.report}\n`);
      process.stderr.write(`${processCost()}\n`);
    }
  } finally {
    progress.done();
  }
}

interface Fitted {
  readonly title: string;
  /** undefined where only its statistics were there */
  readonly source?: RecordingSource;
  readonly result: Fit;
  readonly notes: readonly string[];
}

async function fitted(file: string, options: FitOptions, self: Command, progress: Progress): Promise<Fitted> {
  const { lags, trainFraction, prior, report } = options;
  const kept = await keptStatistics(file, self);
  if (kept !== undefined) {
    refuseMoreLags(file, kept, lags);
    const cost = costNote(lags ?? kept.lags, kept.inputNames.length);
    const result = await fitPrepared(kept, { lags, prior, onProgress: shown(progress, cost) });
    const missing = `the report shows no predictions: they need the recording, of which ${file} has sums only`;
    return { title: file, result, notes: report === undefined ? [] : [missing] };
  }
  const { source, title, notes } = await openData(file, typedDataOptions(options, self));
  const onProgress = shown(progress, costNote(lags ?? 0, source.inputNames.length));
  const result = await fit(source, { lags, trainFraction, prior, onProgress });
  return { title, source, result, notes: [...notes, ...gapNote(result)] };
}

async function drawnReport(
  source: RecordingSource | undefined,
  title: string,
  result: Fit,
  progress: Progress,
): Promise<string> {
  // drawing is loaded by those who draw: it would double the start of every other command
  const { fitFindings, fitPage } = await import("@lagwise/report/node");
  const onPoint = (done: number, of: number) =>
    progress.update(`evidence over nu_W: ${done} of ${of} points`);
  const findings = source
    ? await fitFindings(source, result, onPoint)
    : {
        evidenceCurve: await evidenceCurve(result, onPoint),
        preferredToPyTorch: preferenceOverPyTorch(result),
      };
  return fitPage(result, { title, command: typedCommand(), version: version(), ...findings });
}

function shown(progress: Progress, cost: string | undefined): FitProgress {
  return (stage, done) => {
    switch (stage) {
      case "reading":
        return progress.update(`reading: ${count(done, "sample")}`);
      case "statistics":
        return progress.update(`lag statistics: ${count(done, "sample")}`);
      case "evidence":
        if (done === 0 && cost !== undefined) process.stderr.write(`note: ${cost}\n`);
        return progress.update(`asking the data for nu_W: ${count(done, "evaluation")} of about 50`);
      case "posterior":
        return progress.update("impulse response and its error bands");
    }
  };
}

/** Past so many coefficients of one output the search for nu_W is long enough to be announced. */
const MANY_COEFFICIENTS = 2500;

function costNote(lags: number, inputs: number): string | undefined {
  const size = lags * inputs;
  if (size < MANY_COEFFICIENTS) return undefined;
  // about 70 tridiagonal reductions of 4/3 size³ operations, at some 10 GFLOP/s
  const minutes = (70 * (4 / 3) * size ** 3) / 10e9 / 60;
  return (
    `${lags} lags × ${count(inputs, "input")} are ${size} coefficients: this may take about ` +
    `${minutes.toFixed(minutes < 10 ? 1 : 0)} minutes; the time falls with their third power`
  );
}

function gapNote({ segments }: Fit): string[] {
  if (segments === 1) return [];
  return [
    `${count(segments - 1, "gap")} split the recording into ${segments} segments, each from a state of zero`,
  ];
}
