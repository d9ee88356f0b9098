import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { differenced, LagwiseError, type RecordingSource } from "@lagwise/core";
import { DataError, datasets, describeFile, openRecording } from "@lagwise/data";
import { datasetPath, fileSource } from "@lagwise/data/node";

/** A recording as a sweep file names it: a path, seen from the file's folder, or the name of a data set. */
export interface DatasetChoice {
  readonly file: string;
  readonly input?: string;
  readonly output?: string;
  readonly header?: boolean;
  readonly difference?: boolean;
}

/** A recording that a job works on, as plain JSON. Its content is named by its digest, wherever it lies. */
export interface Dataset {
  /** what it is called in results */
  readonly name: string;
  /** the name of a data set, or an absolute path on the machine that submitted the job */
  readonly file: string;
  /** SHA-256 of the file's bytes */
  readonly digest: string;
  readonly input: string;
  readonly output: string;
  readonly header?: boolean;
  readonly difference: boolean;
}

/** Looks a recording up and digests it. Throws a LagwiseError where it is not there or its columns are not said. */
export async function chosenDataset(choice: DatasetChoice, folder: string): Promise<Dataset> {
  const path = resolve(folder, choice.file);
  const known = existsSync(path)
    ? undefined
    : datasets.find(({ name }) => name === choice.file.toLowerCase());
  const file = known ? await datasetPath(known.name) : path;
  const source = await fileSource(file);
  const input = choice.input ?? known?.inputs;
  const output = choice.output ?? known?.outputs;
  if (input === undefined || output === undefined) {
    const usable = (await describeFile(source)).columns.filter((one) => one.usable).map((one) => one.cols);
    throw new DataError(
      `which columns? Give input and output; ${choice.file} has ${usable.slice(0, 12).join(", ")}`,
    );
  }
  const ownColumns = choice.input !== undefined || choice.output !== undefined;
  return {
    name: known?.name ?? basename(file),
    file: known?.name ?? path,
    digest: await digestOf(file),
    input,
    output,
    header: choice.header,
    difference: choice.difference ?? (known !== undefined && !ownColumns && known.difference),
  };
}

/**
 * Opens the recording on this machine: the data set of that name, the file at that path, or one of its name in the
 * current folder. Throws a LagwiseError where none of them has the content that the job was made for.
 */
export async function openDataset(dataset: Dataset): Promise<RecordingSource> {
  const path = await findHere(dataset);
  const { input: inputs, output: outputs, header: hasHeader, difference } = dataset;
  const opened = await openRecording(await fileSource(path), { inputs, outputs, hasHeader });
  return difference ? differenced(opened) : opened;
}

async function findHere({ name, file, digest }: Dataset): Promise<string> {
  const known = datasets.some((one) => one.name === file);
  const places = known ? [await datasetPath(file)] : [file, resolve(name)].filter((path) => existsSync(path));
  for (const path of places) if ((await knownDigest(path)) === digest) return path;
  if (places.length === 0) {
    throw new LagwiseError(
      `${name} is not on this machine: copy it to ${file}, or into the folder where the worker is started`,
    );
  }
  throw new LagwiseError(`${places[0]} is not the file that the sweep was made for: its content differs`);
}

/** Digests by path, with what the file looked like then: a thread runs thousands of jobs on one recording. */
const digests = new Map<
  string,
  { readonly size: number; readonly mtimeMs: number; readonly digest: string }
>();

async function knownDigest(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const known = digests.get(path);
  if (known?.size === size && known.mtimeMs === mtimeMs) return known.digest;
  const digest = await digestOf(path);
  digests.set(path, { size, mtimeMs, digest });
  return digest;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest("hex");
}
