import type { FullInitialisation } from "../kernel/lagWeights.js";
import { lagWeights } from "../kernel/lagWeights.js";
import { portableMath } from "../kernels/portableMath.js";
import { LagwiseError } from "../LagwiseError.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";
import { shiftedForms, type Tridiagonal, tridiagonalise } from "../linalg/tridiagonal.js";
import type { LagStatistics } from "../signal/LagStatistics.js";
import { type Maximum, nelderMead } from "./nelderMead.js";

const { exp, log } = portableMath;

/**
 * log p(y | weights) of a recording under L ~ N(0, scale · diag(rho)) and Gaussian noise, with the scale and the
 * noise of each output at their most probable values.
 */
export interface Evidence {
  /** summed over the outputs, in nats */
  readonly logEvidence: number;
  /** g of each output */
  readonly scale: Float64Array;
  /** s² of each output */
  readonly noiseVariance: Float64Array;
}

/** The prior that the data ask for, with its evidence. */
export interface ChosenPrior extends Evidence {
  readonly initialisation: FullInitialisation;
  readonly rho: Float64Array;
  readonly evaluations: number;
}

/** The range of log γ that is searched, from log 1e-6 to log 1e14, γ = N g / s² times the mean of the weighted statistics' diagonal. */
const LOG_GAMMA = { from: -13.815510557964274, to: 32.23619130191664, steps: 40 };
/** nu_W is searched within (0.001, 0.999), the transition matrix's part of rho_1 within (0.001, 0.999). */
const EDGE = 0.001;
/**
 * Logits of nu_W and of the share where searches begin. The evidence can have several hills: one of moderate
 * memory, one where all weight lies in lag 0, one of long memory.
 */
const STARTS = [
  [0, -1],
  [-6, -3],
  [4, 4],
];
/** Each start is followed for so many evaluations; then only those go on that are within so many nats of the highest. */
const SCOUTING = 10;
const PROMISING = 4;

/**
 * Evidence of lag weights `rho` (T values). Costs one tridiagonal reduction of the weighted statistics,
 * O((T·n_x)³); every scale, noise and output after it costs O(T·n_x).
 * Throws a LagwiseError where there are no samples or where every weight is 0.
 */
export function evidence(statistics: LagStatistics, rho: Float64Array): Evidence {
  const { samples, outputs } = statistics;
  const { weightedR, weightedS } = weighted(statistics, rho);
  const reduced = tridiagonalise(weightedR, weightedS);
  const perOutput = Array.from({ length: outputs }, (_, o) =>
    bestScale(reduced, o, statistics.yy[o] / samples, samples),
  );
  return {
    logEvidence: perOutput.reduce((sum, best) => sum + best.logEvidence, 0),
    scale: Float64Array.from(perOutput, (best) => best.scale),
    noiseVariance: Float64Array.from(perOutput, (best) => best.noiseVariance),
  };
}

/** D^½ R D^½ (T·n_x square) and S D^½ (n_y × T·n_x), with D = diag(rho) ⊗ I. */
export function weighted(
  statistics: LagStatistics,
  rho: Float64Array,
): { weightedR: Matrix; weightedS: Matrix; root: Float64Array } {
  const { lags, inputs, samples, zz, yz } = statistics;
  if (rho.length !== lags) throw new LagwiseError(`${rho.length} lag weights for statistics of ${lags} lags`);
  if (samples === 0) throw new LagwiseError("there are no samples to learn from");
  const size = zz.columns;
  const root = Float64Array.from({ length: size }, (_, k) => Math.sqrt(rho[Math.floor(k / inputs)]));
  const weightedR = matrix(size, size);
  for (let i = 0; i < size; i++) {
    const factor = root[i] / samples;
    for (let k = i * size, j = 0; j < size; j++, k++) weightedR.data[k] = zz.data[k] * factor * root[j];
  }
  const weightedS = matrix(
    yz.rows,
    size,
    yz.data.map((value, k) => (value * root[k % size]) / samples),
  );
  return { weightedR, weightedS, root };
}

/**
 * The RNN's weights that the data find most probable: maximises the evidence over nu_W and over the transition
 * matrix's share. Data tell nu_F and nu_C apart from neither each other nor the scale, so nu_F = nu_C, and their
 * size sets the share alone. About 50 evaluations of the evidence; `onEvaluation` is called, and waited for, after
 * each: it may give other work a turn, or throw to stop.
 */
