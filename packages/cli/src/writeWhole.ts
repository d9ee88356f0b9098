import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { LagwiseError } from "@lagwise/core";

/**
 * Writes a file beside its place and renames it, so that a full disk or Ctrl-C never leaves half of one; a device or
 * a pipe is written to as it is. Throws a LagwiseError that names the file.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const before = statSync(path, { throwIfNoEntry: false });
  const special = before !== undefined && !before.isFile() && !before.isDirectory();
  const target = special ? path : `${path}.${process.pid}.part`;
  try {
    writeFileSync(target, content);
    if (!special) renameSync(target, path);
  } catch (error) {
    if (!special) rmSync(target, { force: true });
    throw new LagwiseError(`${path} cannot be written: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

/** Throws at once what `writeWhole` would throw after hours of work: a folder that is not there or not writable. */
export function checkWritable(path: string): void {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile() && !before.isDirectory()) return;
  const probe = `${path}.${process.pid}.part`;
  try {
    if (before?.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    writeFileSync(probe, "");
  } catch (error) {
    throw new LagwiseError(`${path} cannot be written: ${reasonOf(error as NodeJS.ErrnoException)}`);
  } finally {
    rmSync(probe, { force: true });
  }
}

function reasonOf({ code }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOSPC":
      return "the disk is full; nothing was changed there";
    case "ENOENT":
      return "there is no such folder";
    case "EISDIR":
      return "it is a folder; name a file in it";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "writing there is not permitted";
    default:
      return `${code}`;
  }
}
