import {
  gradientDescent,
  LagAccumulator,
  type LagStatistics,
  LinearRnn,
  matrix,
  pointer,
  QuadraticLoss,
  Random,
  type RnnWeights,
  Workspace,
} from "@lagwise/core";
import { type Timing, time, timeInTurn } from "./timing.js";

export const STEP = { width: 1000, lags: 20, sequences: 50, nuW: 0.5 } as const;

/** Everything that a step does: response, loss and gradient, update. */
export function stepOf(network: LinearRnn, loss: QuadraticLoss): () => void {
  // a rate this small moves the weights by rounding alone: every run does the same work on the same numbers
  return () => network.descend(loss.evaluate(network.impulseResponse()).gradient, 1e-300);
}

export function drawNetwork(width: number, lags: number, inputs = 1, outputs = 1): LinearRnn {
  return new LinearRnn({ width, lags, inputs, outputs, initialisation: { nuW: STEP.nuW }, seed: 1 });
}

/** White inputs and outputs: 50 sequences are as good as any for a timing. */
export function drawSequences(lags: number, sequences: number) {
  const random = new Random(2);
  const x = random.normals(sequences * lags);
  const y = random.normals(sequences * lags);
  const statistics = new LagAccumulator(lags, 1, 1);
  for (let s = 0; s < sequences; s++) {
    const part = (values: Float64Array) => matrix(lags, 1, values.slice(s * lags, (s + 1) * lags));
    statistics.add({ inputs: part(x), outputs: part(y) });
    statistics.endSegment();
  }
  return { x, y, statistics: statistics.statistics() };
}

/** A step beside the machine's limit, in turn, in one process. */
export interface Roofline {
  readonly step: Timing;
  /** one read of W, milliseconds */
  readonly read: number;
  readonly gigaflops: number;
  /** T reads of W and the update's multiply-adds at the peak, milliseconds */
  readonly limit: number;
  readonly ratio: number;
}

export function roofline(statistics: LagStatistics): Roofline {
  const { width: n, lags } = STEP;
  const network = drawNetwork(n, lags);
  const step = stepOf(network, new QuadraticLoss(statistics));
  const work = new Workspace(n * n);
  const W = work.matrix(n, n);
  const rounds = 500_000;
  const times = timeInTurn(
    {
      step,
      // as often in a row as a step does, so that caches help it as they help the step
      reads: () => {
        for (let k = 0; k < lags; k++) work.kernels.readAll(n * n, pointer(W));
      },
      multiply: () => work.kernels.multiplyAll(rounds, 1e-9),
    },
    { runs: 41, warmUps: 5 },
  );
  const gigaflops = (26 * rounds) / (times.multiply.median * 1e6);
  const update = (2 * (lags - 1) * n * n) / (gigaflops * 1e6);
  const limit = times.reads.median + update;
  const read = times.reads.median / lags;
  return { step: times.step, read, gigaflops, limit, ratio: times.step.median / limit };
}

/** Weights after so many steps, for comparison with another library's. */
export function trained(
  weights: RnnWeights,
  statistics: LagStatistics,
  lags: number,
  rate: number,
  steps: number,
) {
  const shape = { width: weights.W.rows, lags, inputs: weights.F.columns, outputs: weights.C.rows };
  const network = new LinearRnn({ ...shape, initialisation: { nuW: STEP.nuW }, seed: 1 }, weights);
  const losses: number[] = [];
  const loss = new QuadraticLoss(statistics);
  for (const { step, response } of gradientDescent(network, {
    train: statistics,
    learningRate: rate,
    steps,
  })) {
    losses[step] = loss.evaluate(response).loss;
  }
  return { weights: network.weights(), losses };
}

/** The tangent kernel of a network that has just been stepped, so that nothing of it is kept from the run before. */
export function tangentKernel(weights: RnnWeights, lags: number) {
  const shape = { width: weights.W.rows, lags, inputs: 1, outputs: 1 };
  const network = new LinearRnn({ ...shape, initialisation: { nuW: STEP.nuW }, seed: 1 }, weights);
  const kernel = network.tangentKernel();
  const nothing = matrix(1, lags);
  const timing = time(() => network.tangentKernel(), {
    runs: 21,
    before: () => network.descend(nothing, 1e-300),
  });
  return { timing, kernel };
}

/** How a step's cost grows, one thing at a time. */
export function growth(): { varied: string; value: number; milliseconds: number }[] {
  const measure = (width: number, lags: number, sequences: number) => {
    const { statistics } = drawSequences(lags, sequences);
    return time(stepOf(drawNetwork(width, lags), new QuadraticLoss(statistics)), { runs: 11 }).median;
  };
  const { width, lags, sequences } = STEP;
  return [
    ...[250, 500, 1000, 2000].map((value) => ({
      varied: "width",
      value,
      milliseconds: measure(value, lags, sequences),
    })),
    ...[10, 20, 40].map((value) => ({
      varied: "lags",
      value,
      milliseconds: measure(width, value, sequences),
    })),
    ...[50, 200, 800].map((value) => ({
      varied: "sequences",
      value,
      milliseconds: measure(width, lags, value),
    })),
  ];
}