export async function chooseInitialisation(
  statistics: LagStatistics,
  onEvaluation?: (evaluations: number) => void | Promise<void>,
): Promise<ChosenPrior> {
  const at = (x: readonly number[]) => evidence(statistics, lagWeights(initialisationAt(x), statistics.lags));
  const searches = STARTS.map((start) =>
    nelderMead((x) => at(x).logEvidence, start, [1, 1], { tolerance: 0.02, size: 0.5, most: 60 }),
  );
  const steps: IteratorResult<Maximum, Maximum>[] = [];
  let evaluations = 0;
  const follow = async (k: number, most: number) => {
    for (let done = 0; done < most && !steps[k]?.done; done++) {
      steps[k] = searches[k].next();
      if (steps[k].done) return;
      evaluations++;
      await onEvaluation?.(evaluations);
    }
  };
  for (const k of searches.keys()) await follow(k, SCOUTING);
  const top = Math.max(...steps.map(({ value }) => value.value));
  for (const k of searches.keys()) {
    if (steps[k].value.value > top - PROMISING) await follow(k, Number.POSITIVE_INFINITY);
  }
  const highest = steps.reduce((best, { value }, k) => (value.value > steps[best].value.value ? k : best), 0);
  const best = steps[highest].value.at;
  const initialisation = initialisationAt(best);
  const rho = lagWeights(initialisation, statistics.lags);
  return { initialisation, rho, evaluations, ...at(best) };
}

/**
 * From two unbounded coordinates: the logits of nu_W and of the share tau = nu / (2 + nu) that the transition matrix
 * would have of the weights' first step, with nu_F = nu_C = nu.
 */
function initialisationAt([x, y]: readonly number[]): FullInitialisation {
  const inside = (t: number) => EDGE + (1 - 2 * EDGE) / (1 + exp(-t));
  const share = inside(y);
  const nu = (2 * share) / (1 - share);
  return { nuW: inside(x), nuF: nu, nuC: nu, multipliers: { C: 1, F: 1, W: 1 } };
}

interface OutputEvidence {
  readonly logEvidence: number;
  readonly scale: number;
  readonly noiseVariance: number;
}

/** The most probable γ of one output, where c is its mean power: a coarse search, then golden sections. */
function bestScale(reduced: Tridiagonal, output: number, c: number, samples: number): OutputEvidence {
  const mean = reduced.diagonal.reduce((sum, v) => sum + v, 0) / reduced.diagonal.length;
  if (!(mean > 0))
    throw new LagwiseError("the weighted inputs have no power: every lag weight or every input is 0");
  const at = (logGamma: number) => outputEvidence(reduced, output, c, samples, exp(logGamma) / mean);
  const { from, steps } = LOG_GAMMA;
  const to = Math.min(LOG_GAMMA.to, log(1e12 / reduced.diagonal.length));
  const width = (to - from) / steps;
  let best = from;
  let bestValue = Number.NEGATIVE_INFINITY;
  for (let k = 0; k <= steps; k++) {
    const value = at(from + k * width).logEvidence;
    if (value > bestValue) [best, bestValue] = [from + k * width, value];
  }
  return at(goldenSection((x) => at(x).logEvidence, best - width, best + width));
}

/**
 * With M = I + γ D^½ R D^½ and b = S D^½: s² = c − γ b M⁻¹ bᵀ is most probable for a given γ = N g / s², and
 * log p = −N/2 (log 2π s² + 1) − ½ log det M.
 */
function outputEvidence(
  reduced: Tridiagonal,
  output: number,
  c: number,
  samples: number,
  gamma: number,
): OutputEvidence {
  const { logDeterminant, quadratic } = shiftedForms(reduced, gamma, output);
  // what rounding leaves of a noiseless recording is not evidence: no noise below 1e-14 of the power
  const noiseVariance = Math.max(c - gamma * quadratic, 1e-14 * c);
  const logEvidence = -0.5 * (samples * (log(2 * Math.PI * noiseVariance) + 1) + logDeterminant);
  return { logEvidence, noiseVariance, scale: (gamma * noiseVariance) / samples };
}

/** The argument of a maximum within [a, b], to 1e-6. */
function goldenSection(f: (x: number) => number, a: number, b: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [left, right] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fLeft, fRight] = [f(left), f(right)];
  while (b - a > 1e-6) {
    if (fLeft > fRight) {
      [b, right, fRight] = [right, left, fLeft];
      left = b - ratio * (b - a);
      fLeft = f(left);
    } else {
      [a, left, fLeft] = [left, right, fRight];
      right = a + ratio * (b - a);
      fRight = f(right);
    }
  }
  return (a + b) / 2;
}
