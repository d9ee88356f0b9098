import type {
  BiasEvidence,
  ClaimResult,
  DataEvidence,
  FiniteWidthEvidence,
  GradientsEvidence,
  KernelsEvidence,
  TrainingEvidence,
} from "@lagwise/experiments";
import { type ConvergenceData, convergenceChart } from "../charts/convergence.js";
import { delayErrorChart } from "../charts/delayError.js";
import { evidenceCurveChart } from "../charts/evidenceCurve.js";
import { finiteWidthChart } from "../charts/finiteWidth.js";
import { gradientNormsChart } from "../charts/gradientNorms.js";
import { kernelHeatmapChart } from "../charts/kernelHeatmap.js";
import { lossCurvesChart } from "../charts/lossCurves.js";
import { movedChart } from "../charts/moved.js";
import { r2ByLagsChart } from "../charts/r2ByLags.js";
import { spectralRadiusChart } from "../charts/spectralRadius.js";
import { short } from "../format.js";
import { columnTable, type DataTable } from "./csv.js";
import type { Figure } from "./figure.js";

/** The charts of a claim's evidence. */
export function claimFigures(result: ClaimResult): Figure[] {
  switch (result.id) {
    case "kernels":
      return kernelFigures(result.evidence as KernelsEvidence);
    case "training":
      return trainingFigures(result.evidence as TrainingEvidence);
    case "bias":
      return biasFigures(result.evidence as BiasEvidence);
    case "gradients":
      return gradientFigures(result.evidence as GradientsEvidence);
    case "data":
      return dataFigures(result.evidence as DataEvidence);
    case "finite-width":
      return finiteWidthFigures(result.evidence as FiniteWidthEvidence);
  }
}

function kernelFigures({ series, example, lags, widths }: KernelsEvidence): Figure[] {
  const converging: ConvergenceData = {
    title: "Distance of the kernels by width",
    measure: "relative distance to the limit",
    series: series.map(({ distances, ...rest }) => ({ ...rest, widths, values: distances })),
  };
  return [
    {
      id: "kernels-distance",
      title: "Networks' tangent kernels approach the limit",
      caption: `Relative Frobenius distance to diag(rho) over ${lags} lags. Small dots are seeds, large ones their geometric mean. Look at the slope: −0.5 is a distance that halves when the width grows fourfold.`,
      draw: (options) => convergenceChart(converging, options),
      table: convergenceTable(converging),
    },
    {
      id: "kernels-example",
      title: "One kernel beside its limit",
      caption: `A network of ${example.width} hidden units at nu_W = ${short(example.nuW)}. Darker is larger, on a square-root scale so that what is left off the diagonal shows; grey is negative.`,
      draw: (options) => kernelHeatmapChart(example, options),
      table: {
        columns: ["j", "k", "kernel", "limit"],
        rows: example.kernel.flatMap((row, j) => row.map((v, k) => [j, k, v, j === k ? example.rho[j] : 0])),
      },
    },
  ];
}

function trainingFigures({ runs, gaps, teacher }: TrainingEvidence): Figure[] {
  const curves = runs.map((run, k): Figure => {
    const { network, convolution, closedForm } = run;
    return {
      id: `training-loss-${k + 1}`,
      title: `Loss by step, nu_W = ${short(run.nuW)}`,
      caption: `${run.width} hidden units, learning rate ${short(run.learningRate)}. Teacher: ${teacher}. The thin line lies on the wide one as long as network and convolution train alike; at most they are ${short(run.largestGap, 2)} of the initial loss apart.`,
      draw: (options) => lossCurvesChart(run, options),
      table: columnTable({
        step: network.train.map((_, step) => step),
        networkTrain: network.train,
        networkTest: network.test,
        convolutionTrain: convolution.train,
        convolutionTest: convolution.test,
        closedFormTrain: closedForm.train,
        closedFormTest: closedForm.test,
      }),
    };
  });
  const converging: ConvergenceData = {
    title: "Gap of the training curves by width",
    measure: "largest gap over the initial loss",
    series: gaps.map(({ gaps: values, ...rest }) => ({ ...rest, values })),
  };
  return [
    ...curves,
    {
      id: "training-gap",
      title: "The gap closes with the width",
      caption:
        "The largest distance of the two training curves. A line that falls says that the remaining gap belongs to the finite width, and not to the theory.",
      draw: (options) => convergenceChart(converging, options),
      table: convergenceTable(converging),
    },
  ];
}

