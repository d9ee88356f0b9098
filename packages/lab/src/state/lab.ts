import { useSyncExternalStore } from "react";
import { readAddress, writeAddress } from "./address.js";
import { initialSettings, type LabState, type Settings, type ViewName, viewNames } from "./settings.js";

// The state of the page is its address. A change is an entry of the history, so that back and forward work; while a
// slider moves, its one entry is rewritten, and rarely enough for browsers that allow a hundred writes in 30 seconds.

const WRITE_MILLISECONDS = 400;

let state: LabState = fromAddress({
  view: "weights",
  settings: Object.fromEntries(
    viewNames.map((view) => [view, initialSettings(view)]),
  ) as LabState["settings"],
});
const listeners = new Set<() => void>();
/** true between the first move of a slider and its release */
let moving = false;
let pendingWrite: ReturnType<typeof setTimeout> | undefined;

addEventListener("popstate", () => {
  clearTimeout(pendingWrite);
  pendingWrite = undefined;
  moving = false;
  set(fromAddress(state));
});

/** Changes settings of a view, and shows it. */
export function update<V extends ViewName>(view: V, changes: Partial<Settings<V>>): void {
  change(withSettings(view, changes), "entry");
}

/** The same while a slider or a field is being moved; `settle` ends the move. */
export function move<V extends ViewName>(view: V, changes: Partial<Settings<V>>): void {
  change(withSettings(view, changes), moving ? "rewrite" : "entry");
  moving = true;
}

/** The slider has been let go. */
export function settle(): void {
  flush();
  moving = false;
}

/** The address that shows a view with these changes: for links. */
export function addressOf<V extends ViewName>(view: V, changes: Partial<Settings<V>> = {}): string {
  return writeAddress({ view, settings: { ...state.settings[view], ...changes } });
}

/** The view that is shown. */
export function useView(): ViewName {
  return useSyncExternalStore(subscribe, () => state.view);
}

/** A view's settings. */
export function useSettings<V extends ViewName>(view: V): Settings<V> {
  return useSyncExternalStore(subscribe, () => state.settings[view]);
}

/** A view's settings now, outside of any component. */
export function currentSettings<V extends ViewName>(view: V): Settings<V> {
  return state.settings[view];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function withSettings<V extends ViewName>(view: V, changes: Partial<Settings<V>>): LabState {
  return { view, settings: { ...state.settings, [view]: { ...state.settings[view], ...changes } } };
}

function fromAddress(before: LabState): LabState {
  const { view, settings } = readAddress(location.hash);
  return { view, settings: { ...before.settings, [view]: settings } };
}

function change(next: LabState, how: "entry" | "rewrite"): void {
  const address = writeAddress({ view: next.view, settings: next.settings[next.view] });
  if (how === "entry") {
    flush();
    if (address !== (location.hash || "#weights")) history.pushState(null, "", address);
  } else {
    pendingWrite ??= setTimeout(flush, WRITE_MILLISECONDS);
  }
  set(next);
}

function set(next: LabState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Writes what a move has come to into its entry. */
function flush(): void {
  if (pendingWrite === undefined) return;
  clearTimeout(pendingWrite);
  pendingWrite = undefined;
  history.replaceState(null, "", writeAddress({ view: state.view, settings: state.settings[state.view] }));
}
