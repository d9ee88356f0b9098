import { lagWeightShares, lagWeights } from "@lagwise/core";
import { columnTable, lagWeightsChart } from "@lagwise/report";
import type { FigureViewProps } from "../parts/FigureView.js";
import { type Drawing, pytorchDefault } from "./initialiseDesign.js";

/** Past so many lags PyTorch's default has no weight that could be seen. */
const REFERENCE_LAGS = 200;

/** The lag weights of a drawing, PyTorch's default over them, as far as the horizon and half as far again. */
export function weightsBesideDefault({ nuW, nuF, nuC, horizon }: Drawing): FigureViewProps["figure"] {
  const lags = Math.max(12, Math.ceil(1.5 * horizon));
  const rho = lagWeights({ nuW, nuF, nuC }, lags);
  const shares = lagWeightShares({ nuW, nuF, nuC }, lags);
  const reference = {
    name: pytorchDefault.name,
    rho: lagWeights(pytorchDefault, Math.min(lags, REFERENCE_LAGS)),
    horizon: pytorchDefault.horizon,
  };
  return {
    id: "initialised-lag-weights",
    title: "What it changes",
    caption:
      "How freely each lag may be learnt: filled, with this initialisation; the line, with PyTorch's default.",
    draw: (options) => lagWeightsChart({ rho, shares, horizon, reference }, options),
    table: () => columnTable({ lag: rho.map((_, j) => j), rho, ...shares }),
  };
}
