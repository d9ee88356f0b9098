import { existsSync } from "node:fs";
import {
  differenced,
  isStatistics,
  LagwiseError,
  type PreparedRecording,
  type RecordingSource,
  readStatistics,
} from "@lagwise/core";
import { type ByteSource, type DatasetInfo, datasets, describeFile, openRecording } from "@lagwise/data";
import { datasetPath, fileSource } from "@lagwise/data/node";
import type { Command } from "commander";
import { UsageError } from "./errors.js";
import { count, listed } from "./terminal/text.js";

/** What a command line says of the recording that it works on. */
export interface DataOptions {
  readonly input?: string;
  readonly output?: string;
  readonly header?: boolean;
  readonly difference?: boolean;
}

export function addDataOptions(command: Command): Command {
  return command
    .option(
      "--input <cols>",
      "input columns: names, numbers from 1, ranges 3-7; for MAT and NPZ, array names",
    )
    .option("--output <cols>", "output columns, in the same way")
    .option("--difference", "model the differences from sample to sample (for data that drift)")
    .option("--no-difference", "model the levels, where a data set would be differenced")
    .option("--header", "the first row has names, whatever it looks like")
    .option("--no-header", "the first row is data");
}

/** commander sets a --no-… option to true by default; only what was typed is a choice. */
export function typedDataOptions(options: DataOptions, command: Command): DataOptions {
  const typed = (name: "header" | "difference") =>
    command.getOptionValueSource(name) === "cli" ? options[name] : undefined;
  return { ...options, header: typed("header"), difference: typed("difference") };
}

export interface OpenedData {
  readonly source: RecordingSource;
  /** what it is called in headings */
  readonly title: string;
  readonly notes: readonly string[];
}

/** Where a recording is, and how its columns are chosen: as typed, or as the data set says. */
export interface LocatedData {
  readonly path: string;
  /** what it is called in headings */
  readonly title: string;
  readonly inputs?: string;
  readonly outputs?: string;
  readonly difference: boolean;
}

/** What FILE means: a path or the name of a data set. A file of that name wins over a data set. */
export async function locateData(file: string, options: DataOptions): Promise<LocatedData> {
  const dataset = existsSync(file) ? undefined : datasets.find((one) => one.name === file.toLowerCase());
  const difference = options.difference ?? usualDifference(dataset, options);
  return {
    path: dataset ? await datasetPath(dataset.name) : file,
    title: (dataset?.title ?? file) + (difference ? ", differences from sample to sample" : ""),
    inputs: options.input ?? dataset?.inputs,
    outputs: options.output ?? dataset?.outputs,
    difference,
  };
}

/**
 * Opens FILE with the columns named. Throws a UsageError where columns are not said and the file has more than one
 * way to choose them.
 */
export async function openData(file: string, options: DataOptions): Promise<OpenedData> {
  const { path, title, inputs, outputs, difference } = await locateData(file, options);
  refuseUnknownName(path);
  const bytes = await fileSource(path);
  if (inputs === undefined || outputs === undefined) throw await columnsWanted(file, bytes);
  const opened = await openRecording(bytes, { inputs, outputs, hasHeader: options.header });
  return { source: difference ? differenced(opened) : opened, title, notes: opened.notes };
}

/** "which columns?", with those that the file has. */
export async function columnsWanted(file: string, bytes: ByteSource): Promise<UsageError> {
  const { columns } = await describeFile(bytes);
  const names = listed(
    columns.filter((one) => one.usable).map((one) => one.cols),
    12,
  );
  return new UsageError(`which columns? Give --input and --output; ${file} has ${names}`);
}

/** Options that say how a recording is read and cut, which was done when its statistics were taken. */
const OF_RECORDINGS = [
  { name: "input", flag: "--input" },
  { name: "output", flag: "--output" },
  { name: "difference", flag: "--difference" },
  { name: "header", flag: "--header" },
  { name: "trainFraction", flag: "--train-fraction" },
];

/**
 * The lag statistics that `lagwise stats` wrote to FILE; undefined where it is something else, told by how it begins.
 * Throws a UsageError where options were typed that only a recording can have, and a LagwiseError where FILE is
 * damaged.
 */
export async function keptStatistics(file: string, command: Command): Promise<PreparedRecording | undefined> {
  if (!existsSync(file)) return undefined;
  const bytes = await fileSource(file);
  if (!isStatistics(await bytes.slice(0, 8))) return undefined;
  const typed = OF_RECORDINGS.filter((option) => command.getOptionValueSource(option.name) === "cli");
  if (typed.length > 0) {
    throw new UsageError(
      `${file} has statistics of a recording that was read and cut already: leave out ` +
        `${listed(typed.map(({ flag }) => flag))}, or give them to lagwise stats`,
    );
  }
  try {
    return readStatistics(await bytes.slice(0, bytes.size));
  } catch (error) {
    if (error instanceof LagwiseError) throw new LagwiseError(`${file}: ${error.message}`);
    throw error;
  }
}

/** Throws a LagwiseError where more lags are asked for than the statistics have. */
export function refuseMoreLags(file: string, kept: PreparedRecording, lags?: number): void {
  if (lags === undefined || lags <= kept.lags) return;
  throw new LagwiseError(
    `${file} has statistics of ${count(kept.lags, "lag")}: ask for as many or fewer, or run lagwise stats again with ` +
      `--lags ${lags}`,
  );
}

/** A data set's own columns come with its own preparation; other columns of it come as they are. */
function usualDifference(dataset: DatasetInfo | undefined, { input, output }: DataOptions): boolean {
  return dataset !== undefined && input === undefined && output === undefined && dataset.difference;
}

/** Throws a UsageError for a word that is no file and does not look like one: it may have been meant as a data set. */
export function refuseUnknownName(path: string): void {
  if (existsSync(path) || /[./\\]/.test(path)) return;
  const names = listed(datasets.map((one) => one.name));
  throw new UsageError(`there is no file and no data set called "${path}"; the data sets are ${names}`);
}
