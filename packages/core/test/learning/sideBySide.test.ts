import { describe, expect, it } from "vitest";
import { lagWeights } from "../../src/kernel/lagWeights.js";
import { gradientDescent, largestStableRate } from "../../src/learning/gradientDescent.js";
import { sideBySide } from "../../src/learning/sideBySide.js";
import { LinearRnn } from "../../src/models/LinearRnn.js";
import { ScaledConvolution } from "../../src/models/ScaledConvolution.js";
import { simulatedParts } from "../../src/signal/synthetic.js";

const parts = simulatedParts(
  { kind: "oscillator", radius: 0.8, period: 6 },
  { lags: 12, sequences: 20, length: 30, snr: 20, seed: 5 },
);
const initialisation = { nuW: 0.4 };
const draw = (momentum: number) =>
  new LinearRnn({ width: 64, inputs: 1, outputs: 1, lags: 12, initialisation, seed: 2, momentum });

describe.each([0, 0.6])("network and convolution side by side, momentum %s", (momentum) => {
  const rho = lagWeights(initialisation, 12);
  const learningRate = largestStableRate(parts.train, rho, momentum) / 3;
  const settings = { ...parts, learningRate, steps: 25 };

  it("are what they are one after the other", () => {
    const together = [...sideBySide(draw(momentum), settings)];
    const network = [...gradientDescent(draw(momentum), settings)];
    const alone = new ScaledConvolution(rho, 1, 1, draw(momentum).impulseResponse(), momentum);
    const convolution = [...gradientDescent(alone, settings)];
    expect(together.map((at) => at.network)).toEqual(network);
    expect(together.map((at) => at.convolution)).toEqual(convolution);
    const gaps = network.map(({ trainLoss }, k) => Math.abs(trainLoss - convolution[k].trainLoss));
    expect(together[25].largestGap).toBe(Math.max(...gaps));
    expect(gaps[together[25].gapStep]).toBe(Math.max(...gaps));
  });

  it("compare with other weights where those are given: with none at all nothing is learnt", () => {
    const steps = [...sideBySide(draw(momentum), { ...settings, rho: new Float64Array(12) })];
    expect(steps.map((at) => at.network)).toEqual([...gradientDescent(draw(momentum), settings)]);
    expect(steps[25].convolution.response).toEqual(steps[0].convolution.response);
  });
});
