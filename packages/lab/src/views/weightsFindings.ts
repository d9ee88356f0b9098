import { type Initialisation, lagWeights, memoryHorizon, totalLagWeight } from "@lagwise/core";
import { count, short } from "@lagwise/report";

/** What an initialisation comes to: the sentence over the pictures, and what it means. */
export interface Finding {
  /** infinite from nu_W = 1, undefined where every weight is 0 */
  readonly horizon?: number;
  /** the sentence in two parts, the second to be emphasised */
  readonly sentence: readonly [string, string];
  readonly meaning: string;
}

export function findingOf(initialisation: Initialisation): Finding {
  if (totalLagWeight(initialisation) === 0) {
    return {
      sentence: ["Nothing can be learnt: ", "every weight is 0"],
      meaning: "A readout and an input matrix of zeros get no gradient. Give F or C a variance above 0.",
    };
  }
  const { nuW } = initialisation;
  const horizon = memoryHorizon(initialisation);
  if (nuW > 1) {
    return {
      horizon,
      sentence: ["No horizon: ", "the weights do not add up"],
      meaning:
        "Past the edge of stability states and gradients explode: the further back a lag, the more it weighs, " +
        "and almost any learning rate is too large for it.",
    };
  }
  if (nuW === 1) {
    return {
      horizon,
      sentence: ["No horizon: ", "the weights do not add up"],
      meaning:
        "This is the edge of stability: nothing fades with the lag, and what learning W contributes grows with it. " +
        "The network has no bias to the recent past.",
    };
  }
  return {
    horizon,
    sentence: ["95 % of all weight lies within ", count(horizon, "lag")],
    meaning: "A wide network that starts like this learns quickly there, and hardly at all further back.",
  };
}

/** The whole sentence, for those who hear it. */
export function spoken({ sentence: [start, end] }: Finding): string {
  return `${start}${end}.`;
}

/** What the gradient's squared norm does from lag 0 to the last of `lags`. */
export function gradientFinding(initialisation: Initialisation, lags: number): string {
  const rho = lagWeights(initialisation, lags);
  const ratio = rho[lags - 1] / rho[0];
  const { nuW } = initialisation;
  const compared = ratio >= 1 ? `${short(ratio)} times` : ratio > 0 ? `${oneIn(ratio)} of` : "nothing beside";
  const start = `At lag ${lags - 1} the expected squared gradient norm is ${compared} that at lag 0: `;
  if (nuW > 1) return `${start}it explodes, by a factor of more than ${short(nuW)} with each lag.`;
  if (nuW === 1) return `${start}at the edge of stability it neither vanishes nor explodes.`;
  return `${start}${ratio < 1 ? "it vanishes" : "it vanishes further back"}, as nu_W is below 1.`;
}

/** The part of all weight that each matrix holds; undefined where the weights do not add up. */
export function partsOfTotal({ nuW, nuF, nuC, multipliers }: Initialisation) {
  const of = (C: number, F: number, W: number) => totalLagWeight({ nuW, nuF, nuC, multipliers: { C, F, W } });
  const { C, F, W } = multipliers ?? { C: 1, F: 1, W: 1 };
  const total = of(C, F, W);
  if (!(total > 0 && Number.isFinite(total))) return undefined;
  return { readout: of(C, 0, 0) / total, input: of(0, F, 0) / total, transition: of(0, 0, W) / total };
}

/** The horizon by nu_W, the other variances as they are: evenly spaced, and closer towards 1 where it grows. */
export function horizonCurve(others: Omit<Initialisation, "nuW">): { nuW: number; horizon: number }[] {
  const even = Array.from({ length: 190 }, (_, k) => k / 200);
  const towardsOne = Array.from({ length: 60 }, (_, k) => 1 - 0.05 * 0.02 ** (k / 59));
  return [...even, ...towardsOne].map((nuW) => ({ nuW, horizon: memoryHorizon({ ...others, nuW }) }));
}

function oneIn(ratio: number): string {
  return ratio > 0.1 ? short(ratio, 2) : `1/${short(1 / ratio, 2)}`;
}
