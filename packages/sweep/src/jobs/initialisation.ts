import { type Initialisation, namedInitialisations } from "@lagwise/core";

/** The variances of an initialisation as settings say them: a default's name, or nu_W with the others. */
export interface InitialisationSettings {
  readonly init?: string;
  readonly nuW?: number;
  readonly nuF?: number;
  readonly nuC?: number;
}

/** Names that `init` may have: those of `lagwise train --init`. */
export const initialisationNames = namedInitialisations.map(({ name }) => name.toLowerCase());

export function initialisationOf({ init, nuW = 0, nuF, nuC }: InitialisationSettings): Initialisation {
  const named = namedInitialisations.find(({ name }) => name.toLowerCase() === init);
  return named?.initialisation ?? { nuW, nuF, nuC };
}
