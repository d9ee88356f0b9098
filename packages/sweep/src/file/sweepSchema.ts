import { z } from "zod";
import {
  kindSettings,
  type Setting,
  type SettingValue,
  type SweepKind,
  sweepKinds,
  syntheticSettings,
} from "./settings.js";

/** A range that random values are drawn from. */
export interface RandomRange {
  readonly from: number;
  readonly to: number;
  /** uniform in the value, or in its logarithm; linear unless given */
  readonly scale?: "linear" | "log";
}

/** A sweep file's content. */
export interface SweepDocument {
  readonly job: SweepKind;
  readonly dataset?: string | DatasetEntry;
  readonly synthetic?: "rnn" | "delay" | "oscillator";
  readonly fixed?: Readonly<Record<string, SettingValue>>;
  readonly grid?: Readonly<Record<string, readonly SettingValue[]>>;
  readonly random?: { readonly samples: number } & Readonly<Record<string, RandomRange | number>>;
  readonly seeds?: number | readonly number[];
}

interface DatasetEntry {
  readonly file: string;
  readonly input?: string;
  readonly output?: string;
  readonly header?: boolean;
  readonly difference?: boolean;
}

/** So many runs are a mistake rather than a sweep. */
export const MOST_RUNS = 1e9;

const DATASET = {
  file: text("the path of a file, or the name of a data set"),
  input: text('columns in quotes, for example "valve,heater"').optional(),
  output: text('columns in quotes, for example "flow"').optional(),
  header: choice([true, false]).optional(),
  difference: choice([true, false]).optional(),
};

/** Settings of a kind that a file may name. Those of a made-up recording stand beside the job's own. */
export function settingsOf(kind: SweepKind): Record<string, Setting> {
  return kind === "train" || kind === "fit"
    ? { ...kindSettings[kind], ...syntheticSettings }
    : kindSettings[kind];
}

/** The keys that are possible at a place of a file, for whoever misspells one. */
export function possibleKeys(kind: SweepKind | undefined, path: readonly PropertyKey[]): string[] {
  const names = Object.keys(kind ? settingsOf(kind) : {});
  if (path.length === 0) return ["job", "dataset", "synthetic", "fixed", "grid", "random", "seeds"];
  if (path[0] === "dataset") return Object.keys(DATASET);
  if (path[0] === "random") return path.length === 1 ? ["samples", ...names] : ["from", "to", "scale"];
  return names;
}

/** What a file of this kind must be; each message says what is wanted there. */
export function sweepSchema(kind: SweepKind): z.ZodType<SweepDocument> {
  const settings = Object.entries(settingsOf(kind));
  const each = (make: (setting: Setting) => z.ZodType) =>
    Object.fromEntries(settings.map(([name, setting]) => [name, make(setting).optional()]));
  const value = (setting: Setting) => z.custom<SettingValue>(setting.accepts, `wanted: ${setting.wanted}`);
  const schema = z.strictObject(
    {
      job: choice(sweepKinds),
      dataset: z
        .union(
          [text("the name of a data set"), z.strictObject(DATASET)],
          "wanted: a name, or file, input and output",
        )
        .optional(),
      synthetic: choice(["rnn", "delay", "oscillator"]).optional(),
      fixed: z.strictObject(each(value), "wanted: settings and their values").optional(),
      grid: z
        .strictObject(
          each((setting) => list(value(setting), `values, each ${setting.wanted}`)),
          "wanted: settings and lists of values",
        )
        .optional(),
      random: z
        .strictObject(
          { samples: wholeNumber(1), ...each(range) },
          "wanted: samples, and settings with their ranges",
        )
        .optional(),
      seeds: z
        .union([wholeNumber(1), list(wholeNumber(0), "seeds")], "wanted: how many seeds, or a list of them")
        .optional(),
    },
    "wanted: job, grid and so on, each with what belongs to it",
  );
  return schema as unknown as z.ZodType<SweepDocument>;
}

function range(setting: Setting): z.ZodType {
  if (setting.choices)
    return z.custom(() => false, `this is no number: write it under grid (${setting.wanted})`);
  const bound = z.custom<number>(setting.accepts, `wanted: ${setting.wanted}`);
  return z
    .strictObject(
      { from: bound, to: bound, scale: choice(["linear", "log"]).optional() },
      "wanted: { from: …, to: … }",
    )
    .refine(({ from, to }) => from < to, "wanted: from below to")
    .refine(({ from, scale }) => scale !== "log" || from > 0, "wanted: from above 0 on a log scale");
}

function list(item: z.ZodType, what: string): z.ZodType {
  const wanted = `wanted: a list of ${what}, for example [1, 2, 3]`;
  return z.array(item, wanted).min(1, wanted);
}

function text(what: string) {
  return z.string(`wanted: ${what}`).min(1, `wanted: ${what}`);
}

function wholeNumber(least: number) {
  const fits = (value: unknown) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= MOST_RUNS;
  return z.custom<number>(fits, `wanted: a whole number of at least ${least}`);
}

function choice<T extends string | boolean>(choices: readonly T[]) {
  return z.custom<T>((value) => choices.includes(value as T), `wanted: one of ${choices.join(", ")}`);
}
