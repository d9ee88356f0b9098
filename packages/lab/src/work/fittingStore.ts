import { datasetInfo, type FileDescription } from "@lagwise/data";
import type { FitFindings } from "@lagwise/report";
import { proxy, type Remote, wrap } from "comlink";
import { useSyncExternalStore } from "react";
import type { FitRequest, Fitted, FittingSession, OnProgress } from "./fittingSession.js";
import type { PredictionWindow } from "./fittingWindow.js";

// The open file, its fit and the worker that makes it: outside of React, so that they outlive the view. A computation
// in the worker cannot be interrupted, so to stop is to end the worker; the next work starts another.

/** All that the view shows of the open file. */
export interface FittingState {
  readonly file?: File;
  /** the name of a built-in recording, where the file is one */
  readonly recording?: string;
  readonly description?: FileDescription;
  /** why there is no file, or why it cannot be read */
  readonly problem?: string;
  readonly running?: {
    readonly key: string;
    readonly stage: Parameters<OnProgress>[0];
    readonly done: number;
  };
  readonly result?: Fitted & { readonly key: string; readonly request: FitRequest };
  readonly findings?: FitFindings;
  /** how many of how many points of the evidence curve are there; undefined where none is being made */
  readonly points?: { readonly done: number; readonly of: number };
  readonly window?: PredictionWindow;
  /** true while another window is read */
  readonly reading?: boolean;
  /** what became of the last fit, where there is none of it */
  readonly failure?: { readonly key: string; readonly message: string };
}

const bundled: Readonly<Record<string, string>> = {
  sales: new URL("../../../data/datasets/sales.csv", import.meta.url).href,
};

const QUICK_BYTES = 256 * 1024;

/** What is said of work that the reader has ended. */
export const STOPPED = "Stopped.";

let state: FittingState = {};
const listeners = new Set<() => void>();
/** files of one's own by name, as long as the page lives: back and forward find them again */
const brought = new Map<string, File>();

let worker: { readonly thread: Worker; readonly session: Remote<FittingSession> } | undefined;
/** counts what has been opened, fitted or stopped, so that late answers are known as such */
let turn = 0;
let asked: FitRequest | undefined;
let wantedWindow: readonly [number, number] | undefined;
let windowUnderWay = false;

export function useFitting(): FittingState {
  return useSyncExternalStore(subscribe, () => state);
}

/** What a fit depends on: two requests of one key give the same bits. */
export function keyOf(request: FitRequest): string {
  return JSON.stringify(request);
}

/** Whether a file is so small that it can be fitted again whenever a setting changes. */
export function isQuick({ size }: File): boolean {
  return size <= QUICK_BYTES;
}

/** Opens a recording that comes with the page, unless it is open. */
export async function openRecordingNamed(name: string): Promise<void> {
  if (state.recording === name) return;
  stop();
  const mine = ++turn;
  set({ recording: name });
  try {
    const { origin } = datasetInfo(name);
    if (!origin.bundled) {
      throw new Error(
        `${name} does not come with this page: run "lagwise data pull ${name}" and drop ${origin.fileName} here`,
      );
    }
    const response = await fetch(bundled[name]);
    if (!response.ok)
      throw new Error(`${origin.fileName} could not be fetched (${response.status}): reload the page`);
    const file = new File([await response.blob()], origin.fileName, { lastModified: 0 });
    if (mine === turn) await describe(file, name);
  } catch (error) {
    if (mine === turn) set({ recording: name, problem: messageOf(error) });
  }
}

/** Opens a file of one's own, and says whether it can be read. */
export async function openFile(file: File): Promise<FileDescription | undefined> {
  brought.set(file.name, file);
  stop();
  turn++;
  return describe(file);
}

/** Opens a file of one's own that has been here before, unless it is open; the page waits for one that has not. */
export function openFileNamed(name: string): void {
  const file = brought.get(name);
  if (state.file !== undefined && state.file === file) return;
  if (file !== undefined) {
    void openFile(file);
    return;
  }
  stop();
  turn++;
  set({});
}

