import { useSyncExternalStore } from "react";
import { announce } from "../parts/announce.js";
import { TrainingHistory } from "./trainingHistory.js";
import type { TrainingBegun, TrainingNews, TrainingOrder, TrainingReport } from "./trainingMessages.js";
import type { TrainingPlan } from "./trainingPlan.js";
import type { KernelNow, Rest } from "./trainingRun.js";
import { failureSentence, playedSentence, restSentence, stepSentence } from "./trainingSentences.js";

// The training that the page shows, and the worker that does it: outside of any component, so that whoever leaves the
// view and comes back finds it as it was. Another plan, or another start, is another worker: the one before ends at
// once, whatever it was about, and what it would have said is never heard.

/** Everything that there is to show of a run. */
export interface ShownRun {
  readonly plan: TrainingPlan;
  readonly begun: TrainingBegun;
  /** grows in place, with each report */
  readonly history: TrainingHistory;
}

export interface TrainingState {
  readonly phase: "drawing" | "drawn" | "failed";
  /** it trains, or will as soon as the network is drawn */
  readonly plays: boolean;
  /** the run before, while the network of the next one is drawn */
  readonly run?: ShownRun;
  readonly report?: TrainingReport;
  readonly kernel?: KernelNow;
  /** why it has come to rest by itself, or failed, in a sentence */
  readonly note?: string;
  /** the step at which it last rested: what a command line is given for */
  readonly restedAt: number;
}

/** A plan that changes again within this time is not begun. */
const DEBOUNCE_MILLISECONDS = 150;
const REPORT_MILLISECONDS = 100;
/** for readers who prefer reduced motion */
const CALM_REPORT_MILLISECONDS = 500;
const ANNOUNCE_MILLISECONDS = 10_000;

let state: TrainingState = { phase: "drawing", plays: false, restedAt: 0 };
let plan: TrainingPlan | undefined;
let worker: Worker | undefined;
let beginning: ReturnType<typeof setTimeout> | undefined;
let announceDue = 0;
/** what is said before where it stands, once it has come to rest; undefined where nobody has asked */
let saysWhere: string | undefined;
const listeners = new Set<() => void>();

/** A part of the state: a component is rendered again only when this part is another one. */
export function useTraining<T>(part: (state: TrainingState) => T): T {
  return useSyncExternalStore(subscribe, () => part(state));
}

/** It plays, or will as soon as the network is drawn. */
export function isPlaying(state: TrainingState): boolean {
  return state.plays;
}

/** The plan to train. Another one than before begins anew, and plays on if the one before played. */
export function follow(next: TrainingPlan): void {
  if (plan !== undefined && JSON.stringify(plan) === JSON.stringify(next)) return;
  const first = plan === undefined;
  plan = next;
  restart(state.plays, first ? 0 : DEBOUNCE_MILLISECONDS);
}

export function play(): void {
  if (state.phase === "failed") restart(true);
  else order("play", true);
  announceDue = performance.now() + ANNOUNCE_MILLISECONDS;
  announce(playedSentence(state.report?.step ?? 0));
}

export function pause(): void {
  order("pause", false);
  saysWhere = "Paused at ";
}

/** One step, after which it rests. */
export function stepOnce(): void {
  if (state.phase === "failed") return;
  order("step", false);
  saysWhere = "";
}

/** Back to step 0, and rests there. */
export function reset(): void {
  restart(false);
  announce("Reset to step 0");
}

/** The view has been left: what nobody sees rests. */
export function leave(): void {
  if (state.plays) order("pause", false);
}

function restart(playing: boolean, wait = 0): void {
  worker?.terminate();
  worker = undefined;
  set({ phase: "drawing", plays: playing, note: undefined });
  clearTimeout(beginning);
  beginning = setTimeout(begin, wait);
}

function begin(): void {
  if (plan === undefined) return;
  const begun = new Worker(new URL("./trainingWorker.ts", import.meta.url), { type: "module" });
  const about = plan;
  begun.onmessage = ({ data }: MessageEvent<TrainingNews>) => {
    if (begun === worker) hear(data, about);
  };
  begun.onerror = (event) => {
    if (begun === worker) fail(`the worker that trains does not run (${event.message || "it did not load"})`);
  };
  worker = begun;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const every = calm ? CALM_REPORT_MILLISECONDS : REPORT_MILLISECONDS;
  send({ kind: "begin", plan, playing: state.plays, every });
}

function hear(news: TrainingNews, about: TrainingPlan): void {
  switch (news.kind) {
    case "begun":
      set({
        phase: "drawn",
        run: { plan: about, begun: news, history: historyFrom(news.report) },
        report: news.report,
        kernel: news.kernel,
        restedAt: 0,
      });
      break;
    case "report":
      state.run?.history.append(news.losses);
      set({ report: news, ...(news.playing ? {} : { restedAt: news.step }) });
      announceReport(news);
      break;
    case "kernel":
      set({ kernel: news.kernel });
      break;
    case "rest":
      rest(news.why);
      break;
    case "failed":
      fail(news.message);
  }
}

function historyFrom({ losses }: TrainingReport): TrainingHistory {
  const history = new TrainingHistory();
  history.append(losses);
  return history;
}

function rest(why: Rest): void {
  const step = state.report?.step ?? 0;
  const note = restSentence(why, step);
  set({ plays: false, note, restedAt: step });
  announce(note);
}

function fail(message: string): void {
  worker?.terminate();
  worker = undefined;
  // where no network could be drawn, what is shown is of the plan before
  const drawn = state.phase === "drawn";
  const nothing = drawn ? {} : { run: undefined, report: undefined, kernel: undefined };
  set({ phase: "failed", plays: false, note: failureSentence(message, drawn), ...nothing });
}

/** Orders for a run that is still being drawn wait for it. */
function order(kind: "play" | "pause" | "step", playing: boolean): void {
  set({ plays: playing, note: undefined });
  send({ kind });
}

function send(what: TrainingOrder): void {
  worker?.postMessage(what);
}

/** Now and then while it plays; at once where it rests because somebody has asked. */
function announceReport({ playing }: TrainingReport): void {
  if (playing && performance.now() >= announceDue) {
    announceDue = performance.now() + ANNOUNCE_MILLISECONDS;
    announce(standing());
  }
  if (playing || saysWhere === undefined) return;
  announce(`${saysWhere}${standing()}`);
  saysWhere = undefined;
}

function standing(): string {
  return stepSentence(state.report?.step ?? 0, state.run?.history.network);
}

function set(changes: Partial<TrainingState>): void {
  state = { ...state, ...changes };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
