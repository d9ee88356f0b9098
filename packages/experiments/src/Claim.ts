import type { Initialisation, RecordingSource } from "@lagwise/core";

/** How much work an experiment may be: a glance, the reproduction, or the widest sweep. */
export type Effort = "quick" | "standard" | "full";

/** Which claim of the paper, or beyond it. */
export type ClaimId = "kernels" | "training" | "bias" | "gradients" | "data" | "finite-width";

export interface RunSettings {
  readonly effort: Effort;
  /** the same seed gives the same evidence, to the bit */
  readonly seed: number;
  /** the recording of the claim on real data, opened afresh by every pass */
  readonly recording?: { readonly name: string; readonly source: RecordingSource };
  /**
   * The prediction that is put to the test: rho by lag. The library's own unless given; a test gives a wrong one and
   * sees the claims fail.
   */
  readonly lagWeights?: (initialisation: Initialisation, lags: number) => Float64Array;
  /** called with a fraction from 0 to 1; waited for, and may throw to stop */
  readonly onProgress?: (done: number) => void | Promise<void>;
}

/** What an experiment found. It depends on settings and seed alone: no times, no machine. */
export interface ClaimResult<Evidence = unknown> {
  readonly id: ClaimId;
  readonly effort: Effort;
  readonly seed: number;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}

/** Computed from the evidence by the criterion that stands in the experiment's file. */
export interface Verdict {
  readonly passes: boolean;
  /** what was measured, in one or two sentences with figures */
  readonly sentence: string;
  /** each part of the criterion, with its figure, its bound, and whether it holds */
  readonly checks: readonly {
    readonly what: string;
    readonly value: number;
    readonly bound: string;
    readonly holds: boolean;
  }[];
}

/** A claim, how it is tested, and what would refute it. */
export interface Claim<Evidence = unknown> {
  readonly id: ClaimId;
  readonly title: string;
  /** what the paper states, in our words, with the formula in TeX where there is one */
  readonly statement: string;
  readonly formula?: string;
  /** settled beforehand, with the reason for its tolerance */
  readonly criterion: string;
  readonly run: (settings: RunSettings) => Promise<ClaimResult<Evidence>>;
}
