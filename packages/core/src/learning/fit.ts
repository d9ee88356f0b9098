import { type FullInitialisation, lagWeights } from "../kernel/lagWeights.js";
import { matrix } from "../linalg/Matrix.js";
import { energyByLag, energyHorizon, type ImpulseResponse } from "../response/ImpulseResponse.js";
import { type LagStatistics, squaredDeviations, squaredErrors } from "../signal/LagStatistics.js";
import { type PreparedRecording, type PrepareSettings, prepare, withFirstLags } from "../signal/prepare.js";
import type { RecordingSource } from "../signal/Recording.js";
import type { Standardisation } from "../signal/Standardisation.js";
import { chooseInitialisation, type Evidence, evidence } from "./evidence.js";
import { posterior } from "./posterior.js";

/** The RNN's weights with nu_W chosen by the evidence, or flat weights: every lag alike. */
export type PriorKind = "rnn" | "none";

/**
 * How far a fit has come: its stage, and how many samples or evaluations of it are done. The fit waits for what is
 * returned, so that a page or a terminal can have its turn; what is thrown stops the fit.
 */
export type FitProgress = (
  stage: "reading" | "statistics" | "evidence" | "posterior",
  done: number,
) => void | Promise<void>;

export interface FitPreparedSettings {
  /** T; as many as the recording was prepared with unless given */
  readonly lags?: number;
  readonly prior?: PriorKind;
  readonly onProgress?: FitProgress;
}

export interface FitSettings extends Omit<PrepareSettings, "onProgress">, Omit<FitPreparedSettings, "lags"> {}

/** How well predictions match measurements, for each output. */
export interface Scores {
  /** 100 · (1 − ‖y − ŷ‖/‖y − ȳ‖), as system identification states it */
  readonly fitPercent: Float64Array;
  /** 1 − ‖y − ŷ‖²/‖y − ȳ‖² */
  readonly r2: Float64Array;
}

export interface Fit extends PreparedRecording {
  readonly prior: { readonly kind: PriorKind; readonly rho: Float64Array } & Evidence & {
      /** undefined for flat weights */
      readonly initialisation?: FullInitialisation;
    };
  /** in the units of the data: output units per input unit */
  readonly mean: ImpulseResponse;
  readonly deviation: ImpulseResponse;
  /** energy of the standardised response at each lag, so that inputs of different units count alike */
  readonly energyByLag: Float64Array;
  /** the smallest number of lags with 95 % of that energy */
  readonly energyHorizon95: number;
  readonly train: Scores;
  /** undefined where trainFraction is 1 */
  readonly test?: Scores;
}

/** A fit without the lag statistics it was made from, whose size is (T·n_x)²: what is shown, kept and sent on. */
export type FitSummary = Omit<Fit, "statistics">;

/**
 * Fits an impulse response to a recording: standardises on the training part, gathers lag statistics in one pass,
 * chooses nu_W, the shares' ratio, scale and noise by the evidence, and scores on the part it has not seen. Nothing
 * is random: the same recording gives the same bits.
 * Throws a LagwiseError for settings or recordings that cannot be fitted.
 *
 * @example const { prior, test } = await fit(recording(["u"], ["y"], [segment]), { lags: 30 });
 */
export async function fit(source: RecordingSource, settings: FitSettings = {}): Promise<Fit> {
  const { prior, onProgress } = settings;
  return fitPrepared(await prepare(source, settings), { prior, onProgress });
}

/**
 * Fits an impulse response to a recording of which only what `prepare` made of it is there: the same answer, without
 * the recording. Throws a LagwiseError where `lags` is more than it was prepared with.
 *
 * @example const { prior } = await fitPrepared(readStatistics(bytes), { lags: 20 });
 */
export async function fitPrepared(
  recording: PreparedRecording,
  { lags = recording.lags, prior: kind = "rnn", onProgress }: FitPreparedSettings = {},
): Promise<Fit> {
  const prepared = withFirstLags(recording, lags);
  const { standardisation, statistics } = prepared;
  const prior = await choosePrior(statistics.train, kind, onProgress);
  await onProgress?.("posterior", 0);
  const { mean, deviation } = posterior(statistics.train, prior);
  const energy = energyByLag(mean);
  return {
    ...prepared,
    prior,
    mean: inDataUnits(mean, standardisation),
    deviation: inDataUnits(deviation, standardisation),
    energyByLag: energy,
    energyHorizon95: energyHorizon(energy),
    train: scores(statistics.train, mean),
    test: statistics.test.samples > 0 ? scores(statistics.test, mean) : undefined,
  };
}

/** Scores of a response on the samples that the statistics were taken from; no pass over them is needed. */
export function scores(statistics: LagStatistics, response: ImpulseResponse): Scores {
  const errors = squaredErrors(statistics, response);
  const deviations = squaredDeviations(statistics);
  return {
    fitPercent: errors.map((error, o) => 100 * (1 - Math.sqrt(error / deviations[o]))),
    r2: errors.map((error, o) => 1 - error / deviations[o]),
  };
}

async function choosePrior(
  train: LagStatistics,
  kind: PriorKind,
  onProgress?: FitProgress,
): Promise<Fit["prior"]> {
  await onProgress?.("evidence", 0);
  if (kind === "rnn") {
    return { kind, ...(await chooseInitialisation(train, (done) => onProgress?.("evidence", done))) };
  }
  const rho = lagWeights({ nuW: 1, nuF: 1, nuC: 0 }, train.lags);
  return { kind, rho, ...evidence(train, rho) };
}

function inDataUnits(response: ImpulseResponse, { inputs, outputs }: Standardisation): ImpulseResponse {
  const { rows, columns, data } = response.coefficients;
  const scaled = data.map((value, k) => {
    const output = outputs.deviation[Math.floor(k / columns)];
    return (value * output) / inputs.deviation[(k % columns) % response.inputs];
  });
  return { ...response, coefficients: matrix(rows, columns, scaled) };
}
