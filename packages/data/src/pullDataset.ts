import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { DataError, oneLine } from "./DataError.js";
import { cacheDirectory, datasetPath } from "./datasetStore.js";
import { datasetInfo } from "./datasets.js";

export interface PullOptions {
  /** called as bytes arrive: how many there are so far, and how many there will be */
  readonly onProgress?: (received: number, total: number) => void;
  /** stops the download; nothing half-written stays behind */
  readonly signal?: AbortSignal;
  /** for tests: fetch from here instead */
  readonly url?: string;
}

/**
 * Fetches a data set into the cache and returns its path; nothing is fetched where it is there already. The file
 * is written under another name and renamed once its size and SHA-256 are right, so that a broken download is
 * never taken for the data. Throws a DataError: no network, an HTTP error, other contents, no room, no permission.
 */
export async function pullDataset(name: string, options: PullOptions = {}): Promise<string> {
  const info = datasetInfo(name);
  const { origin } = info;
  if (origin.bundled) return datasetPath(info.name);
  const present = await datasetPath(info.name).catch(() => undefined);
  if (present !== undefined) return present;

  const url = options.url ?? origin.url;
  const folder = cacheDirectory();
  const path = join(folder, origin.fileName);
  const partial = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.part`;
  const body = await request(url, options.signal);
  try {
    await onDisk(folder, () => mkdir(folder, { recursive: true }));
    const { bytes, sha256 } = await download(body, partial, folder, url, origin.bytes, options);
    if (bytes !== origin.bytes) {
      throw new DataError(
        `${url} sent ${bytes} bytes where the data set has ${origin.bytes}: try again; if it stays so, the file changed at its source`,
      );
    }
    if (sha256 !== origin.sha256) {
      throw new DataError(
        `${url} sent other contents than expected (SHA-256 ${sha256}): the file changed at its source`,
      );
    }
    await onDisk(folder, () => rename(partial, path));
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    await body.cancel().catch(() => undefined);
    throw error;
  }
  return path;
}

async function request(url: string, signal?: AbortSignal): Promise<ReadableBody> {
  const response = await onNetwork(url, signal, () => fetch(url, { signal }));
  if (!response.ok) {
    await response.body?.cancel();
    const reason = response.status === 404 ? "the file is not there any more" : "try again later";
    throw new DataError(`${url} answered ${response.status} ${oneLine(response.statusText, 40)}: ${reason}`);
  }
  if (response.body === null) throw new DataError(`${url} sent nothing: try again later`);
  return response.body;
}

type ReadableBody = NonNullable<Awaited<ReturnType<typeof fetch>>["body"]>;

async function download(
  body: ReadableBody,
  partial: string,
  folder: string,
  url: string,
  total: number,
  { onProgress, signal }: PullOptions,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  const file = await onDisk(folder, () => open(partial, "wx"));
  const reader = body.getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await onNetwork(url, signal, () => reader.read());
      if (done) break;
      bytes += value.length;
      if (bytes > total) break;
      hash.update(value);
      await onDisk(folder, () => file.writeFile(value));
      onProgress?.(bytes, total);
    }
  } finally {
    await file.close();
    reader.releaseLock();
  }
  return { bytes, sha256: hash.digest("hex") };
}

async function onNetwork<T>(
  url: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted) throw new DataError("the download was stopped: nothing was kept");
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    const code = cause?.code ?? "";
    if (/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/.test(code)) {
      throw new DataError(
        `${new URL(url).host} cannot be reached (${code}): check the network, then try again`,
      );
    }
    const reason = oneLine(code || cause?.message || (error as Error).message);
    throw new DataError(`the download from ${new URL(url).host} broke off (${reason}): try again`);
  }
}

async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOSPC" || code === "EDQUOT") {
      throw new DataError(`no room left in ${folder}: free some, or set LAGWISE_CACHE to another folder`);
    }
    if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
      throw new DataError(`${folder} may not be written to: set LAGWISE_CACHE to a folder of yours`);
    }
    throw new DataError(
      `${folder} cannot be written to (${code ?? (error as Error).message}): set LAGWISE_CACHE`,
    );
  }
}
