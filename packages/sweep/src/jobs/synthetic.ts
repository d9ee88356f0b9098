import type { Teacher, TeacherSettings } from "@lagwise/core";

/** A made-up system to learn from, as settings say it; as for `lagwise train --synthetic`. */
export interface SyntheticSettings extends TeacherSettings {
  readonly synthetic: Teacher["kind"];
  readonly sequences: number;
  /** samples of each sequence; the number of lags unless given */
  readonly length?: number;
  readonly snr: number;
}

/** How it is simulated, for `simulate` and `simulatedParts` of core. */
export function simulationOf({ sequences, length, snr, seed }: SyntheticSettings, lags: number) {
  return { sequences, length: length ?? lags, snr, seed };
}
