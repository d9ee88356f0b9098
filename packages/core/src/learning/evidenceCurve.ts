import { lagWeights } from "../kernel/lagWeights.js";
import { namedInitialisations } from "../kernel/namedInitialisations.js";
import { evidence } from "./evidence.js";
import type { Fit } from "./fit.js";

/** Log evidence in nats by nu_W. */
export interface EvidencePoint {
  readonly nuW: number;
  readonly logEvidence: number;
}

/** Where the evidence is asked for, besides at its maximum. */
const GRID = [0.05, 0.15, 0.25, 1 / 3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.88, 0.94, 0.97];

/**
 * The evidence of a fit over nu_W, ascending, the shares' ratio kept where the maximum is, scale and noise at their
 * most probable; no points for flat weights. An evaluation of the evidence a point; `onPoint` is called before each,
 * waited for, and may throw to stop.
 */
export async function evidenceCurve(
  { prior, statistics, lags }: Fit,
  onPoint?: (done: number, of: number) => void | Promise<void>,
): Promise<EvidencePoint[]> {
  const { initialisation } = prior;
  if (initialisation === undefined) return [];
  const grid = [...GRID, initialisation.nuW].sort((a, b) => a - b);
  const points: EvidencePoint[] = [];
  for (const nuW of grid) {
    await onPoint?.(points.length, grid.length);
    const rho = lagWeights({ ...initialisation, nuW }, lags);
    points.push({ nuW, logEvidence: evidence(statistics.train, rho).logEvidence });
  }
  return points;
}

/** By how much the data prefer their own weights to those of PyTorch's default, in nats; undefined for flat weights. */
export function preferenceOverPyTorch({ prior, statistics, lags }: Fit): number | undefined {
  if (prior.kind === "none") return undefined;
  const rho = lagWeights(namedInitialisations[0].initialisation, lags);
  return prior.logEvidence - evidence(statistics.train, rho).logEvidence;
}
