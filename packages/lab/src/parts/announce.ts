import { useSyncExternalStore } from "react";

// What has just happened, for those who hear the page: one live region, which App shows.

let said = "";
const listeners = new Set<() => void>();

/** Says one sentence to screen readers. */
export function announce(sentence: string): void {
  if (sentence === said) return;
  said = sentence;
  for (const listener of listeners) listener();
}

export function useAnnouncement(): string {
  return useSyncExternalStore(subscribe, () => said);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
