import type { LagWeightShares } from "@lagwise/core";
import { wrap } from "comlink";
import { useEffect, useSyncExternalStore } from "react";
import type { WeightsWork } from "./weightsWorker.js";

/** A network that was drawn, or why it was not. */
export interface DrawnNetwork {
  readonly width: number;
  readonly seed: number;
  readonly norms?: LagWeightShares;
  readonly failure?: string;
}

// What has been drawn is kept while the page is open. A worker draws one network at a time, the one asked for last.

let latest: DrawnNetwork | undefined;
let wanted: { readonly width: number; readonly seed: number } | undefined;
let work: ReturnType<typeof wrap<WeightsWork>> | undefined;
let busy = false;
const listeners = new Set<() => void>();

/** The network that was drawn last, until this one is; undefined before the first. */
export function useDrawnNetwork(width: number, seed: number): DrawnNetwork | undefined {
  useEffect(() => {
    wanted = { width, seed };
    if (!busy) void drawWanted();
  }, [width, seed]);
  return useSyncExternalStore(subscribe, () => latest);
}

async function drawWanted(): Promise<void> {
  busy = true;
  while (wanted !== undefined && (wanted.width !== latest?.width || wanted.seed !== latest.seed)) {
    latest = await draw(wanted.width, wanted.seed);
    for (const listener of listeners) listener();
  }
  busy = false;
}

async function draw(width: number, seed: number): Promise<DrawnNetwork> {
  try {
    work ??= startWork();
    return { width, seed, norms: await work.unitGradientNorms(width, seed) };
  } catch (error) {
    return { width, seed, failure: error instanceof Error ? error.message : String(error) };
  }
}

function startWork(): ReturnType<typeof wrap<WeightsWork>> {
  return wrap<WeightsWork>(new Worker(new URL("./weightsWorker.ts", import.meta.url), { type: "module" }));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
