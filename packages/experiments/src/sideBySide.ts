import {
  gradientDescent,
  type ImpulseModel,
  type ImpulseResponse,
  type LagStatistics,
  type LinearRnn,
  ScaledConvolution,
} from "@lagwise/core";
import type { LossCurves } from "./evidence.js";

export interface SideBySide {
  readonly network: LossCurves;
  readonly convolution: LossCurves;
  /** largest |network − convolution| of the training curves over the initial loss */
  readonly largestGap: number;
  /** where both began */
  readonly initial: ImpulseResponse;
}

export interface Training {
  readonly train: LagStatistics;
  readonly test: LagStatistics;
  readonly learningRate: number;
  readonly steps: number;
  /** waited for after each step of the network */
  readonly afterStep: () => Promise<void>;
}

/** Trains a network, and from the same impulse response the convolution with weights rho, by the same rule. */
export async function trainSideBySide(
  rnn: LinearRnn,
  rho: Float64Array,
  training: Training,
): Promise<SideBySide> {
  const initial = rnn.impulseResponse();
  const scaled = new ScaledConvolution(rho, rnn.outputs, rnn.inputs, initial);
  const network = await lossCurves(rnn, training, training.afterStep);
  const convolution = await lossCurves(scaled, training);
  return { network, convolution, largestGap: gapOf(network, convolution), initial };
}

/** largest |a − b| of the training curves over where they began */
export function gapOf(a: LossCurves, b: LossCurves): number {
  return Math.max(...a.train.map((loss, k) => Math.abs(loss - b.train[k]))) / b.train[0];
}

async function lossCurves(
  model: ImpulseModel,
  { train, test, learningRate, steps }: Training,
  afterStep?: () => Promise<void>,
): Promise<LossCurves> {
  const curves = { train: [] as number[], test: [] as number[] };
  for (const { trainLoss, testLoss } of gradientDescent(model, { train, test, learningRate, steps })) {
    curves.train.push(trainLoss);
    if (testLoss !== undefined) curves.test.push(testLoss);
    await afterStep?.();
  }
  return curves;
}
