import { LagwiseError } from "../LagwiseError.js";

/**
 * Variances of a linear RNN's weights at initialisation, in the NTK parameterisation (arXiv 2101.07833), and the
 * learning-rate multiplier of each weight, which is how other parameterisations are expressed.
 */
export interface Initialisation {
  /** nu_W, variance of the transition matrix's entries; below 1 is the stable regime */
  readonly nuW: number;
  /** nu_F, variance of the input matrix's entries; 1 unless given */
  readonly nuF?: number;
  /** nu_C, variance of the readout's entries; 1 unless given */
  readonly nuC?: number;
  /** eta_C, eta_F, eta_W relative to the learning rate; 1 each unless given */
  readonly multipliers?: { readonly C: number; readonly F: number; readonly W: number };
}

/** An initialisation with every default filled in. */
export type FullInitialisation = Required<Initialisation>;

/** The three additive parts of rho, `lags` values each. */
export interface LagWeightShares {
  /** eta_C nu_F nu_W^j: what learning the readout C contributes */
  readonly readout: Float64Array;
  /** eta_F nu_C nu_W^j: the input matrix F */
  readonly input: Float64Array;
  /** eta_W j nu_C nu_F nu_W^(j−1): the transition matrix W */
  readonly transition: Float64Array;
}

/** Fills in the defaults. Throws a LagwiseError for a variance or multiplier that is negative or not a number. */
export function fullInitialisation(initialisation: Initialisation): FullInitialisation {
  const { nuW, nuF = 1, nuC = 1, multipliers = { C: 1, F: 1, W: 1 } } = initialisation;
  const named = {
    nu_W: nuW,
    nu_F: nuF,
    nu_C: nuC,
    eta_C: multipliers.C,
    eta_F: multipliers.F,
    eta_W: multipliers.W,
  };
  for (const [name, value] of Object.entries(named)) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      const kind = name.startsWith("nu") ? "a variance" : "a learning-rate multiplier";
      throw new LagwiseError(`invalid ${name}: ${value} (${kind} is a finite number of at least 0)`);
    }
  }
  return { nuW, nuF, nuC, multipliers };
}

/** The shares of rho for lags j = 0 … `lags` − 1. Powers are running products, so every engine gives the same bits. */
export function lagWeightShares(initialisation: Initialisation, lags: number): LagWeightShares {
  const { nuW, nuF, nuC, multipliers } = fullInitialisation(initialisation);
  if (!(Number.isInteger(lags) && lags >= 1)) {
    throw new LagwiseError(`invalid number of lags: ${lags} (a whole number of at least 1)`);
  }
  const readout = new Float64Array(lags);
  const input = new Float64Array(lags);
  const transition = new Float64Array(lags);
  let power = 1;
  let previous = 0;
  for (let j = 0; j < lags; j++) {
    readout[j] = multipliers.C * nuF * power;
    input[j] = multipliers.F * nuC * power;
    transition[j] = multipliers.W * j * nuC * nuF * previous;
    previous = power;
    power *= nuW;
  }
  return { readout, input, transition };
}

/**
 * rho_j = eta_C nu_F nu_W^j + eta_F nu_C nu_W^j + eta_W j nu_C nu_F nu_W^(j−1): the weight at lag j of the
 * convolution that a wide linear RNN equals in training (arXiv 2101.07833).
 *
 * @example lagWeights({ nuW: 1 / 3, nuF: 1 / 3, nuC: 1 / 3 }, 3)  // 2/3, 1/3, 4/27
 */
export function lagWeights(initialisation: Initialisation, lags: number): Float64Array {
  const { readout, input, transition } = lagWeightShares(initialisation, lags);
  return readout.map((value, j) => value + input[j] + transition[j]);
}
