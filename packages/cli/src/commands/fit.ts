import {
  type Fit,
  type FitProgress,
  fit,
  fitDocument,
  type PriorKind,
  preferenceOverPyTorch,
} from "@lagwise/core";
import { Command, Option } from "commander";
import {
  addDataOptions,
  type DataOptions,
  type OpenedData,
  openData,
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
    .argument("<file>", "CSV, TSV, Parquet, NPY, NPZ or MATLAB v5 file, or a name from `lagwise data list`")
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
      "\nA blank cell or NaN is a gap: it splits the recording into segments." +
        "\n\nExamples:\n  lagwise fit sales\n  lagwise fit log.csv --input valve,heater --output flow --lags 60\n" +
        "  lagwise fit s1_data.mat --input spikes --output vel --lags 30 --train-fraction 0.8 --json",
    )
    .action((file: string, options: FitOptions, self: Command) => runFit(file, options, self));
}

async function runFit(file: string, options: FitOptions, self: Command): Promise<void> {
  const progress = startProgress();
  try {
    const data = await openData(file, typedDataOptions(options, self));
    const result = await fit(data.source, {
      lags: options.lags,
      trainFraction: options.trainFraction,
      prior: options.prior,
      onProgress: shown(progress, costNote(options.lags ?? 0, data.source.inputNames.length)),
    });
    const gain = preferenceOverPyTorch(result);
    if (options.report !== undefined) {
      writeWhole(options.report, await drawnReport(data, result, progress));
    }
    progress.done();
    for (const note of [...data.notes, ...gapNote(result)]) process.stderr.write(`note: ${note}\n`);
    if (options.json) {
      writeJson(fitDocument(result));
    } else {
      process.stdout.write(`${fitSummary(data.title, result, gain).join("\n")}\n`);
      if (options.report !== undefined) process.stdout.write(`All of it, drawn: ${options.report}\n`);
      process.stderr.write(`${processCost()}\n`);
    }
  } finally {
    progress.done();
  }
}

async function drawnReport({ source, title }: OpenedData, result: Fit, progress: Progress): Promise<string> {
  // drawing is loaded by those who draw: it would double the start of every other command
  const { fitFindings, fitPage } = await import("@lagwise/report/node");
  const findings = await fitFindings(source, result, (done, of) =>
    progress.update(`evidence over nu_W: ${done} of ${of} points`),
  );
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
