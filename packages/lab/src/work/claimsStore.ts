import type { ClaimId, ClaimResult, Effort } from "@lagwise/experiments";
import { proxy, wrap } from "comlink";
import { useSyncExternalStore } from "react";
import { announce } from "../parts/announce.js";
import { failedSentence, stoppedSentence, verdictWord } from "./claimsSentences.js";
import type { ClaimsWork } from "./claimsWorker.js";

// What the claims have come to, and the worker that runs them: outside of any component, so that whoever leaves the
// view and comes back finds both.

/** A claim's evidence and how the page has come by it. */
export interface FoundResult {
  readonly result: ClaimResult;
  /** how long this page took for it; undefined for evidence that came with the page */
  readonly seconds?: number;
  /** of evidence computed here where some came with the page too: whether both are the same, to the bit */
  readonly asShipped?: boolean;
}

/** What is being run. */
export interface ClaimsRun {
  readonly claims: readonly ClaimId[];
  readonly effort: Effort;
  readonly seed: number;
  /** the place of the running claim in `claims` */
  readonly at: number;
  /** how much of it is done, from 0 to 1 */
  readonly done: number;
}

export interface ClaimsState {
  /** by `resultKey` */
  readonly found: Readonly<Record<string, FoundResult>>;
  readonly run?: ClaimsRun;
  /** why the last run ended early, in a sentence */
  readonly note?: string;
  /** the evidence that came with the page is here, or cannot be had */
  readonly ready: boolean;
}

let state: ClaimsState = { found: {}, ready: false };
let shipped: Readonly<Record<string, string>> | undefined;
let worker: Worker | undefined;
const listeners = new Set<() => void>();

export function useClaims(): ClaimsState {
  return useSyncExternalStore(subscribe, () => state);
}

export function resultKey({ id, effort, seed }: Pick<ClaimResult, "id" | "effort" | "seed">): string {
  return `${id} ${effort} ${seed}`;
}

/** Fetches the evidence that comes with the page, once. */
export async function loadShipped(): Promise<void> {
  if (shipped !== undefined) return;
  shipped = {};
  try {
    const { default: results } = await import("./claimsShipped.json");
    shipped = Object.fromEntries(
      (results as ClaimResult[]).map((result) => [resultKey(result), JSON.stringify(result)]),
    );
    const found = Object.fromEntries(
      (results as ClaimResult[]).map((result) => [resultKey(result), { result }]),
    );
    // what has been computed here in the meantime is not overwritten
    set({ found: { ...found, ...state.found }, ready: true });
  } catch {
    shipped = undefined;
    set({
      ready: true,
      note: "The evidence that comes with the page cannot be loaded. Run the claims instead.",
    });
  }
}

/** Runs claims one after the other in a worker of their own; a run that is under way ends. */
export async function runClaims(claims: readonly ClaimId[], effort: Effort, seed: number): Promise<void> {
  worker?.terminate();
  const mine = new Worker(new URL("./claimsWorker.ts", import.meta.url), { type: "module" });
  worker = mine;
  mine.onerror = (event) => {
    if (mine === worker) end(failedSentence(event.message || "its program cannot be loaded"));
  };
  const { run } = wrap<ClaimsWork>(mine);
  try {
    for (const [at, id] of claims.entries()) {
      const tell = (done: number) => {
        if (mine === worker) set({ run: { claims, effort, seed, at, done } });
      };
      set({ note: undefined });
      tell(0);
      const start = performance.now();
      const result = await run(id, effort, seed, proxy(tell));
      if (mine !== worker) return;
      keep(result, (performance.now() - start) / 1000);
    }
    end();
  } catch (error) {
    if (mine === worker) end(failedSentence(error instanceof Error ? error.message : String(error)));
  }
}

/** Ends the run at once; the claims that are done keep their evidence. */
export function stopClaims(): void {
  if (state.run === undefined) return;
  end(stoppedSentence(state.run));
}

function keep(result: ClaimResult, seconds: number): void {
  const key = resultKey(result);
  const before = shipped?.[key];
  const asShipped = before === undefined ? undefined : before === JSON.stringify(result);
  set({ found: { ...state.found, [key]: { result, seconds, asShipped } } });
  announce(`${verdictWord(result)}: ${result.verdict.sentence}`);
}

function end(note?: string): void {
  worker?.terminate();
  worker = undefined;
  set({ run: undefined, note });
  if (note !== undefined) announce(note);
}

function set(changes: Partial<ClaimsState>): void {
  state = { ...state, ...changes };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
