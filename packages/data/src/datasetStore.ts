import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DataError } from "./DataError.js";
import { type DatasetInfo, datasetInfo, datasets } from "./datasets.js";

/** A data set, and where it is on this machine. */
export interface DatasetStatus extends DatasetInfo {
  /** absent where it has to be pulled first */
  readonly path?: string;
}

/** All data sets, each with its path where it is on this machine. */
export async function listDatasets(): Promise<DatasetStatus[]> {
  const paths = await Promise.all(datasets.map(findDataset));
  return datasets.map((info, i) => ({ ...info, path: paths[i] }));
}

/**
 * The file of a data set: the bundled one, the one in the cache, or the one in the folder that the environment
 * variable LAGWISE_DATA names; the latter two only where size and SHA-256 are right. Throws a DataError that
 * says how to get it.
 */
export async function datasetPath(name: string): Promise<string> {
  const info = datasetInfo(name);
  const path = await findDataset(info);
  if (path !== undefined) return path;
  throw new DataError(
    `the data set "${info.name}" is not on this machine: run "lagwise data pull ${info.name}"`,
  );
}

/** Where pulled data sets are kept: LAGWISE_CACHE, or the place that the system has for such files. */
export function cacheDirectory(): string {
  const { LAGWISE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (LAGWISE_CACHE) return LAGWISE_CACHE;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, "lagwise");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "lagwise");
  if (process.platform === "win32") {
    return join(LOCALAPPDATA || join(homedir(), "AppData", "Local"), "lagwise", "Cache");
  }
  return join(homedir(), ".cache", "lagwise");
}

async function findDataset({ origin }: DatasetInfo): Promise<string | undefined> {
  if (origin.bundled) return fileURLToPath(new URL(`../datasets/${origin.fileName}`, import.meta.url));
  const folders = [cacheDirectory(), process.env.LAGWISE_DATA].filter((folder) => folder);
  for (const folder of folders) {
    const path = join(folder as string, origin.fileName);
    if (await isFile(path, origin.bytes, origin.sha256)) return path;
  }
  return undefined;
}

async function isFile(path: string, bytes: number, sha256: string): Promise<boolean> {
  try {
    const about = await stat(path);
    if (!about.isFile() || about.size !== bytes) return false;
    const hash = createHash("sha256");
    for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
    return hash.digest("hex") === sha256;
  } catch {
    return false;
  }
}
