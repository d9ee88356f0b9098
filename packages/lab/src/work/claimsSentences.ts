import type { ClaimResult, Effort } from "@lagwise/experiments";
import type { ClaimsRun, FoundResult } from "./claimsStore.js";

/** What each effort means and costs, all six claims together. */
export const efforts: Record<Effort, string> = {
  quick: "Fewer seeds, narrower networks: about 15 seconds for all six.",
  standard: "What the command line takes: about a minute for all six.",
  full: "The widest networks and the most seeds: several minutes for all six.",
};

export function verdictWord({ verdict }: ClaimResult): "holds" | "fails" {
  return verdict.passes ? "holds" : "fails";
}

/** Where a result comes from. */
export function originSentence({ result, seconds, asShipped }: FoundResult, version: string): string {
  const { effort, seed } = result;
  const settings = `effort “${effort}”, seed ${seed}`;
  if (seconds === undefined)
    return `This evidence came with the page: lagwise ${version}, ${settings}. Run it, and your browser computes the same, to the bit.`;
  const here = `Computed in this page in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s, ${settings}.`;
  if (asShipped === undefined) return here;
  return asShipped
    ? `${here} It is the evidence that came with the page, to the bit.`
    : `${here} It differs from the evidence that came with the page, which should not be.`;
}

/** How far a run is: "2 of 6, 43 %". */
export function progressSentence({ claims, at, done }: ClaimsRun): string {
  const percent = `${Math.round(100 * done)} %`;
  return claims.length === 1 ? percent : `${at + 1} of ${claims.length}, ${percent}`;
}

/** How much of the whole run is done, from 0 to 1. */
export function progressOf({ claims, at, done }: ClaimsRun): number {
  return (at + done) / claims.length;
}

export function stoppedSentence({ claims, at }: ClaimsRun): string {
  const kept =
    at === 0
      ? ""
      : ` ${at === 1 ? "The claim that was done keeps its" : `The ${at} claims that were done keep their`} evidence.`;
  return `Stopped ${claims.length === 1 ? "before the claim was done" : `at claim ${at + 1} of ${claims.length}`}.${kept}`;
}

export function failedSentence(why: string): string {
  return `The run ended early: ${why.replace(/\.$/, "")}.`;
}
