import { LagwiseError } from "@lagwise/core";

/** What DuckDB says of a results file, as a sentence for people. */
export function fileTrouble(path: string, error: unknown): LagwiseError {
  if (error instanceof LagwiseError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new LagwiseError(sentence(path, text), { cause: error });
}

function sentence(path: string, text: string): string {
  if (/Could not set lock|Conflicting lock|used by another process/i.test(text)) {
    const holder = /PID (\d+)/.exec(text);
    return (
      `${path} is in use by another program${holder ? ` (process ${holder[1]})` : ""}: ` +
      "wait until it is done, or name another file"
    );
  }
  if (/no space left|disk (is )?full|ENOSPC|file too large|quota exceeded/i.test(text)) {
    return `${path} cannot grow: the disk is full. What was stored before is kept; make room and start again`;
  }
  if (/not a valid DuckDB database|older version|newer version|storage version/i.test(text)) {
    return `${path} is no results file that this program can read: name another one`;
  }
  if (/permission denied|read-only file system/i.test(text))
    return `${path} may not be written or read: ask for permission`;
  if (/No such file or directory|cannot open file/i.test(text))
    return `${path} cannot be made: is its folder there?`;
  return `${path}: ${text.split("\n")[0]}`;
}
