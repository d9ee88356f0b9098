import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { ByteSource } from "./ByteSource.js";
import { DataError } from "./DataError.js";

const PIECE = 1 << 20;

/**
 * A file on disk. It is looked at now and opened only while it is read. Throws a DataError where it is missing,
 * a directory, empty, or may not be read.
 */
export async function fileSource(path: string): Promise<ByteSource> {
  const about = await withFile(path, (at) => stat(at));
  if (about.isDirectory()) throw new DataError(`${path} is a directory: name a file in it`);
  if (!about.isFile()) throw new DataError(`${path} is not a regular file: copy it to one first`);
  if (about.size === 0) throw new DataError(`${path} is empty: it has no bytes`);
  const { size } = about;

  async function slice(start: number, end: number): Promise<Uint8Array> {
    const file = await withFile(path, (at) => open(at));
    try {
      return await readAt(file, Math.min(start, size), Math.min(end, size));
    } finally {
      await file.close();
    }
  }

  async function* stream(): AsyncGenerator<Uint8Array> {
    const file = await withFile(path, (at) => open(at));
    try {
      for (let start = 0; start < size; start += PIECE)
        yield await readAt(file, start, Math.min(start + PIECE, size));
    } finally {
      await file.close();
    }
  }

  /** Reads all of `start … end − 1`, in as many goes as the system wants. */
  async function readAt(
    file: Awaited<ReturnType<typeof open>>,
    start: number,
    end: number,
  ): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, end - start));
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await withFile(path, () =>
        file.read(bytes, done, Math.min(bytes.length - done, 2 ** 30), start + done),
      );
      if (bytesRead === 0) throw new DataError(`${path} became shorter while it was read; try again`);
      done += bytesRead;
    }
    return bytes;
  }

  await (await withFile(path, (at) => open(at))).close();
  return { name: basename(path), size, slice, stream };
}

async function withFile<T>(path: string, work: (path: string) => Promise<T>): Promise<T> {
  try {
    return await work(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof DataError) throw error;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new DataError(`there is no file ${path}: check the path`);
    if (code === "EACCES" || code === "EPERM") {
      throw new DataError(`${path} may not be read: ask for permission, or copy it`);
    }
    if (code === "EISDIR") throw new DataError(`${path} is a directory: name a file in it`);
    throw new DataError(
      `${path} cannot be read (${code ?? (error as Error).message}): try again, or copy it`,
    );
  }
}
