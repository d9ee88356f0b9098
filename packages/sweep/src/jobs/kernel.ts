import { kernelDistance, LinearRnn, lagWeights, memoryHorizon } from "@lagwise/core";
import { fromZero } from "./curves.js";
import { type InitialisationSettings, initialisationOf } from "./initialisation.js";
import type { JobResult } from "./Job.js";

/** As `lagwise kernel` takes them, a network a job. */
export interface KernelSettings extends InitialisationSettings {
  readonly lags: number;
  /** of a network to be drawn, one input and one output; none unless given */
  readonly width?: number;
  readonly seed: number;
}

/** Lag weights and their horizon; with a width, how far one network's tangent kernel is from them. */
export function kernel(settings: KernelSettings): JobResult {
  const { lags, width, seed } = settings;
  const initialisation = initialisationOf(settings);
  const rho = lagWeights(initialisation, lags);
  const measures = {
    memoryHorizon95: memoryHorizon(initialisation),
    firstWeight: rho[0],
    lastWeight: rho[lags - 1],
  };
  const curves = { lagWeights: fromZero(rho) };
  if (width === undefined) return { measures, curves };
  const network = new LinearRnn({ width, inputs: 1, outputs: 1, lags, initialisation, seed });
  const K = network.tangentKernel();
  const diagonal = rho.map((_, j) => K.data[j * K.columns + j]);
  return {
    measures: { ...measures, kernelDistance: kernelDistance(K, rho) },
    curves: { ...curves, kernelDiagonal: fromZero(diagonal) },
  };
}
