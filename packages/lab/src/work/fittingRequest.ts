import { type DatasetInfo, datasets } from "@lagwise/data";
import type { Settings } from "../state/settings.js";
import type { FitRequest, Fitted } from "./fittingSession.js";

/** What the settings ask for; undefined as long as they do not say which columns. */
export function requestOf(settings: Settings<"data">): FitRequest | undefined {
  const { input: inputs, output: outputs } = columnsAsked(settings);
  if (inputs === "" || outputs === "") return undefined;
  const { lags, trainFraction, prior } = settings;
  return { inputs, outputs, lags, trainFraction, prior, difference: isDifferenced(settings) };
}

/** The column lists of the settings, or the recording's usual ones. */
export function columnsAsked({ recording, input, output }: Settings<"data">): {
  input: string;
  output: string;
} {
  const known = knownRecording(recording);
  return { input: input.trim() || known?.inputs || "", output: output.trim() || known?.outputs || "" };
}

/** As on the command line: a data set's own columns come with its own preparation. */
export function isDifferenced({ recording, input, output, difference }: Settings<"data">): boolean {
  if (difference !== "usual") return difference === "yes";
  return input === "" && output === "" && knownRecording(recording)?.difference === true;
}

/** What the command line calls the recording in its headings. */
export function titleOf(recording: string | undefined, fileName: string, { difference }: FitRequest): string {
  return (
    (knownRecording(recording)?.title ?? fileName) + (difference ? ", differences from sample to sample" : "")
  );
}

/** The command line that makes the same fit to the same bits, quoted as the command line quotes itself. */
export function fitCommandLine(
  recording: string | undefined,
  fileName: string,
  { inputs, outputs, lags, trainFraction, difference, prior }: FitRequest,
  fitted: Pick<Fitted, "lagsByCost"> & { readonly fit: { readonly lags: number } },
  report?: string,
): string {
  const known = knownRecording(recording);
  const usual = known !== undefined && inputs === known.inputs && outputs === known.outputs;
  const differenced = usual && known.difference;
  const wanted = lags > 0 ? lags : fitted.lagsByCost ? fitted.fit.lags : undefined;
  const words = [
    "lagwise",
    "fit",
    known?.name ?? (fileName.startsWith("-") ? `./${fileName}` : fileName),
    ...(usual ? [] : ["--input", inputs, "--output", outputs]),
    ...(wanted === undefined ? [] : ["--lags", String(wanted)]),
    ...(trainFraction === 0.8 ? [] : ["--train-fraction", String(trainFraction)]),
    ...(difference === differenced ? [] : [difference ? "--difference" : "--no-difference"]),
    ...(prior === "rnn" ? [] : ["--prior", prior]),
    ...(report === undefined ? [] : ["--report", report]),
  ];
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(" ");
}

function knownRecording(name: string | undefined): DatasetInfo | undefined {
  return datasets.find((one) => one.name === name);
}
