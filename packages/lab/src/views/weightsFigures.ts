import {
  type Initialisation,
  type LagWeightShares,
  lagWeightShares,
  lagWeights,
  memoryHorizon,
  namedInitialisations,
} from "@lagwise/core";
import {
  columnTable,
  gradientNormsChart,
  type HorizonPoint,
  horizonCurveChart,
  lagWeightsChart,
} from "@lagwise/report";
import type { FigureViewProps } from "../parts/FigureView.js";
import { gradientNorms } from "../work/weightsGradients.js";

type LabFigure = FigureViewProps["figure"];

const pytorch = namedInitialisations[0];

/** A weighting to compare with: PyTorch's default. */
export const reference = {
  name: "PyTorch's default",
  nuW: pytorch.initialisation.nuW,
  horizon: memoryHorizon(pytorch.initialisation),
};

/** Past so many lags PyTorch's default has no weight that could be seen. */
const REFERENCE_LAGS = 200;

/** rho_j by lag with its three shares, over `lags` lags. */
export function lagWeightsFigure(
  initialisation: Initialisation,
  lags: number,
  withReference: boolean,
): LabFigure {
  const shares = lagWeightShares(initialisation, lags);
  const rho = lagWeights(initialisation, lags);
  const horizon = memoryHorizon(initialisation);
  const other = lagWeights(pytorch.initialisation, Math.min(lags, REFERENCE_LAGS));
  const data = {
    rho,
    shares,
    horizon: Number.isFinite(horizon) ? horizon : undefined,
    reference: withReference ? { name: reference.name, rho: other, horizon: reference.horizon } : undefined,
  };
  return {
    id: "lag-weights",
    title: "Lag weights",
    caption: "How freely each lag may be learnt, and which of the three matrices learns it.",
    draw: (options) => lagWeightsChart(data, options),
    table: () => columnTable({ lag: rho.map((_, j) => j), rho, ...shares }),
  };
}

/** Gradient norms by lag: of a drawn network, and as expected. */
export function gradientFigure(
  initialisation: Initialisation,
  lags: number,
  unit: LagWeightShares,
  width: number,
): LabFigure {
  const norms = gradientNorms(unit, initialisation, lags);
  const { limit, network } = norms;
  const scaled = Object.values(initialisation.multipliers ?? {}).some((eta) => eta !== 1);
  return {
    id: "gradient-norms",
    title: "Gradient norms",
    caption:
      `Lines: the squared gradient norms that theory expects. Dots: those of one network of ${width} units, drawn ` +
      `at random. The axis is logarithmic: a straight line down is a gradient that vanishes.${scaled ? " Each is multiplied by its matrix's learning rate." : ""}`,
    draw: (options) => gradientNormsChart({ runs: [{ nuW: initialisation.nuW, ...norms }] }, options),
    table: () =>
      columnTable({
        lag: limit.readout.map((_, j) => j),
        readout_expected: limit.readout,
        readout_network: network.readout,
        input_expected: limit.input,
        input_network: network.input,
        transition_expected: limit.transition,
        transition_network: network.transition,
      }),
  };
}

/** The horizon against nu_W, and where one stands on it. */
export function horizonFigure(
  curve: readonly HorizonPoint[],
  chosen: HorizonPoint,
  withReference: boolean,
): LabFigure {
  const references = withReference ? [reference] : [];
  return {
    id: "memory-horizon",
    title: "Memory horizon",
    caption: "How many lags hold 95 % of all weight, for every nu_W; the other variances stay as they are.",
    draw: (options) => horizonCurveChart({ curve, chosen, references }, options),
    table: () =>
      columnTable({ nu_w: curve.map(({ nuW }) => nuW), horizon95: curve.map(({ horizon }) => horizon) }),
  };
}
