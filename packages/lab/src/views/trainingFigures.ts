import { type ImpulseResponse, matrix } from "@lagwise/core";
import {
  columnTable,
  type DataTable,
  type Figure,
  impulseResponseChart,
  kernelHeatmapChart,
  lossCurvesChart,
  type Numbers,
} from "@lagwise/report";
import type { TrainingReport } from "../work/trainingMessages.js";
import type { KernelNow } from "../work/trainingRun.js";
import type { ShownRun } from "../work/trainingStore.js";
import { drawnSteps, roundSteps, standingApart } from "../work/trainingThinning.js";

/** A figure whose table is made when it is asked for: of a run that is still growing. */
export type LiveFigure = Omit<Figure, "table"> & { readonly table: () => DataTable };

/** The losses up to now. All steps are in the table, those that can be told apart in the picture. */
export function lossFigure({ history }: ShownRun, logarithmic: boolean): LiveFigure {
  const { network, convolution, closedForm } = history;
  const last = network.train.length - 1;
  const until = roundSteps(last);
  const steps = drawnSteps([network.train, network.test, convolution.train, convolution.test], {
    logarithmic,
  });
  const apart = standingApart(closedForm.steps, until, { logarithmic });
  const data = {
    network: picked(network, steps),
    convolution: picked(convolution, steps),
    closedForm: { ...picked(closedForm, apart), steps: apart.map((k) => closedForm.steps[k]) },
    steps,
    stepAxis: { until, logarithmic },
  };
  return {
    id: "training-loss",
    title: "Loss by step",
    caption:
      "Where the thin line lies on the wide one, network and convolution learn alike. The dots are the closed form, which " +
      "knows the convolution’s training before it begins.",
    draw: (options) => lossCurvesChart(data, options),
    table: () => lossTable(history, last),
  };
}

/** What network and convolution have learnt so far, and what there is to learn. */
export function responseFigure({ begun }: ShownRun, { responses }: TrainingReport): LiveFigure {
  const { network, convolution } = responses;
  const series = [
    { name: "network", response: responseOf(network) },
    { name: "convolution", response: responseOf(convolution) },
  ];
  const target = { name: "teacher", response: responseOf(begun.target) };
  return {
    id: "training-response",
    title: "What has been learnt so far",
    caption:
      "The impulse response: how much of an input is in the output so many samples later. Lags with little weight are " +
      "learnt late, or never.",
    draw: (options) =>
      impulseResponseChart({ inputNames: ["input"], outputNames: ["output"], series, target }, options),
    table: () =>
      columnTable({
        lag: Array.from(network, (_, j) => j),
        network,
        convolution,
        teacher: begun.target,
        rho: begun.rho,
      }),
  };
}

/** The network's tangent kernel as it is now. */
export function kernelFigure({ plan, begun: { rho } }: ShownRun, { kernel }: KernelNow): LiveFigure {
  const { lags, width, nuW } = plan;
  const rows = Array.from({ length: lags }, (_, j) => kernel.subarray(j * lags, (j + 1) * lags));
  return {
    id: "training-kernel",
    title: "The tangent kernel, and its limit",
    caption:
      "How learning at lag k moves the response at lag j. The wider the network, the less is left but the diagonal: the " +
      "lag weights rho. The stronger the colour, the larger, on a square-root scale; grey is negative.",
    draw: (options) => kernelHeatmapChart({ nuW, width, kernel: rows, rho }, options),
    table: () => ({
      columns: ["j", "k", "kernel", "limit"],
      rows: rows.flatMap((row, j) => Array.from(row, (value, k) => [j, k, value, j === k ? rho[j] : 0])),
    }),
  };
}

interface Curves {
  readonly train: Float64Array;
  readonly test: Float64Array;
}

function picked({ train, test }: Curves, at: readonly number[]): { train: number[]; test: number[] } {
  return { train: at.map((k) => train[k]), test: at.map((k) => test[k]) };
}

/** Every step's losses up to `last`; the closed form's only where it was worked out. */
function lossTable({ network, convolution, closedForm }: ShownRun["history"], last: number): DataTable {
  const atSteps = (values: Numbers) => {
    const column = new Float64Array(last + 1).fill(Number.NaN);
    closedForm.steps.forEach((step, k) => {
      if (step <= last) column[step] = values[k];
    });
    return column;
  };
  const until = (values: Float64Array) => values.subarray(0, last + 1);
  return columnTable({
    step: Array.from({ length: last + 1 }, (_, step) => step),
    networkTrain: until(network.train),
    networkTest: until(network.test),
    convolutionTrain: until(convolution.train),
    convolutionTest: until(convolution.test),
    closedFormTrain: atSteps(closedForm.train),
    closedFormTest: atSteps(closedForm.test),
  });
}

function responseOf(values: Float64Array): ImpulseResponse {
  return { lags: values.length, inputs: 1, outputs: 1, coefficients: matrix(1, values.length, values) };
}
