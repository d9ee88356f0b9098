import { choice, type Field, flag, number, text, whole } from "./fields.js";

/** Seeds are drawn from what a 32-bit number holds. */
const SEEDS = 2 ** 32 - 1;

/**
 * Everything that can be set in each view: the whole state of the page. What is computed from it, such as a training
 * run, is computed again by whoever opens the link.
 */
export const settings = {
  weights: {
    nuW: number(0.6, 0, 4),
    nuF: number(1, 0, 4),
    nuC: number(1, 0, 4),
    /** learning-rate multipliers */
    etaC: number(1, 0, 4),
    etaF: number(1, 0, 4),
    etaW: number(1, 0, 4),
    lags: whole(30, 2, 200),
    /** whether PyTorch's default is drawn for comparison */
    reference: flag(true),
    /** of the network whose gradients are drawn beside their expectation */
    width: whole(300, 10, 2000),
    seed: whole(1, 0, SEEDS),
  },
  training: {
    teacher: choice("delay", ["delay", "oscillator", "rnn"]),
    delay: whole(5, 0, 199),
    period: number(8, 2, 200),
    radius: number(0.9, 0, 0.999),
    snr: number(20, -20, 80),
    width: whole(1000, 1, 2000),
    lags: whole(20, 2, 200),
    nuW: number(0.3, 0, 1.2),
    /** as a part of the largest stable learning rate */
    rate: number(0.5, 0.001, 1),
    seed: whole(1, 0, SEEDS),
    axis: choice("logarithmic", ["logarithmic", "linear"]),
  },
  data: {
    /** the name of a built-in recording; empty for a file of the reader's own, which no link can hold */
    recording: text("sales"),
    /** the name of a file of one's own, for the message that asks for it */
    file: text(""),
    /** columns as on the command line; empty for the recording's usual ones */
    input: text(""),
    output: text(""),
    /** 0: as many as suit the recording */
    lags: whole(0, 0, 1000),
    trainFraction: number(0.8, 0.01, 1),
    difference: choice("usual", ["usual", "yes", "no"]),
    prior: choice("rnn", ["rnn", "none"]),
    /** the test samples that are shown, from … until − 1, counted from 0; the first few hundred where `until` is 0 */
    from: whole(0, 0, 1e9),
    until: whole(0, 0, 1e9),
  },
  initialise: {
    horizon: whole(25, 1, 100_000),
    width: whole(256, 1, 100_000),
    inputs: whole(1, 1, 100_000),
    outputs: whole(1, 1, 100_000),
    language: choice("pytorch", ["pytorch", "flax", "lagwise"]),
  },
  reproduction: {
    claim: choice("kernels", ["kernels", "training", "bias", "gradients", "data", "finite-width"]),
    effort: choice("quick", ["quick", "standard", "full"]),
    seed: whole(1, 0, SEEDS),
  },
} as const;

export type ViewName = keyof typeof settings;
export const viewNames = Object.keys(settings) as ViewName[];

/** The values of a view's settings. */
export type Settings<V extends ViewName> = {
  readonly [K in keyof (typeof settings)[V]]: (typeof settings)[V][K] extends Field<infer T> ? T : never;
};

/** The view that is shown, and the settings of every view. */
export interface LabState {
  readonly view: ViewName;
  readonly settings: { readonly [V in ViewName]: Settings<V> };
}

/** A view's settings before anybody has touched them. */
export function initialSettings<V extends ViewName>(view: V): Settings<V> {
  const entries = Object.entries(settings[view]).map(([name, field]) => [name, field.initial]);
  return Object.fromEntries(entries) as Settings<V>;
}
