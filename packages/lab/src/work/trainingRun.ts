import {
  closedFormTrajectory,
  kernelDistance,
  LinearRnn,
  lagWeights,
  largestStableRate,
  QuadraticLoss,
  type SideBySideStep,
  sideBySide,
  simulatedParts,
  type Trajectory,
  teacherResponse,
} from "@lagwise/core";
import { SEQUENCES, type TrainingPlan } from "./trainingPlan.js";
import { roundSteps } from "./trainingThinning.js";

/** Normalised losses, of one step each. */
export interface LossColumns {
  readonly train: Float64Array;
  readonly test: Float64Array;
}

/** What has come since it was last taken. */
export interface TakenLosses {
  /** of the steps that follow those taken before */
  readonly network: LossColumns;
  readonly convolution: LossColumns;
  /** of some steps only, about 40 for each power of ten, as far ahead as `roundSteps` looks */
  readonly closedForm: LossColumns & { readonly steps: Float64Array };
}

/** A network's tangent kernel, T × T row by row, and its relative distance from diag(rho). */
export interface KernelNow {
  readonly step: number;
  readonly kernel: Float64Array;
  readonly distance: number;
}

/** Why a run rests by itself: it has taken many steps, or no loss changes any more. */
export type Rest = "steps" | "still";

/** So many steps a run takes before it rests. */
export const MANY_STEPS = 100_000;
/** A run is still when in so many steps … */
const STILL_STEPS = 1000;
/** … no loss has changed by more than this part of itself. */
const STILL_CHANGE = 1e-6;

/**
 * A network, its convolution and the closed form, trained on what a teacher has simulated: the training of
 * `lagwise train --synthetic`, a step at a time. Making one draws the network, which takes a part of a second at 2000
 * hidden units, and takes step 0. Throws a LagwiseError for a plan that cannot be.
 */
export class TrainingRun {
  readonly rho: Float64Array;
  /** the teacher's response, T values */
  readonly target: Float64Array;
  readonly largestStableRate: number;
  readonly learningRate: number;
  readonly #network: LinearRnn;
  readonly #trajectory: Trajectory;
  readonly #trainLoss: QuadraticLoss;
  readonly #testLoss: QuadraticLoss;
  readonly #steps: Generator<SideBySideStep, void>;
  #at: SideBySideStep;
  #nextMark = 0;
  #still: readonly number[] = [];
  #fresh = emptyColumns();

  constructor({ teacher, snr, width, lags, nuW, rate, seed }: TrainingPlan) {
    const { train, test } = simulatedParts(teacher, { lags, sequences: SEQUENCES, length: lags, snr, seed });
    const initialisation = { nuW };
    this.rho = lagWeights(initialisation, lags);
    this.target = teacherResponse(teacher, lags).coefficients.data;
    this.largestStableRate = largestStableRate(train, this.rho);
    this.learningRate = rate * this.largestStableRate;
    this.#network = new LinearRnn({ width, inputs: 1, outputs: 1, lags, initialisation, seed });
    this.#trajectory = closedFormTrajectory(train, this.rho, this.#network.impulseResponse());
    this.#trainLoss = new QuadraticLoss(train);
    this.#testLoss = new QuadraticLoss(test);
    const { learningRate, largestStableRate: largest } = this;
    const steps = Number.POSITIVE_INFINITY;
    this.#steps = sideBySide(this.#network, {
      train,
      test,
      learningRate,
      steps,
      largestStableRate: largest,
      rho: this.rho,
    });
    this.#at = this.#take();
  }

  /** Where both stand. */
  get at(): SideBySideStep {
    return this.#at;
  }

  /** Takes one step of both; says when it is time to rest. Throws a LagwiseError where training diverges. */
  step(): Rest | undefined {
    this.#at = this.#take();
    const { step, network, convolution } = this.#at;
    if (step % STILL_STEPS === 0) {
      const now = [network, convolution].flatMap(({ trainLoss, testLoss = 0 }) => [trainLoss, testLoss]);
      const before = this.#still;
      this.#still = now;
      const moves = now.some((loss, k) => !(Math.abs(loss - before[k]) <= STILL_CHANGE * loss));
      if (!moves) return "still";
    }
    return step % MANY_STEPS === 0 ? "steps" : undefined;
  }

  /** The losses since they were last taken. */
  takeLosses(): TakenLosses {
    const { network, convolution, closedForm, steps } = this.#fresh;
    this.#fresh = emptyColumns();
    return {
      network: columns(network),
      convolution: columns(convolution),
      closedForm: { ...columns(closedForm), steps: Float64Array.from(steps) },
    };
  }

  /** The network's tangent kernel as it is now; training goes on as if it had not been asked for. */
  kernel(): KernelNow {
    const kernel = this.#network.tangentKernel();
    return { step: this.#at.step, kernel: kernel.data, distance: kernelDistance(kernel, this.rho) };
  }

  #take(): SideBySideStep {
    const { value, done } = this.#steps.next();
    if (done) throw new RangeError("a run that has diverged takes no further steps");
    const { network, convolution, closedForm, steps } = this.#fresh;
    keep(network, value.network.trainLoss, value.network.testLoss);
    keep(convolution, value.convolution.trainLoss, value.convolution.testLoss);
    for (const ahead = roundSteps(value.step); this.#nextMark <= ahead; ) {
      const mark = this.#nextMark;
      const response = this.#trajectory.afterSteps(mark, this.learningRate);
      steps.push(mark);
      keep(closedForm, this.#trainLoss.normalised(response), this.#testLoss.normalised(response));
      this.#nextMark = Math.max(mark + 1, Math.round(mark * 1.06));
    }
    return value;
  }
}

interface Lists {
  readonly train: number[];
  readonly test: number[];
}

function emptyColumns() {
  const lists = (): Lists => ({ train: [], test: [] });
  return { network: lists(), convolution: lists(), closedForm: lists(), steps: [] as number[] };
}

function keep({ train, test }: Lists, trainLoss: number, testLoss = Number.NaN): void {
  train.push(trainLoss);
  test.push(testLoss);
}

function columns({ train, test }: Lists): LossColumns {
  return { train: Float64Array.from(train), test: Float64Array.from(test) };
}
