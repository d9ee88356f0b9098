import { lagWeights } from "../kernel/lagWeights.js";
import type { LinearRnn } from "../models/LinearRnn.js";
import { ScaledConvolution } from "../models/ScaledConvolution.js";
import { type DescentSettings, type DescentStep, gradientDescent } from "./gradientDescent.js";

export interface SideBySideSettings extends DescentSettings {
  /** weights of the convolution, T values; those of the network's initialisation unless given */
  readonly rho?: Float64Array;
}

/** Where a network and its convolution stand after so many steps. */
export interface SideBySideStep {
  readonly step: number;
  readonly network: DescentStep;
  readonly convolution: DescentStep;
  /** |network − convolution| of the training losses */
  readonly gap: number;
  /** the largest gap so far, and the step where it was */
  readonly largestGap: number;
  readonly gapStep: number;
}

/**
 * Trains a network by `gradientDescent`, and beside it, from the same impulse response, at the same rate and with the
 * same momentum, the scaled convolution that it equals as it grows wide (arXiv 2101.07833). `patience` watches the
 * network. Throws a LagwiseError where either diverges.
 *
 * @example for (const { step, gap } of sideBySide(new LinearRnn(…), { train, learningRate, steps: 200 })) …
 */
export function* sideBySide(
  rnn: LinearRnn,
  { rho = lagWeights(rnn.initialisation, rnn.lags), ...settings }: SideBySideSettings,
): Generator<SideBySideStep, void> {
  const scaled = new ScaledConvolution(rho, rnn.outputs, rnn.inputs, rnn.impulseResponse(), rnn.momentum);
  const limit = gradientDescent(scaled, { ...settings, patience: undefined });
  let [largestGap, gapStep] = [0, 0];
  for (const network of gradientDescent(rnn, settings)) {
    const { step } = network;
    const { value: convolution, done } = limit.next();
    if (done) return;
    const gap = Math.abs(network.trainLoss - convolution.trainLoss);
    if (gap > largestGap) [largestGap, gapStep] = [gap, step];
    yield { step, network, convolution, gap, largestGap, gapStep };
  }
}