function biasFigures(evidence: BiasEvidence): Figure[] {
  const { delays, runs, width } = evidence;
  return [
    {
      id: "bias-delay",
      title: "What lies past the horizon is not learnt",
      caption: `The teacher only delays its input, by d steps. Dots are networks of ${width} hidden units, lines what rho alone predicts. Look at where the error rises, and at the memory horizons.`,
      draw: (options) => delayErrorChart(evidence, options),
      table: {
        columns: ["nuW", "delay", "initialError", "networkError", "predictedError"],
        rows: runs.flatMap((r) =>
          delays.map((d, k) => [r.nuW, d, r.initialError[k], r.networkError[k], r.predictedError[k]]),
        ),
      },
    },
    {
      id: "bias-moved",
      title: "One constant bounds every lag",
      caption: `How far each lag's coefficient has moved in training, divided by rho_j${runs[0] ? `, for a delay of ${runs[0].movedDelay}` : ""}. The theorem, for infinite width: one B, dashed, bounds all lags of a nu_W. Rings are lags whose rho_j is lost in what leaks over from others at this width.`,
      draw: (options) => movedChart({ width, runs }, options),
      table: {
        columns: ["nuW", "lag", "rho", "moved", "movedOverRho", "pulled"],
        rows: runs.flatMap((r) =>
          r.moved.map((moved, j) => [r.nuW, j, r.rho[j], moved, r.movedOverRho[j], r.pulled[j]]),
        ),
      },
    },
  ];
}

function gradientFigures({ runs, spectralRadius, width, seeds }: GradientsEvidence): Figure[] {
  const shares = ["readout", "input", "transition"] as const;
  return [
    {
      id: "gradients-norms",
      title: "Gradients vanish below nu_W = 1 and explode above",
      caption: `Squared gradient norm of the response at each lag, by weight. Lines are the limit, dots the mean of ${seeds} network${seeds === 1 ? "" : "s"} of ${width} hidden units. All frames share one logarithmic axis.`,
      draw: (options) => gradientNormsChart({ runs }, options),
      table: {
        columns: ["nuW", "lag", "share", "limit", "network"],
        rows: runs.flatMap(({ nuW, limit, network }) =>
          shares.flatMap((share) => limit[share].map((v, j) => [nuW, j, share, v, network[share][j]])),
        ),
      },
    },
    {
      id: "gradients-radius",
      title: "nu_W sets the spectral radius",
      caption:
        "Where the radius passes 1, dotted, signals and gradients grow with the lag instead of dying out.",
      draw: (options) => spectralRadiusChart({ points: spectralRadius }, options),
      table: {
        columns: ["nuW", "predicted", "measured"],
        rows: spectralRadius.flatMap((p) => p.measured.map((value) => [p.nuW, p.predicted, value])),
      },
    },
  ];
}

function dataFigures(evidence: DataEvidence): Figure[] {
  const { name, training, byLags, evidenceCurve, chosen, defaults } = evidence;
  const { network, convolution } = training;
  return [
    {
      id: "data-training",
      title: `Network and convolution on ${name}`,
      caption: `${training.width} hidden units, ${training.lags} lags, nu_W = ${short(training.nuW)}. The training curves are at most ${short(training.largestGap, 2)} of the initial loss apart.`,
      draw: (options) => lossCurvesChart(training, options),
      table: columnTable({
        step: network.train.map((_, step) => step),
        networkTrain: network.train,
        networkTest: network.test,
        convolutionTrain: convolution.train,
        convolutionTest: convolution.test,
      }),
    },
    {
      id: "data-lags",
      title: "More lags, with and without the bias",
      caption:
        "Flat weights pay for every lag that they may use; weights that fall with the lag can be given more than they need.",
      draw: (options) => r2ByLagsChart({ points: byLags }, options),
      table: columnTable({
        lags: byLags.map((p) => p.lags),
        flat: byLags.map((p) => p.flat),
        rnn: byLags.map((p) => p.rnn),
      }),
    },
    {
      id: "data-evidence",
      title: "Which nu_W the recording asks for",
      caption: `Highest at nu_W = ${short(chosen.nuW)}, a horizon of ${short(chosen.horizon)} lags. The other rules are what default initialisations take.`,
      draw: (options) => evidenceCurveChart({ curve: evidenceCurve, chosen: chosen.nuW, defaults }, options),
      table: columnTable({
        nuW: evidenceCurve.map((p) => p.nuW),
        logEvidence: evidenceCurve.map((p) => p.logEvidence),
      }),
    },
  ];
}

function finiteWidthFigures({ runs, nuW }: FiniteWidthEvidence): Figure[] {
  return [
    {
      id: "finite-width-ratio",
      title: "How far the limit holds",
      caption: `Energy that reaches each lag, over what the limit says, at nu_W = ${short(nuW)}. Curves of different widths fall together when the lag is counted in roots of the width.`,
      draw: (options) => finiteWidthChart({ runs }, options),
      table: {
        columns: ["width", "lag", "ratio", "standardError", "predicted"],
        rows: runs.flatMap((r) =>
          r.lags.map((lag, k) => [r.width, lag, r.ratio[k], r.standardError[k], r.predicted[k]]),
        ),
      },
    },
  ];
}

function convergenceTable({ series }: ConvergenceData): DataTable {
  return {
    columns: ["nuW", "width", "seed", "value"],
    rows: series.flatMap(({ nuW, widths, values }) =>
      widths.flatMap((width, w) => values[w].map((value, seed) => [nuW, width, seed, value])),
    ),
  };
}
