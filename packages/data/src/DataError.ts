import { LagwiseError } from "@lagwise/core";

const NO_MEMORY = /allocation failed|invalid (typed )?array (buffer )?length|out of memory/i;

/** A file, a column or a data set that cannot be used, said to the user in one line: what, where, what to do. */
export class DataError extends LagwiseError {
  override readonly name = "DataError";
}

/**
 * Runs `work`; whatever it throws that is not one of our sentences already (a library's exception over damaged
 * bytes, memory that is not there) leaves as a DataError about the file.
 */
export async function readingAs<T>(fileName: string, kind: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asDataError(fileName, kind, error);
  }
}

/**
 * The sentence for `error`, met while reading `fileName` as `kind` (for example "a Parquet file"). A string is a
 * reason of ours and is quoted; a library's exception is kept as the cause only.
 */
export function asDataError(fileName: string, kind: string, error: unknown): LagwiseError {
  if (error instanceof LagwiseError) return error;
  if (error instanceof Error && NO_MEMORY.test(error.message)) {
    return new DataError(
      `${fileName} does not fit into memory: save it as CSV or Parquet, which are streamed`,
    );
  }
  const reason = typeof error === "string" ? ` (${oneLine(error)})` : "";
  return new DataError(
    `${fileName} cannot be read as ${kind}: it seems damaged or cut off${reason}; get or save it again`,
    { cause: error },
  );
}

/** `text` on one line and at most `limit` characters long, fit to be quoted in a sentence. */
export function oneLine(text: string, limit = 80): string {
  const flat = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return flat.length > limit ? `${flat.slice(0, limit - 1)}…` : flat;
}
