import { existsSync } from "node:fs";
import { differenced, type RecordingSource } from "@lagwise/core";
import { type DatasetInfo, datasets, describeFile, openRecording } from "@lagwise/data";
import { datasetPath, fileSource } from "@lagwise/data/node";
import type { Command } from "commander";
import { UsageError } from "./errors.js";
import { listed } from "./terminal/text.js";

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

/**
 * Opens FILE, a path or the name of a data set, with the columns named. A file of that name wins over a data set.
 * Throws a UsageError where columns are not said and the file has more than one way to choose them.
 */
export async function openData(file: string, options: DataOptions): Promise<OpenedData> {
  const dataset = existsSync(file) ? undefined : datasets.find((one) => one.name === file.toLowerCase());
  const bytes = await fileSource(dataset ? await datasetPath(dataset.name) : existingOrNamed(file));
  const inputs = options.input ?? dataset?.inputs;
  const outputs = options.output ?? dataset?.outputs;
  if (inputs === undefined || outputs === undefined) {
    const { columns } = await describeFile(bytes);
    const names = listed(
      columns.filter((one) => one.usable).map((one) => one.cols),
      12,
    );
    throw new UsageError(`which columns? Give --input and --output; ${file} has ${names}`);
  }
  const opened = await openRecording(bytes, { inputs, outputs, hasHeader: options.header });
  const difference = options.difference ?? usualDifference(dataset, options);
  return {
    source: difference ? differenced(opened) : opened,
    title: (dataset?.title ?? file) + (difference ? ", differences from sample to sample" : ""),
    notes: opened.notes,
  };
}

/** A data set's own columns come with its own preparation; other columns of it come as they are. */
function usualDifference(dataset: DatasetInfo | undefined, { input, output }: DataOptions): boolean {
  return dataset !== undefined && input === undefined && output === undefined && dataset.difference;
}

function existingOrNamed(file: string): string {
  if (existsSync(file) || /[./\\]/.test(file)) return file;
  const names = listed(datasets.map((one) => one.name));
  throw new UsageError(`there is no file and no data set called "${file}"; the data sets are ${names}`);
}