/** Fits the open file; a request that comes while another runs has its turn after it, and only the last one does. */
export function requestFit(request: FitRequest): void {
  if (state.running?.key === keyOf(request)) {
    asked = undefined;
    return;
  }
  asked = request;
  if (state.running === undefined) void fitAsked();
}

/** Ends what is running. What has been fitted before stays. */
export function stop(): void {
  if (state.running ?? state.points ?? windowUnderWay) end(STOPPED);
}

/** Ends the worker, and with it whatever waits for it. */
function end(message: string): void {
  worker?.thread.terminate();
  worker = undefined;
  asked = undefined;
  windowUnderWay = false;
  turn++;
  const { running } = state;
  const failure = running ? { key: running.key, message } : state.failure;
  const findings = state.points ? undefined : state.findings;
  set({ ...state, running: undefined, points: undefined, reading: false, findings, failure });
}

/** Shows the samples from … until − 1 of the test part. */
export function showWindow(from: number, until: number): void {
  wantedWindow = [from, until];
  if (!windowUnderWay) void drawWanted();
}

async function describe(file: File, recording?: string): Promise<FileDescription | undefined> {
  const mine = turn;
  set({ file, recording });
  try {
    const description = await session().describe(file);
    if (mine !== turn) return undefined;
    set({ ...state, description });
    return description;
  } catch (error) {
    if (mine === turn) set({ ...state, problem: messageOf(error) });
    return undefined;
  }
}

async function fitAsked(): Promise<void> {
  while (asked !== undefined && state.file !== undefined) {
    const request = asked;
    const { file } = state;
    const key = keyOf(request);
    asked = undefined;
    const mine = ++turn;
    set({ ...state, running: { key, stage: "reading", done: 0 }, points: undefined, failure: undefined });
    const onProgress: OnProgress = (stage, done) => {
      // what is told takes another way than the answer, and may come after it
      if (mine === turn && state.running !== undefined) set({ ...state, running: { key, stage, done } });
    };
    try {
      const fitted = await session().fit(file, request, proxy(onProgress));
      if (mine !== turn) return;
      set({
        ...state,
        running: undefined,
        points: { done: 0, of: 0 },
        result: { ...fitted, key, request },
        // pictures that the next moment replaces stay till then; others would show another fit for seconds
        ...(isQuick(file) ? {} : { findings: undefined, window: undefined }),
      });
    } catch (error) {
      if (mine !== turn) return;
      set({ ...state, running: undefined, points: undefined, failure: { key, message: messageOf(error) } });
    }
  }
  if (state.result !== undefined && state.failure === undefined) await find();
}

async function find(): Promise<void> {
  const mine = turn;
  const onPoint = (done: number, of: number) => {
    if (mine === turn && state.findings === undefined) set({ ...state, points: { done, of } });
  };
  try {
    const findings = await session().findings(proxy(onPoint));
    if (mine === turn) set({ ...state, findings, points: undefined });
  } catch (error) {
    if (mine !== turn || state.result === undefined) return;
    set({ ...state, points: undefined, failure: { key: state.result.key, message: messageOf(error) } });
  }
}

async function drawWanted(): Promise<void> {
  windowUnderWay = true;
  set({ ...state, reading: true });
  try {
    while (wantedWindow !== undefined && state.file !== undefined && state.result !== undefined) {
      const [from, until] = wantedWindow;
      wantedWindow = undefined;
      const { file, result } = state;
      const window = await session().predictions(file, result.request, result.fit, from, until);
      if (state.result === result) set({ ...state, window });
    }
  } catch (error) {
    const { result } = state;
    if (result !== undefined) set({ ...state, failure: { key: result.key, message: messageOf(error) } });
  } finally {
    windowUnderWay = false;
    set({ ...state, reading: false });
  }
}

function session(): Remote<FittingSession> {
  if (worker === undefined) {
    const thread = new Worker(new URL("./fittingWorker.ts", import.meta.url), { type: "module" });
    thread.addEventListener("error", () => {
      if (worker?.thread === thread)
        end("the computation broke off: ask for fewer lags or columns, or reload the page");
    });
    worker = { thread, session: wrap<FittingSession>(thread) };
  }
  return worker.session;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: FittingState): void {
  state = next;
  for (const listener of listeners) listener();
}
