import { type LagStatistics, type LinearRnn, sideBySide } from "@lagwise/core";
import type { LossCurves } from "./evidence.js";

interface TrainedTogether {
  readonly network: LossCurves;
  readonly convolution: LossCurves;
  /** largest |network − convolution| of the training curves over the initial loss */
  readonly largestGap: number;
}

export interface Training {
  readonly train: LagStatistics;
  readonly test: LagStatistics;
  readonly learningRate: number;
  readonly steps: number;
  /** weights of the convolution that the network is compared with */
  readonly rho: Float64Array;
  /** waited for after each step */
  readonly afterStep: () => Promise<void>;
}

/** The loss curves of a network and of the convolution with weights rho. */
export async function trainTogether(
  rnn: LinearRnn,
  { afterStep, ...training }: Training,
): Promise<TrainedTogether> {
  const network = { train: [] as number[], test: [] as number[] };
  const convolution = { train: [] as number[], test: [] as number[] };
  for (const at of sideBySide(rnn, training)) {
    network.train.push(at.network.trainLoss);
    convolution.train.push(at.convolution.trainLoss);
    if (at.network.testLoss !== undefined) network.test.push(at.network.testLoss);
    if (at.convolution.testLoss !== undefined) convolution.test.push(at.convolution.testLoss);
    await afterStep();
  }
  return { network, convolution, largestGap: gapOf(network, convolution) };
}

/** largest |a − b| of the training curves over where they began */
export function gapOf(a: LossCurves, b: LossCurves): number {
  return Math.max(...a.train.map((loss, k) => Math.abs(loss - b.train[k]))) / b.train[0];
}
