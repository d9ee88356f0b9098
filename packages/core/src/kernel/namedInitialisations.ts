import type { FullInitialisation } from "./lagWeights.js";

/** A default that people train with, as the lag weights see it in the limit of a wide network. */
export interface NamedInitialisation {
  readonly name: string;
  /** what the weights are drawn from, in the library's own terms, for width n and n_x inputs */
  readonly draws: string;
  readonly initialisation: FullInitialisation;
}

/**
 * In the usual, unscaled parameterisation h_t = W h_(t−1) + F x_t, y_t = C h_t with one learning rate, W and C
 * learn n times as fast as in the NTK parameterisation. Up to that common factor n the multipliers are
 * eta_C = eta_W = 1 and eta_F = 1/n, and nu_F is the variance of an entry of F: where it is of order 1/n, as with
 * PyTorch and Glorot, F's share counts as much as C's, which equal multipliers and n·variance express; where it
 * is of order 1, as with He, F's share vanishes.
 */
export const namedInitialisations: readonly NamedInitialisation[] = [
  {
    name: "PyTorch",
    draws: "nn.RNN and nn.Linear: every entry uniform in ±1/√n, variance 1/(3n)",
    initialisation: { nuW: 1 / 3, nuF: 1 / 3, nuC: 1 / 3, multipliers: { C: 1, F: 1, W: 1 } },
  },
  {
    name: "Glorot",
    draws: "variance 2/(fan in + fan out): 1/n for W, 2/n for F and C",
    initialisation: { nuW: 1, nuF: 2, nuC: 2, multipliers: { C: 1, F: 1, W: 1 } },
  },
  {
    name: "He",
    draws: "variance 2/fan in: 2/n for W and C, 2/n_x for F (here n_x = 1)",
    initialisation: { nuW: 2, nuF: 2, nuC: 2, multipliers: { C: 1, F: 0, W: 1 } },
  },
];
