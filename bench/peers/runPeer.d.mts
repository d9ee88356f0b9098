import type { InstalledPeers } from "./installPeers.mjs";

/** One line of a peer's output; README.md says what each entry means. */
export interface PeerMeasurement {
  peer: "pytorch" | "tfjs" | "jax-js";
  case: "step" | "s1" | "kernel" | "growth";
  variant: string;
  dtype: "float32" | "float64";
  /** Why this variant could not run; the entries below are then absent. */
  missing?: string;
  version: string;
  threads: number;
  milliseconds: number;
  min: number;
  max: number;
  runs: number;
  width: number;
  lags: number;
  sequences?: number;
  inputs?: number;
  outputs?: number;
  loss?: number;
  losses?: number[];
  steps?: number;
  samples?: number;
  scale?: number;
  millisecondsFullBatch?: number;
  trace?: number;
  varied?: "width" | "lags" | "sequences";
}

export function runPeer(
  installed: InstalledPeers,
  peer: "pytorch" | "tfjs" | "jax-js",
  peerCase: "step" | "s1" | "kernel" | "growth",
  input: string,
  more?: string[],
): Promise<PeerMeasurement[]>;
