import {
  evidenceCurve,
  type Fit,
  type FitSummary,
  predictTestPart,
  preferenceOverPyTorch,
  type RecordingSource,
} from "@lagwise/core";
import type { FitPageMeta } from "./fitPage.js";

/** As many samples of the test part as a picture can show. */
const DRAWN_SAMPLES = 400;

/** What the page about a fit shows beside the fit, and has to be computed for it. */
export type FitFindings = Pick<FitPageMeta, "evidenceCurve" | "prediction" | "preferredToPyTorch">;

/**
 * The evidence over nu_W, what the data prefer to PyTorch's default, and the first predictions of the test part.
 * `onPoint` is called before each of some dozen evaluations of the evidence, waited for, and may throw to stop.
 */
export async function fitFindings(
  source: RecordingSource,
  fit: Fit,
  onPoint?: (done: number, of: number) => void | Promise<void>,
): Promise<FitFindings> {
  return {
    evidenceCurve: await evidenceCurve(fit, onPoint),
    preferredToPyTorch: preferenceOverPyTorch(fit),
    prediction: await predictionOfOutputs(source, fit, DRAWN_SAMPLES),
  };
}

/** Measured and predicted samples of each output, up to `most` of the test part from its sample `from` on. */
export async function predictionOfOutputs(
  source: RecordingSource,
  fit: FitSummary,
  most: number,
  from = 0,
): Promise<NonNullable<FitPageMeta["prediction"]>> {
  const { samples, measured, predicted } = await predictTestPart(source, fit, most, from);
  const column = (data: Float64Array, o: number) =>
    Array.from({ length: samples.length }, (_, t) => data[t * fit.outputNames.length + o]);
  return fit.outputNames.map((output, o) => ({
    output,
    time: samples,
    measured: column(measured.data, o),
    predicted: column(predicted.data, o),
  }));
}
