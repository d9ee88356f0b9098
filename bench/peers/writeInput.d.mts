/** Row-major values and their shape. */
export interface PeerArray {
  shape: number[];
  values: Float64Array;
}

/** `learningRate` and `steps` for the cases that train; `batch` (windows measured) for s1. */
export interface PeerSettings {
  lags: number;
  learningRate?: number;
  steps?: number;
  batch?: number;
}

export function writeInput(
  directory: string,
  settings: PeerSettings,
  arrays: Record<string, PeerArray>,
): void;
export function readInput(directory: string): { settings: PeerSettings; arrays: Record<string, PeerArray> };
export function readOutput(directory: string, name: "W" | "F" | "C" | "K"): Float64Array;
