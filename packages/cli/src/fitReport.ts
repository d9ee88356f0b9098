import { evidence, type Fit, lagWeights, predictTestPart, type RecordingSource } from "@lagwise/core";
import { type Progress, typedCommand } from "./output.js";
import { version } from "./version.js";

/** Where the evidence is drawn, besides at its maximum. */
const CURVE = [0.05, 0.15, 0.25, 1 / 3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.88, 0.94, 0.97];
/** As many samples of the test part as a picture can show. */
const DRAWN_SAMPLES = 400;

/** The page about a fit, with what only the page shows: the evidence over nu_W and the predictions. */
export async function fitReport(
  source: RecordingSource,
  fit: Fit,
  about: { readonly title: string; readonly preferredToPyTorch?: number },
  progress: Progress,
): Promise<string> {
  // drawing is loaded by those who draw: it would double the start of every other command
  const { fitPage } = await import("@lagwise/report/node");
  const evidenceCurve = await curve(fit, progress);
  const { samples, measured, predicted } = await predictTestPart(source, fit, DRAWN_SAMPLES);
  const column = (data: Float64Array, o: number) =>
    Array.from({ length: samples.length }, (_, t) => data[t * fit.outputNames.length + o]);
  const prediction = fit.outputNames.map((output, o) => ({
    output,
    time: samples,
    measured: column(measured.data, o),
    predicted: column(predicted.data, o),
  }));
  return fitPage(fit, { ...about, command: typedCommand(), version: version(), evidenceCurve, prediction });
}

/** Log evidence by nu_W, the shares' ratio as it is at the maximum; undefined for flat weights. */
async function curve({ prior, statistics, lags }: Fit, progress: Progress) {
  const { initialisation } = prior;
  if (initialisation === undefined) return undefined;
  const points: { nuW: number; logEvidence: number }[] = [];
  const grid = [...CURVE, initialisation.nuW].sort((a, b) => a - b);
  for (const nuW of grid) {
    await progress.update(`evidence over nu_W: ${points.length} of ${grid.length} points`);
    const rho = lagWeights({ ...initialisation, nuW }, lags);
    points.push({ nuW, logEvidence: evidence(statistics.train, rho).logEvidence });
  }
  return points;
}
