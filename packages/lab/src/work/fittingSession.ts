import {
  countSamples,
  differenced,
  type Fit,
  type FitProgress,
  type FitSummary,
  fit,
  LagwiseError,
  type PriorKind,
  type RecordingSource,
  trainingPart,
} from "@lagwise/core";
import { type BlobLike, blobSource, describeFile, type FileDescription, openRecording } from "@lagwise/data";
import { count, type FitFindings, fitFindings, predictionOfOutputs } from "@lagwise/report";
import { drawnWindow, type Predictions, type PredictionWindow } from "./fittingWindow.js";

/** What is asked of a file: the options of `lagwise fit`. */
export interface FitRequest {
  readonly inputs: string;
  readonly outputs: string;
  /** 0: as many as suit the recording */
  readonly lags: number;
  readonly trainFraction: number;
  readonly difference: boolean;
  readonly prior: PriorKind;
}

/** A fit as the page has it: without the statistics, which may be larger than the file. */
export interface Fitted {
  readonly fit: FitSummary;
  /** what the reader of the file and the choice of lags have to say, a sentence or a clause each */
  readonly notes: readonly string[];
  /** true where the lags were chosen by what they cost, so that a command line has to say them */
  readonly lagsByCost: boolean;
}

/** How far a fit has come. */
export type OnProgress = (stage: Parameters<FitProgress>[0], done: number) => void;

/** Fits files and keeps what the last fit needs for more pictures: one lives in a worker. */
export interface FittingSession {
  describe(file: BlobLike): Promise<FileDescription>;
  fit(file: BlobLike, request: FitRequest, onProgress?: OnProgress): Promise<Fitted>;
  /** of the last fit; ends with an error where another has begun meanwhile */
  findings(onPoint?: (done: number, of: number) => void): Promise<FitFindings>;
  /** the samples `from` … `until − 1` of a fit's test part, counted from 0, thinned to what can be drawn */
  predictions(
    file: BlobLike,
    request: FitRequest,
    fit: FitSummary,
    from: number,
    until: number,
  ): Promise<PredictionWindow>;
}

/** So many coefficients of one output take about three seconds; twice as many, half a minute. */
const USUAL_COEFFICIENTS = 800;
/** More than this is for the command line: a matrix of so many rows takes 128 MB, and there are several. */
const MOST_COEFFICIENTS = 4000;
/** Predictions of so many values are kept; beyond, each window is read from the file. */
const KEPT_VALUES = 2_000_000;
/** As many samples as a window holds that is read from the file. */
const MOST_READ = 100_000;

interface Opened {
  readonly file: BlobLike;
  readonly request: FitRequest;
  readonly source: RecordingSource;
  readonly notes: readonly string[];
  /** of the fit that was asked for last */
  predictions?: Promise<Predictions>;
}

