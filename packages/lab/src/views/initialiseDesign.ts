import { designTransitionVariance, memoryHorizon, namedInitialisations } from "@lagwise/core";
import { count, short } from "@lagwise/report";
import type { Settings } from "../state/settings.js";

/** The variances of the input matrix and the readout that the view designs with: those of `lagwise init`. */
const others = { nuF: 1, nuC: 1 };

const pytorch = namedInitialisations[0];

/** An initialisation of a network of a certain width, in numbers. */
export interface Drawing {
  readonly name: string;
  readonly horizon: number;
  readonly nuW: number;
  readonly nuF: number;
  readonly nuC: number;
  /** what the weights are drawn from */
  readonly law: string;
}

/** The initialisation whose memory reaches `horizon` lags: the smallest such nu_W. */
export function designed(horizon: number): Drawing {
  const nuW = designTransitionVariance(horizon, others);
  return { name: "Yours", horizon: memoryHorizon({ ...others, nuW }), nuW, ...others, law: "normal" };
}

export const pytorchDefault: Drawing = {
  name: "PyTorch's default",
  horizon: memoryHorizon(pytorch.initialisation),
  nuW: pytorch.initialisation.nuW,
  nuF: pytorch.initialisation.nuF ?? 1,
  nuC: pytorch.initialisation.nuC ?? 1,
  law: "uniform",
};

/** A row of the table: what it is, and the number for each drawing. */
export interface Row {
  readonly name: string;
  /** what PyTorch calls it, or a symbol */
  readonly also?: string;
  readonly values: readonly string[];
}

/** What to draw, figure by figure, for networks of `width` units: standard deviations are √(nu/n). */
export function rowsOf(drawings: readonly Drawing[], width: number): Row[] {
  const row = (name: string, also: string | undefined, value: (one: Drawing) => string): Row => ({
    name,
    also,
    values: drawings.map(value),
  });
  const deviation = (nu: number) => short(Math.sqrt(nu / width), 4);
  return [
    row("Memory horizon", undefined, ({ horizon }) => count(horizon, "lag")),
    row("Transition variance", "nu_W", ({ nuW }) => digits(nuW)),
    row("Spectral radius", "√nu_W", ({ nuW }) => digits(Math.sqrt(nuW))),
    row("Weights are drawn", undefined, ({ law }) => law),
    row("Standard deviation of W", "weight_hh", ({ nuW }) => deviation(nuW)),
    row("of F", "weight_ih", ({ nuF }) => deviation(nuF)),
    row("of C", "the readout", ({ nuC }) => deviation(nuC)),
  ];
}

/** The same in the view of the weights, its variance rounded up: down would lose a lag. */
export function asWeights({ nuW, nuF, nuC, horizon }: Drawing): Partial<Settings<"weights">> {
  const lags = Math.min(200, Math.max(12, Math.ceil(1.5 * horizon)));
  return { nuW: Math.ceil(nuW * 1e9) / 1e9, nuF, nuC, etaC: 1, etaF: 1, etaW: 1, lags };
}

/** The command that prints the same program. */
export function commandOf({ horizon, width, inputs, outputs, language }: Settings<"initialise">): string {
  const counts = `${inputs === 1 ? "" : ` --inputs ${inputs}`}${outputs === 1 ? "" : ` --outputs ${outputs}`}`;
  return `lagwise init --horizon ${horizon} --width ${width}${counts} --code ${language}`;
}

/** The view's sentence, for those who hear it. */
export function spoken({ nuW, horizon }: Drawing): string {
  return `To look back ${count(horizon, "lag")}, draw W with nu_W = ${digits(nuW)}.`;
}

/** Four digits, and as many more as tell a number close to 1 from 1. */
export function digits(value: number): string {
  const more = value < 1 && value > 0.999 ? Math.ceil(-Math.log10(1 - value)) + 1 : 0;
  return short(value, Math.max(4, more));
}
