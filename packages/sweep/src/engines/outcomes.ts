import type { OnOutcome, Outcome } from "./Engine.js";

/** Outcomes given out and not yet dealt with. */
export function outcomes(onOutcome: OnOutcome) {
  const open = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let tellFailure: () => void = () => {};
  const failed = new Promise<void>((resolve) => {
    tellFailure = resolve;
  });
  const fail = (error: unknown) => {
    failure ??= { error };
    tellFailure();
  };
  return {
    open,
    failed,
    failure: () => failure,
    fail,
    add(outcome: Outcome, after?: () => Promise<void>): void {
      const dealing = Promise.resolve(outcome)
        .then(onOutcome)
        .then(after)
        .catch(fail)
        .finally(() => open.delete(dealing));
      open.add(dealing);
    },
    /** Waits for all of them. Throws what the first that failed threw. */
    async all(): Promise<void> {
      await Promise.all(open);
      if (failure !== undefined) throw failure.error;
    },
  };
}

/** Resolves when the signal is aborted; never where there is none. */
export function whenAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}
