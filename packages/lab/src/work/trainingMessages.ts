import type { TrainingPlan } from "./trainingPlan.js";
import type { KernelNow, Rest, TakenLosses } from "./trainingRun.js";

/** What the page tells the worker that trains. A worker trains one plan; another plan is another worker's. */
export type TrainingOrder =
  | {
      readonly kind: "begin";
      readonly plan: TrainingPlan;
      readonly playing: boolean;
      /** milliseconds from one report to the next, at least */
      readonly every: number;
    }
  | { readonly kind: "play" | "pause" | "step" };

/** Where network and convolution stand, and what has come since the last report. */
export interface TrainingReport {
  readonly kind: "report";
  /** whether it goes on */
  readonly playing: boolean;
  readonly step: number;
  readonly gap: number;
  readonly largestGap: number;
  readonly gapStep: number;
  readonly responses: { readonly network: Float64Array; readonly convolution: Float64Array };
  readonly losses: TakenLosses;
  /** over the last seconds; undefined where it did not run */
  readonly stepsPerSecond?: number;
}

/** What is known once the network is drawn, and where it stands at step 0. */
export interface TrainingBegun {
  readonly kind: "begun";
  readonly report: TrainingReport;
  readonly kernel: KernelNow;
  readonly rho: Float64Array;
  /** the teacher's response */
  readonly target: Float64Array;
  readonly learningRate: number;
  readonly largestStableRate: number;
}

/** What the worker tells the page. */
export type TrainingNews =
  | TrainingBegun
  | TrainingReport
  | { readonly kind: "kernel"; readonly kernel: KernelNow }
  | { readonly kind: "rest"; readonly why: Rest }
  | { readonly kind: "failed"; readonly message: string };
