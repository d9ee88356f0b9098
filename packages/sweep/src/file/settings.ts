import { claims } from "@lagwise/experiments";
import { initialisationNames } from "../jobs/initialisation.js";

/** A value that a setting may have, as it stands in a file. */
export type SettingValue = number | string;

/** What a setting may be. */
export interface Setting {
  /** for people: "a variance, 0 or more" */
  readonly wanted: string;
  readonly accepts: (value: unknown) => boolean;
  /** what it is where a file does not say; without one it is left out */
  readonly usual?: SettingValue;
  /** words, for a setting that is no number */
  readonly choices?: readonly string[];
  /** whole numbers only, so that random ones are rounded */
  readonly whole?: boolean;
}

/** Kinds of jobs that a sweep may be of. */
export const sweepKinds = ["train", "fit", "kernel", "experiment"] as const;
export type SweepKind = (typeof sweepKinds)[number];

/** What summaries and pictures show of a kind unless another measure is asked for, and whether small is good. */
export const mainMeasures: Record<SweepKind, { readonly name: string; readonly smallest: boolean }> = {
  train: { name: "testLoss", smallest: true },
  fit: { name: "logEvidence", smallest: false },
  kernel: { name: "kernelDistance", smallest: true },
  experiment: { name: "checksHeld", smallest: false },
};

const variance = number("a variance, 0 or more", (value) => value >= 0);
const fraction = number("a fraction above 0 and at most 1", (value) => value > 0 && value <= 1);

const initialisation = {
  init: word(initialisationNames),
  nuW: variance,
  nuF: variance,
  nuC: variance,
};

/** Of a made-up recording; as for `lagwise train --synthetic`. */
export const syntheticSettings: Record<string, Setting> = {
  delay: whole(0, 5),
  radius: number("a number from 0 up to, not at, 1", (value) => value >= 0 && value < 1, 0.9),
  period: number("a number above 0", (value) => value > 0, 8),
  sequences: whole(1, 50),
  length: whole(1),
  snr: number("a number of decibels", () => true, 20),
};

/** The settings of each kind, by the names that the JSON of the command line has for them. */
export const kindSettings: Record<SweepKind, Record<string, Setting>> = {
  train: {
    ...initialisation,
    width: whole(1, 1000),
    lags: whole(1, 20),
    steps: whole(1, 200),
    learningRate: number(
      "a number above 0 (leave it out for half of the largest stable rate)",
      (value) => value > 0,
    ),
    momentum: number("a number from 0 up to, not at, 1", (value) => value >= 0 && value < 1, 0),
    patience: whole(1),
    trainFraction: fraction,
  },
  fit: { lags: whole(1), trainFraction: { ...fraction, usual: 0.8 }, prior: word(["rnn", "none"], "rnn") },
  kernel: { ...initialisation, lags: whole(1, 20), width: whole(1) },
  experiment: {
    claim: word(claims.map(({ id }) => id)),
    effort: word(["quick", "standard", "full"], "standard"),
  },
};

function number(wanted: string, fits: (value: number) => boolean, usual?: number): Setting {
  const accepts = (value: unknown) => typeof value === "number" && Number.isFinite(value) && fits(value);
  return { wanted, accepts, usual };
}

function whole(least: number, usual?: number): Setting {
  const wanted = `a whole number of at least ${least}`;
  return { ...number(wanted, (value) => Number.isSafeInteger(value) && value >= least, usual), whole: true };
}

function word(choices: readonly string[], usual?: string): Setting {
  const accepts = (value: unknown) => typeof value === "string" && choices.includes(value);
  return { wanted: `one of ${choices.join(", ")}`, accepts, usual, choices };
}
