import type { PreparedRecording } from "@lagwise/core";
import { colours as pc } from "./colours.js";
import { count, grouped, listed, short } from "./text.js";

/** What `stats` shows to people: what was summed up, where it is, and what to do with it. */
export function statsSummary(
  { inputNames, outputNames, samples, trainSamples, testSamples, segments, lags }: PreparedRecording,
  files: number,
  out: string,
  bytes: number,
): string[] {
  return [
    "",
    pc.bold(`Lag statistics of ${count(files, "file")}`),
    `  ${listed(inputNames)} → ${listed(outputNames)} · ${count(lags, "lag")}`,
    `  ${count(samples, "sample")} in ${count(segments, "segment")}: the first ${grouped(trainSamples)} train, ` +
      `${testSamples > 0 ? `the last ${grouped(testSamples)} test` : "none test"}`,
    `  ${out}, ${size(bytes)}`,
    "",
    `Fit them: lagwise fit ${/\s/.test(out) ? JSON.stringify(out) : out}`,
    "",
  ];
}

function size(bytes: number): string {
  if (bytes < 1e3) return count(bytes, "byte");
  const [unit, name] = bytes < 1e6 ? [1e3, "kB"] : bytes < 1e9 ? [1e6, "MB"] : [1e9, "GB"];
  return `${short(bytes / unit)} ${name}`;
}
