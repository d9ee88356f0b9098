import { LagwiseError } from "../LagwiseError.js";
import { largestEigenvalue, tridiagonalise } from "../linalg/tridiagonal.js";
import type { ImpulseModel } from "../models/ImpulseModel.js";
import type { ImpulseResponse } from "../response/ImpulseResponse.js";
import type { LagStatistics } from "../signal/LagStatistics.js";
import { weighted } from "./evidence.js";
import { QuadraticLoss } from "./QuadraticLoss.js";

export interface DescentSettings {
  readonly train: LagStatistics;
  /** scored along the way, at no cost in samples */
  readonly test?: LagStatistics;
  readonly learningRate: number;
  readonly steps: number;
  /** ends early once the test loss has not fallen for so many steps (the training loss where there is no test) */
  readonly patience?: number;
  /** what the learning rate is measured against when training diverges; see `largestStableRate` */
  readonly largestStableRate?: number;
}

/** Where a model stands after so many steps. */
export interface DescentStep {
  readonly step: number;
  /** mean |y − ŷ|² / mean |y|² of the training part: 1 for a response of zeros */
  readonly trainLoss: number;
  readonly testLoss?: number;
  readonly response: ImpulseResponse;
}

/** A loss of so many times its first value, or of the output's power, is divergence. */
const DIVERGED = 10;

/**
 * Full-batch gradient descent of any model on any statistics, a step at a time: step 0 is the start. Whoever
 * iterates may show progress, keep what it wants of each step, rest, or stop.
 * Throws a LagwiseError as soon as the loss explodes, with the largest stable learning rate where it is known.
 *
 * @example for (const { step, trainLoss } of gradientDescent(model, { train, learningRate, steps: 200 })) …
 */
export function* gradientDescent(
  model: ImpulseModel,
  settings: DescentSettings,
): Generator<DescentStep, void> {
  const { learningRate, steps, patience = Number.POSITIVE_INFINITY } = settings;
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new LagwiseError(`invalid learning rate: ${learningRate} (a number above 0)`);
  }
  const train = new QuadraticLoss(settings.train);
  const test = settings.test && settings.test.samples > 0 ? new QuadraticLoss(settings.test) : undefined;
  let first = 0;
  let best = Number.POSITIVE_INFINITY;
  let bestStep = 0;
  for (let step = 0; step <= steps; step++) {
    const response = model.impulseResponse();
    const { loss, gradient } = train.evaluate(response);
    const trainLoss = (2 * loss) / train.outputPower;
    const testLoss = test?.normalised(response);
    if (step === 0) first = trainLoss;
    if (!(trainLoss <= DIVERGED * Math.max(1, first))) throw diverged(step, settings);
    yield { step, trainLoss, testLoss, response };
    const watched = testLoss ?? trainLoss;
    if (watched < best) [best, bestStep] = [watched, step];
    if (step - bestStep >= patience) return;
    if (step < steps) model.descend(gradient, learningRate);
  }
}

/**
 * 2 / λ_max of D^½ R D^½ for weights rho, times 1 + mu with momentum mu: above it gradient descent of the scaled
 * convolution diverges, and a wide network's with it. Half of it learns about as fast as can be and leaves a network
 * of finite width its room. Costs a tridiagonal reduction, O((T·n_x)³).
 * Throws a LagwiseError where every lag weight, or every input, is 0.
 */
export function largestStableRate(statistics: LagStatistics, rho: Float64Array, momentum = 0): number {
  const { weightedR, weightedS } = weighted(statistics, rho);
  const largest = largestEigenvalue(tridiagonalise(weightedR, weightedS));
  if (!(largest > 0))
    throw new LagwiseError("nothing can be learnt: every lag weight is 0, or the inputs are");
  return (2 * (1 + momentum)) / largest;
}

function diverged(step: number, { learningRate, largestStableRate }: DescentSettings): LagwiseError {
  const known =
    largestStableRate === undefined
      ? ""
      : `; the largest stable one is about ${largestStableRate.toPrecision(3)}`;
  return new LagwiseError(
    `training diverged at step ${step}: a learning rate of ${learningRate} is too large${known}`,
  );
}
