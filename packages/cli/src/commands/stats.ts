import { resolve } from "node:path";
import { LagwiseError, type PreparedRecording, writeStatistics } from "@lagwise/core";
import { fileSource } from "@lagwise/data/node";
import type { FailedFile, Gathered, RecordingFile } from "@lagwise/sweep";
import { Command } from "commander";
import { addEngineOptions, type EngineOptions, openEngine } from "../engineOptions.js";
import { Interrupted } from "../errors.js";
import {
  addDataOptions,
  columnsWanted,
  type DataOptions,
  locateData,
  refuseUnknownName,
  typedDataOptions,
} from "../openData.js";
import { addCommonOptions, type CommonOptions, fraction, wholeNumber } from "../options.js";
import { type Progress, processCost, startProgress, writeJson } from "../output.js";
import { statsSummary } from "../terminal/statsSummary.js";
import { count } from "../terminal/text.js";
import { checkWritable, writeWhole } from "../writeWhole.js";

interface StatsOptions extends CommonOptions, DataOptions, EngineOptions {
  readonly lags?: number;
  readonly trainFraction: number;
  readonly pieces: number;
  readonly out: string;
}

export function statsCommand(): Command {
  const command = new Command("stats")
    .description(
      "Sums up recordings by lag, many files or one too large for a machine, as jobs that run side by side: all that " +
        "`lagwise fit` and `lagwise train` need to know of them, in one small file.",
    )
    .argument("<files...>", "recordings, as for `lagwise fit`, or patterns such as 'log-*.csv'")
    .requiredOption("--out <file>", "where the statistics go")
    .option("--lags <T>", "how many lags (default: 30, fewer for short recordings)", wholeNumber(1))
    .option(
      "--train-fraction <f>",
      "the first part of all samples, which trains; the rest tests",
      fraction,
      0.8,
    )
    .option("--pieces <k>", "cut each file into k jobs", wholeNumber(1, 1_000_000), 1);
  addDataOptions(command);
  addEngineOptions(command);
  return addCommonOptions(command)
    .addHelpText(
      "after",
      "\nEach file is a recording of its own, from a state of zero. The training part is cut over the samples of all files,\n" +
        "in the order given; those that a pattern matches are sorted by name. A file that cannot be read is left out and\n" +
        "named at the end.\n" +
        "\n--pieces is for a long file with many inputs or lags, where adding up takes longer than reading: each piece reads\n" +
        "the file up to its own end, since most formats, and CSV above all, cannot be entered in the middle.\n" +
        "\nWith --queue the workers open the files themselves: they need the same paths, on a file system that all share.\n" +
        "\nExamples:\n  lagwise stats 'logs/2024-*.csv' --input valve,heater --output flow --lags 60 --out 2024.stats\n" +
        "  lagwise fit 2024.stats\n" +
        "  lagwise stats plant.parquet --input 1-40 --output 41 --pieces 16 --queue redis://server:6379 --out plant.stats",
    )
    .action((words: string[], options: StatsOptions, self: Command) => runStats(words, options, self));
}

async function runStats(words: readonly string[], options: StatsOptions, self: Command): Promise<void> {
  const progress = startProgress();
  try {
    checkWritable(options.out);
    const files = await meantFiles(words, typedDataOptions(options, self));
    const gathered = await gathering(files, options, progress);
    const { prepared, failed } = gathered;
    if (prepared === undefined) throw nothingRead(failed, options.out);
    const bytes = writeStatistics(prepared);
    if (progress.signal.aborted) throw new Interrupted();
    writeWhole(options.out, bytes);
    progress.done();
    if (options.json) {
      writeJson(statsDocument(prepared, gathered, options.out));
    } else {
      process.stdout.write(
        `${statsSummary(prepared, gathered.read.length, options.out, bytes.length).join("\n")}\n`,
      );
      process.stderr.write(`${processCost()}\n`);
    }
    if (failed.length > 0) {
      sayFailed(failed);
      throw new LagwiseError(
        `${failed.length} of ${count(files.length, "file")} could not be used: ${options.out} was written without ` +
          `${failed.length === 1 ? "it" : "them"}`,
      );
    }
  } finally {
    progress.done();
  }
}

/** The files that are meant, as jobs take them; what is there more than once is noted and read once. */
async function meantFiles(words: readonly string[], options: DataOptions): Promise<RecordingFile[]> {
  const { matchingFiles, recordingFile } = await import("@lagwise/sweep");
  const { names, repeated } = await matchingFiles(words);
  for (const name of repeated) process.stderr.write(`note: ${name} was named twice, and is read once\n`);
  const files: RecordingFile[] = [];
  for (const name of names) {
    const { path, inputs, outputs, difference } = await locateData(name, options);
    // one of many that is missing is told of at the end
    if (names.length === 1) refuseUnknownName(path);
    if (inputs === undefined || outputs === undefined)
      throw await columnsWanted(name, await fileSource(path));
    const columns = { inputs, outputs, hasHeader: options.header, difference };
    files.push(await recordingFile(name, columns, resolve(path)));
  }
  return files;
}

async function gathering(
  files: readonly RecordingFile[],
  options: StatsOptions,
  progress: Progress,
): Promise<Gathered> {
  const { gatherStatistics } = await import("@lagwise/sweep");
  const { lags, trainFraction, pieces } = options;
  const { signal } = progress;
  let now = "starting";
  const engine = await openEngine(options, { retryFailed: true });
  // a job may take hours, and the line is to show that time goes on
  const ticking = setInterval(() => void progress.update(now).catch(() => {}), 1000);
  try {
    return await gatherStatistics(files, engine, {
      lags,
      trainFraction,
      pieces,
      signal,
      onProgress: (stage, done, of) => {
        const unit = stage === "reading" ? count(of, "file") : count(of, "piece");
        now = `${stage === "reading" ? "length and scales" : "lag statistics"}: ${done} of ${unit}`;
        return progress.update(now);
      },
    });
  } catch (error) {
    throw signal.aborted ? new Interrupted() : error;
  } finally {
    clearInterval(ticking);
    await engine.close();
  }
}

const MOST_LINES = 20;

function sayFailed(failed: readonly FailedFile[]): void {
  for (const one of failed.slice(0, MOST_LINES)) process.stderr.write(`failed: ${failure(one)}\n`);
  if (failed.length > MOST_LINES) {
    process.stderr.write(`failed: and ${failed.length - MOST_LINES} more, which --json lists\n`);
  }
}

function failure({ name, message }: FailedFile): string {
  return message.includes(name) ? message : `${name}: ${message}`;
}

function nothingRead(failed: readonly FailedFile[], out: string): LagwiseError {
  if (failed.length === 1) return new LagwiseError(failure(failed[0]));
  sayFailed(failed);
  return new LagwiseError(`none of ${count(failed.length, "file")} could be used: ${out} was not written`);
}

function statsDocument(
  prepared: PreparedRecording,
  { read, failed, pieces }: Gathered,
  out: string,
): unknown {
  return {
    command: "stats",
    out,
    data: {
      samples: prepared.samples,
      trainSamples: prepared.trainSamples,
      testSamples: prepared.testSamples,
      segments: prepared.segments,
      inputs: prepared.inputNames,
      outputs: prepared.outputNames,
    },
    lags: prepared.lags,
    pieces,
    files: read.map(({ name, samples, segments }) => ({ file: name, samples, segments })),
    failed: failed.map((one) => ({ file: one.name, message: failure(one) })),
  };
}
