import { type Initialisation, namedInitialisations } from "@lagwise/core";
import type { Settings } from "../state/settings.js";

/** An initialisation with a name, as settings of the view. */
export interface Preset {
  readonly name: string;
  /** what it is, in a line */
  readonly note: string;
  readonly values: Pick<Settings<"weights">, "nuW" | "nuF" | "nuC" | "etaC" | "etaF" | "etaW">;
}

export const presets: readonly Preset[] = [
  preset("short 0.3", "A short memory: a transition matrix that forgets within a few samples.", { nuW: 0.3 }),
  preset("long 0.8", "A long memory: the same network from a larger transition variance.", { nuW: 0.8 }),
  ...namedInitialisations.map(({ name, draws, initialisation }) =>
    preset(name, `${draws[0].toUpperCase()}${draws.slice(1)}.`, initialisation),
  ),
];

/** The preset whose values these are, to the digits that an address holds. */
export function presetOf(settings: Preset["values"]): Preset | undefined {
  const same = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  return presets.find(({ values }) =>
    Object.entries(values).every(([name, value]) => same(settings[name as keyof Preset["values"]], value)),
  );
}

/** The view's settings as the core has them. */
export function initialisationOf({ nuW, nuF, nuC, etaC, etaF, etaW }: Preset["values"]): Initialisation {
  return { nuW, nuF, nuC, multipliers: { C: etaC, F: etaF, W: etaW } };
}

function preset(name: string, note: string, { nuW, nuF = 1, nuC = 1, multipliers }: Initialisation): Preset {
  const { C = 1, F = 1, W = 1 } = multipliers ?? {};
  return { name, note, values: { nuW, nuF, nuC, etaC: C, etaF: F, etaW: W } };
}