export function fittingSession(): FittingSession {
  let opened: Opened | undefined;
  let fitted: { readonly fit: Fit; readonly source: RecordingSource } | undefined;

  async function open(file: BlobLike, request: FitRequest): Promise<Opened> {
    const recording = await openRecording(blobSource(file), request);
    const source = request.difference ? differenced(recording) : recording;
    opened = { file, request, source, notes: recording.notes };
    return opened;
  }

  async function predictionsOf(held: Opened, fit: FitSummary, from: number, until: number) {
    if (fit.testSamples * fit.outputNames.length > KEPT_VALUES) {
      const end = Math.min(until, from + MOST_READ);
      return { from, outputs: await predictionOfOutputs(held.source, fit, end - from, from) };
    }
    held.predictions ??= predictionOfOutputs(held.source, fit, fit.testSamples).then((outputs) => ({
      from: 0,
      outputs,
    }));
    return held.predictions;
  }

  return {
    describe: (file) => inOneSentence(() => describeFile(blobSource(file))),

    fit: (file, request, onProgress) =>
      inOneSentence(async () => {
        fitted = undefined;
        // the page is told, and not waited for
        const told: OnProgress = (stage, done) => void onProgress?.(stage, done);
        const { source, notes } = await open(file, request);
        const lags = await affordableLags(source, request, told);
        const whole = await fit(source, {
          lags: lags ?? (request.lags || undefined),
          trainFraction: request.trainFraction,
          prior: request.prior,
          onProgress: told,
        });
        fitted = { fit: whole, source };
        const { statistics, ...summary } = whole;
        return { fit: summary, notes: [...notes, ...gapNote(whole)], lagsByCost: lags !== undefined };
      }),

    findings: (onPoint) =>
      inOneSentence(async () => {
        const of = fitted;
        if (of === undefined) throw new LagwiseError("there is no fit yet");
        return fitFindings(of.source, of.fit, async (done, points) => {
          onPoint?.(done, points);
          await turn();
          if (fitted !== of) throw new LagwiseError("another fit has begun");
        });
      }),

    predictions: (file, request, fit, from, until) =>
      inOneSentence(async () => {
        const same =
          opened !== undefined && sameFile(opened.file, file) && sameRequest(opened.request, request);
        const held = opened !== undefined && same ? opened : await open(file, request);
        return drawnWindow(await predictionsOf(held, fit, from, until), from, until);
      }),
  };
}

/**
 * How many lags a search of seconds can afford, where none are asked for and as many as the command line takes would
 * be too many; undefined otherwise. Throws a LagwiseError where so many are asked for that a page cannot hold them.
 */
async function affordableLags(
  source: RecordingSource,
  { lags, trainFraction }: FitRequest,
  onProgress: OnProgress,
): Promise<number | undefined> {
  const inputs = source.inputNames.length;
  if (lags > 0 || 30 * inputs <= USUAL_COEFFICIENTS) {
    if (lags * inputs > MOST_COEFFICIENTS) throw tooMany(lags, inputs);
    return undefined;
  }
  const { samples } = await countSamples(source, (done) => onProgress("reading", done));
  const usual = trainingPart(samples, trainFraction).lags;
  const affordable = Math.max(1, Math.floor(USUAL_COEFFICIENTS / inputs));
  if (inputs > MOST_COEFFICIENTS) throw tooMany(1, inputs);
  return affordable < usual ? affordable : undefined;
}

function tooMany(lags: number, inputs: number): LagwiseError {
  const most = Math.floor(MOST_COEFFICIENTS / inputs);
  const instead = most > 0 ? `ask for at most ${count(most, "lag")}` : "choose fewer inputs";
  return new LagwiseError(
    `${count(lags, "lag")} × ${count(inputs, "input")} are ${lags * inputs} coefficients of an output, and a page ` +
      `holds ${MOST_COEFFICIENTS}: ${instead}, or use the command line`,
  );
}

function gapNote({ segments }: Fit): string[] {
  if (segments === 1) return [];
  return [
    `${count(segments - 1, "gap")} split the recording into ${segments} segments, each from a state of zero`,
  ];
}

/** What is thrown leaves as one sentence, fit for the page. */
async function inOneSentence<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LagwiseError) throw new Error(error.message);
    const reason = error instanceof Error ? error.message : String(error);
    if (/alloc|memory|array (buffer )?length/i.test(reason)) {
      throw new Error(
        "there is not enough memory for this: choose fewer columns or lags, or use the command line",
      );
    }
    throw new Error(`this failed in a way that was not foreseen (${reason}); try the command line`);
  }
}

/** Lets messages in that have come meanwhile. */
function turn(): Promise<void> {
  return new Promise((resume) => setTimeout(resume));
}

/** A file that came by message is another object each time. */
function sameFile(a: BlobLike, b: BlobLike): boolean {
  const stamp = (file: BlobLike & { readonly lastModified?: number }) => file.lastModified;
  return a.name === b.name && a.size === b.size && stamp(a) === stamp(b);
}

function sameRequest(a: FitRequest, b: FitRequest): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
