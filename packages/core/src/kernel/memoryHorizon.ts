import { LagwiseError } from "../LagwiseError.js";
import { fullInitialisation, type Initialisation } from "./lagWeights.js";

/** Past this many lags a search for a horizon stops: no recurrent network is unrolled so far. */
const FARTHEST_LAG = 10_000_000;

/** Sum of rho_j over all lags: (eta_C nu_F + eta_F nu_C)/(1−nu_W) + eta_W nu_C nu_F/(1−nu_W)²; infinite from nu_W = 1. */
export function totalLagWeight(initialisation: Initialisation): number {
  const { nuW, nuF, nuC, multipliers } = fullInitialisation(initialisation);
  if (multipliers.C * nuF + multipliers.F * nuC + multipliers.W * nuC * nuF === 0) return 0;
  if (nuW >= 1) return Number.POSITIVE_INFINITY;
  const stable = 1 - nuW;
  return (
    (multipliers.C * nuF + multipliers.F * nuC) / stable + (multipliers.W * nuC * nuF) / (stable * stable)
  );
}

/**
 * H_p: the smallest number of lags h that hold the fraction p of all lag weight, sum_(j<h) rho_j ≥ p sum rho_j.
 * Infinity where nu_W ≥ 1. Throws a LagwiseError unless 0 < p < 1, or where every weight is 0.
 *
 * @example memoryHorizon({ nuW: 1 / 3, nuF: 1 / 3, nuC: 1 / 3 })  // 4: PyTorch's default looks back four lags
 */
export function memoryHorizon(initialisation: Initialisation, p = 0.95): number {
  if (!(p > 0 && p < 1)) throw new LagwiseError(`invalid fraction: ${p} (between 0 and 1)`);
  const total = totalLagWeight(initialisation);
  if (total === 0) throw new LagwiseError("every lag weight is 0: nu_F and nu_C cannot both be 0");
  if (total === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const { nuW, nuF, nuC, multipliers } = fullInitialisation(initialisation);
  // the tail in closed form, sum_(j≥h) rho_j = nu_W^h (a/(1−nu_W) + w (h/(nu_W (1−nu_W)) + 1/(1−nu_W)²)) with
  // j = h + i; the search ends where it is no longer above (1 − p) of the total
  const stable = 1 - nuW;
  const a = multipliers.C * nuF + multipliers.F * nuC;
  const w = multipliers.W * nuC * nuF;
  let power = 1;
  let powerBefore = 0;
  for (let h = 1; h <= FARTHEST_LAG; h++) {
    powerBefore = power;
    power *= nuW;
    const tail = (a * power) / stable + w * ((h * powerBefore) / stable + power / (stable * stable));
    if (tail <= (1 - p) * total * (1 + 1e-12)) return h;
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * The inverse of memoryHorizon: the smallest nu_W whose horizon is at least `horizon` lags, to `1e-12`.
 * 0 where the other two variances reach it alone. Throws a LagwiseError for a horizon that is not a whole number
 * of at least 1.
 */
export function designTransitionVariance(
  horizon: number,
  others: Omit<Initialisation, "nuW"> = {},
  p = 0.95,
): number {
  if (!(Number.isInteger(horizon) && horizon >= 1 && horizon < FARTHEST_LAG)) {
    throw new LagwiseError(`invalid horizon: ${horizon} (a whole number of lags, 1 to ${FARTHEST_LAG - 1})`);
  }
  const reaches = (nuW: number) => memoryHorizon({ ...others, nuW }, p) >= horizon;
  if (reaches(0)) return 0;
  let below = 0;
  let above = 1;
  while (above - below > 1e-12 && above > below) {
    const middle = (below + above) / 2;
    if (reaches(middle)) above = middle;
    else below = middle;
  }
  return above;
}
