import {
  type FitSummary,
  lagWeightShares,
  lagWeights,
  memoryHorizon,
  namedInitialisations,
} from "@lagwise/core";
import { evidenceCurveChart } from "../charts/evidenceCurve.js";
import { impulseResponseChart, MOST_PAIRS } from "../charts/impulseResponse.js";
import { lagWeightsChart } from "../charts/lagWeights.js";
import { MOST_SAMPLES, predictionChart } from "../charts/prediction.js";
import { columnTable, type DataTable } from "./csv.js";
import type { Figure } from "./figure.js";
import type { FitFindings } from "./fitFindings.js";
import type { FitPageMeta } from "./fitPage.js";

const pyTorch = namedInitialisations[0].initialisation;

/** The figures about a fit, of which those of the findings only where they are known. */
export function fitFigures(fit: FitSummary, { evidenceCurve: curve, prediction }: FitFindings) {
  return {
    response: responseFigure(fit),
    weights: weightsFigure(fit),
    evidence: curve && curve.length > 1 ? evidenceFigure(fit, curve) : undefined,
    prediction: prediction?.[0] && prediction[0].time.length > 0 ? predictionFigure(prediction) : undefined,
  };
}

function responseFigure(fit: FitSummary): Figure {
  const many = fit.inputNames.length * fit.outputNames.length > MOST_PAIRS;
  return {
    id: "impulse-response",
    title: many ? "Energy of the response by lag" : "Impulse response",
    caption: many
      ? "Each bar is one lag's share of the energy, every input and output counted alike. The download has every coefficient."
      : "What the output does, lag by lag, after the input has risen by one unit for one sample. Where the band holds zero, the data do not show that this lag matters.",
    draw: (options) =>
      impulseResponseChart(
        {
          ...fit,
          series: [{ name: "response", response: fit.mean, deviation: fit.deviation }],
          energy: fit.energyByLag,
        },
        options,
      ),
    table: coefficientTable(fit),
  };
}

function weightsFigure(fit: FitSummary): Figure {
  const { initialisation, rho } = fit.prior;
  const shares = initialisation && lagWeightShares(initialisation, fit.lags);
  const reference = lagWeights(pyTorch, fit.lags);
  return {
    id: "lag-weights",
    title: "Lag weights: what your data ask for, and PyTorch's default",
    caption: initialisation
      ? "How freely each lag may be learnt. What the line leaves out and the bars hold, a network from PyTorch's default initialisation would learn last or not at all."
      : "Flat weights: every lag is allowed alike. The line is what a network from PyTorch's default initialisation would allow.",
    draw: (options) =>
      lagWeightsChart(
        {
          rho,
          shares,
          horizon: initialisation && memoryHorizon(initialisation),
          reference: { name: "PyTorch's default", rho: reference, horizon: memoryHorizon(pyTorch) },
        },
        options,
      ),
    table: columnTable({ lag: Array.from(rho, (_, j) => j), rho, ...shares, pytorch: reference }),
  };
}

function evidenceFigure(fit: FitSummary, curve: NonNullable<FitPageMeta["evidenceCurve"]>): Figure {
  return {
    id: "evidence",
    title: "What the data say about nu_W",
    caption:
      "How probable the recording is under each nu_W. Two nats lower is a factor of seven; a flat top means that the data leave it open.",
    draw: (options) =>
      evidenceCurveChart(
        {
          curve,
          chosen: fit.prior.initialisation?.nuW,
          defaults: namedInitialisations.map(({ name, initialisation }) => ({
            name,
            nuW: initialisation.nuW,
          })),
        },
        options,
      ),
    table: columnTable({ nuW: curve.map((p) => p.nuW), logEvidence: curve.map((p) => p.logEvidence) }),
  };
}

function predictionFigure(prediction: NonNullable<FitPageMeta["prediction"]>): Figure {
  const samples = prediction[0].time.length;
  const cut = samples > MOST_SAMPLES ? ` The first ${MOST_SAMPLES} of ${samples} samples.` : "";
  return {
    id: "prediction",
    title: "Prediction on the test part",
    caption: `A part of the recording that the fit has not seen, predicted from the inputs alone.${cut}`,
    draw: (options) => predictionChart(prediction, options),
    table: {
      columns: ["output", "sample", "measured", "predicted"],
      rows: prediction.flatMap(({ output, time, measured, predicted }) =>
        time.map((t, k) => [output, t, measured[k], predicted[k]]),
      ),
    },
  };
}

function coefficientTable({ mean, deviation, inputNames, outputNames, lags }: FitSummary): DataTable {
  const { columns } = mean.coefficients;
  return {
    columns: ["lag", "input", "output", "mean", "standardDeviation"],
    rows: outputNames.flatMap((output, o) =>
      Array.from({ length: lags }, (_, lag) => lag).flatMap((lag) =>
        inputNames.map((input, i) => {
          const at = o * columns + lag * mean.inputs + i;
          return [lag, input, output, mean.coefficients.data[at], deviation.coefficients.data[at]];
        }),
      ),
    ),
  };
}
