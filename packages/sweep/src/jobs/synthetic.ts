import type { Teacher } from "@lagwise/core";

/** A made-up system to learn from, as settings say it; as for `lagwise train --synthetic`. */
export interface SyntheticSettings {
  readonly synthetic: Teacher["kind"];
  readonly delay: number;
  readonly radius: number;
  readonly period: number;
  readonly sequences: number;
  /** samples of each sequence; the number of lags unless given */
  readonly length?: number;
  readonly snr: number;
  readonly seed: number;
}

export function teacherOf({ synthetic, delay, radius, period, seed }: SyntheticSettings): Teacher {
  if (synthetic === "delay") return { kind: "delay", delay };
  if (synthetic === "oscillator") return { kind: "oscillator", radius, period };
  return { kind: "rnn", radius, seed };
}

/** How it is simulated, for `simulate` and `simulatedParts` of core. */
export function simulationOf({ sequences, length, snr, seed }: SyntheticSettings, lags: number) {
  return { sequences, length: length ?? lags, snr, seed };
}
