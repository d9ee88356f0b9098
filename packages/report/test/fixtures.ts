// Test-only: recordings of known systems, and evidence of the right shape with plausible numbers.

import { applyResponse, type Fit, fit, type ImpulseResponse, matrix, Random, recording } from "@lagwise/core";
import type { FitPageMeta, TrainPageData } from "@lagwise/report";

/** A fit of noise through decaying responses, `inputs` to `outputs`. */
export async function fittedFixture(
  { inputs = 1, outputs = 1, lags = 20, trainFraction = 0.8, prior = "rnn" as "rnn" | "none" } = {},
  names: (channel: string, k: number) => string = (channel, k) => `${channel}${k + 1}`,
): Promise<Fit> {
  const samples = 900;
  const random = new Random(7);
  const x = matrix(samples, inputs, random.normals(samples * inputs));
  const decay = Array.from({ length: Math.min(lags, 12) }, (_, j) => 0.7 ** j * Math.cos(j));
  const rows = Array.from({ length: outputs }, (_, o) =>
    decay.flatMap((v) => Array.from({ length: inputs }, (_, i) => (v * (1 + i)) / (1 + o))),
  );
  const response = {
    lags: decay.length,
    outputs,
    inputs,
    coefficients: matrix(outputs, decay.length * inputs, rows.flat()),
  };
  const clean = applyResponse(response, x);
  const y = matrix(
    samples,
    outputs,
    random.normals(samples * outputs, 0.04).map((e, k) => e + clean.data[k]),
  );
  const source = recording(
    Array.from({ length: inputs }, (_, k) => names("u", k)),
    Array.from({ length: outputs }, (_, k) => names("y", k)),
    [{ inputs: x, outputs: y }],
  );
  return fit(source, { lags, trainFraction, prior });
}

/** What goes with a fit's page, with a curve and predictions of the right shape. */
export function fitMeta(of: Fit): FitPageMeta {
  const best = of.prior.initialisation?.nuW ?? 0.5;
  const time = Array.from({ length: of.testSamples }, (_, k) => of.trainSamples + k);
  return {
    title: "valve-and-flow.csv",
    command: "lagwise fit valve-and-flow.csv --input u1 --output y1 --lags 20 --report fit.html",
    version: "0.1.0",
    preferredToPyTorch: 12.3,
    evidenceCurve: Array.from({ length: 40 }, (_, k) => {
      const nuW = 0.02 + k * 0.025;
      return { nuW, logEvidence: -1200 - 90 * (nuW - best) ** 2 - 4 / (1.05 - nuW) };
    }),
    prediction: of.outputNames.map((output, o) => ({
      output,
      time,
      measured: time.map((t) => Math.sin(t / 5 + o) + 0.3 * Math.cos(t * 1.7)),
      predicted: time.map((t) => Math.sin(t / 5 + o)),
    })),
  };
}

/** What a training leaves behind, of a network and a convolution that almost agree. */
export function trainFixture({ inputs = 1, outputs = 1, lags = 12, test = true } = {}): TrainPageData {
  const width = lags * inputs;
  const values = Float64Array.from(
    { length: outputs * width },
    (_, k) => 0.8 ** Math.floor((k % width) / inputs),
  );
  const response = (scale: number): ImpulseResponse => ({
    lags,
    outputs,
    inputs,
    coefficients: matrix(
      outputs,
      width,
      values.map((v) => v * scale),
    ),
  });
  const loss = (scale: number) => Array.from({ length: 200 }, (_, k) => 0.05 + scale * Math.exp(-k / 30));
  return {
    title: "pure delay of 5 samples",
    command: "lagwise train --synthetic delay --width 1000 --lags 12 --nu-w 0.3",
    version: "0.1.0",
    width: 1000,
    initialisation: { nuW: 0.3 },
    inputNames: Array.from({ length: inputs }, (_, k) => `u${k + 1}`),
    outputNames: Array.from({ length: outputs }, (_, k) => `y${k + 1}`),
    rnn: { trainLoss: loss(1), testLoss: test ? loss(1.2) : [] },
    convolution: { trainLoss: loss(1.01), testLoss: test ? loss(1.21) : [] },
    largestGap: 0.01,
    gapStep: 0,
    responses: { rnn: response(1), convolution: response(1.03) },
    settings: [
      ["learning rate", 0.31],
      ["seed", 1],
    ],
  };
}
