import type { FitSummary } from "@lagwise/core";
import type { ClaimResult } from "@lagwise/experiments";
import { parseHTML } from "linkedom";
import { type FitPageMeta, fitPage as fitPageIn } from "./page/fitPage.js";
import {
  type ReproductionMeta,
  reproductionPage as reproductionPageIn,
  type StatedClaim,
} from "./page/reproductionPage.js";
import { type SweepPageData, sweepPage as sweepPageIn } from "./page/sweepPage.js";
import { type TrainPageData, trainPage as trainPageIn } from "./page/trainPage.js";

export { fitFindings } from "./page/fitFindings.js";

/** A document to draw in where there is no browser. */
export function nodeDocument(): Document {
  return parseHTML("<!doctype html><html><head></head><body></body></html>").document as unknown as Document;
}

/** The page about a fit: see the main entry's function of this name. */
export function fitPage(fit: FitSummary, meta: FitPageMeta): string {
  return fitPageIn(fit, meta, nodeDocument());
}

/** The page about a training: see the main entry's function of this name. */
export function trainPage(data: TrainPageData): string {
  return trainPageIn(data, nodeDocument());
}

/** The page about the paper's claims: see the main entry's function of this name. */
export function reproductionPage(
  results: readonly ClaimResult[],
  claims: readonly StatedClaim[],
  meta: ReproductionMeta,
): string {
  return reproductionPageIn(results, claims, meta, nodeDocument());
}

/** The page about a sweep: see the main entry's function of this name. */
export function sweepPage(data: SweepPageData): string {
  return sweepPageIn(data, nodeDocument());
}
