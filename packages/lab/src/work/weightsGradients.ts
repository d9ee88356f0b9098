import {
  type Initialisation,
  type LagWeightShares,
  LinearRnn,
  lagWeightShares,
  type Matrix,
} from "@lagwise/core";

/** As many lags as the view can show. */
const MOST_LAGS = 200;

/**
 * Squared gradient norms of one coefficient of a drawn network's impulse response with respect to C, F and W, by lag,
 * for variances of 1: the diagonals of the tangent kernel's three parts.
 */
export function unitGradientNorms(width: number, seed: number): LagWeightShares {
  const initialisation = { nuW: 1 };
  const network = new LinearRnn({ width, inputs: 1, outputs: 1, lags: MOST_LAGS, initialisation, seed });
  const { readout, input, transition } = network.tangentKernelShares();
  const diagonal = ({ data }: Matrix) =>
    Float64Array.from({ length: MOST_LAGS }, (_, j) => data[j * (MOST_LAGS + 1)]);
  return { readout: diagonal(readout), input: diagonal(input), transition: diagonal(transition) };
}

/**
 * The squared gradient norms of the same draw with other variances, beside their expectation. A variance scales the
 * weights that were drawn, and each norm is homogeneous in them: what a network has beside the limit, as a part of
 * it, is the draw's alone. So a moving slider needs no new network.
 */
export function gradientNorms(
  unit: LagWeightShares,
  initialisation: Initialisation,
  lags: number,
): { readonly limit: LagWeightShares; readonly network: LagWeightShares } {
  const limit = lagWeightShares(initialisation, lags);
  return {
    limit,
    network: {
      readout: limit.readout.map((value, j) => value * unit.readout[j]),
      input: limit.input.map((value, j) => value * unit.input[j]),
      transition: limit.transition.map((value, j) => (j === 0 ? 0 : (value * unit.transition[j]) / j)),
    },
  };
}
