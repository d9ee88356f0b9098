import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { differenced, isStatistics, type RecordingSource } from "@lagwise/core";
import { DataError, openRecording } from "@lagwise/data";
import { fileSource } from "@lagwise/data/node";

/** How the columns of recordings are chosen and prepared; the same for all that are summed up together. */
export interface ColumnChoice {
  readonly inputs: string;
  readonly outputs: string;
  readonly hasHeader?: boolean;
  /** first differences of every channel, in place of the levels */
  readonly difference: boolean;
}

/** A recording on disk as plain JSON, for a job: the machine that does it finds the same file at the same path. */
export interface RecordingFile extends ColumnChoice {
  /** as it was typed; what messages call it */
  readonly name: string;
  /** absolute */
  readonly path: string;
  /** bytes, and the time of the last change, when the work was handed out; not there for a file that is not there */
  readonly size?: number;
  readonly modified?: number;
}

/** Takes a file as it is now. One that is missing is told of by the job that wants to read it. */
export async function recordingFile(
  name: string,
  columns: ColumnChoice,
  path = resolve(name),
): Promise<RecordingFile> {
  const about = await stat(path).catch(() => undefined);
  return { name, path, size: about?.size, modified: about?.mtimeMs, ...columns };
}

/** Opens it. Throws a DataError where it is not there, or not any more what it was. */
export async function openRecordingFile(file: RecordingFile): Promise<RecordingSource> {
  const { name, path, size, inputs, outputs, hasHeader, difference } = file;
  const bytes = await fileSource(path);
  if (size !== undefined && bytes.size !== size) throw changed(name);
  if (isStatistics(await bytes.slice(0, 8))) {
    throw new DataError(`${name} has lag statistics already: give it to lagwise fit or lagwise train`);
  }
  const opened = await openRecording({ ...bytes, name }, { inputs, outputs, hasHeader });
  return difference ? differenced(opened) : opened;
}

/** Does work on a file; a DataError leaves with the file called as it was typed. */
export async function readingFile<T>({ name, path }: RecordingFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DataError) throw new DataError(error.message.replaceAll(path, () => name));
    throw error;
  }
}

/** A file that is not any more what it was when the work began. */
export function changed(name: string): DataError {
  return new DataError(`${name} was changed while it was read: begin again when it is complete`);
}
