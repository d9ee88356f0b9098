import { Random } from "@lagwise/core";
import { countRuns } from "./checkTogether.js";
import { type Setting, type SettingValue, syntheticSettings } from "./settings.js";
import { type RandomRange, type SweepDocument, settingsOf } from "./sweepSchema.js";

/** A run's settings, every default filled in. */
export type RunSettings = Readonly<Record<string, SettingValue>>;

/** All runs of a sweep, each made when it is asked for. */
export interface Runs {
  readonly count: number;
  /** the settings that vary, in the order of the file */
  readonly varied: readonly string[];
  /** run 0, …, count − 1: random samples change slowest, then the grid in the file's order, seeds fastest */
  at(index: number): RunSettings;
}

/** `seed` begins the seeds that the file only counts, and draws the random settings. */
export function expand(sweep: SweepDocument, seed = 1): Runs {
  const { grid = {}, random, seeds = 1 } = sweep;
  const axes = Object.entries(grid);
  const { samples: _, ...ranges } = random ?? { samples: 1 };
  const drawn = Object.entries(ranges) as [string, RandomRange][];
  const usual = usualSettings(sweep);
  const settings = settingsOf(sweep.job);
  const uniforms = uniformDraws(seed, drawn.length);
  const seedCount = typeof seeds === "number" ? seeds : seeds.length;
  return {
    count: countRuns(sweep),
    varied: [
      ...axes.map(([name]) => name),
      ...drawn.map(([name]) => name),
      ...(seedCount > 1 ? ["seed"] : []),
    ],
    at(index) {
      let rest = index;
      const next = (size: number) => {
        const digit = rest % size;
        rest = Math.floor(rest / size);
        return digit;
      };
      const k = next(seedCount);
      const values: Record<string, SettingValue> = { ...usual };
      for (const [name, list] of [...axes].reverse()) values[name] = list[next(list.length)];
      const uniform = uniforms(rest);
      for (const [k, [name, range]] of drawn.entries())
        values[name] = draw(range, settings[name], uniform[k]);
      return { ...values, seed: typeof seeds === "number" ? seed + k : seeds[k] };
    },
  };
}

/** Streams of a seed below this belong to simulations and networks. */
const FIRST_STREAM = 1_000_000;
/** A generator is costly to make: so many samples share one, and are drawn together. */
const BLOCK = 256;

/** `count` numbers in [0, 1) for sample 0, 1, …, which depend on seed and sample alone. */
function uniformDraws(seed: number, count: number): (sample: number) => readonly number[] {
  let block = -1;
  let draws: number[][] = [];
  return (sample) => {
    if (count === 0) return [];
    const wanted = Math.floor(sample / BLOCK);
    if (wanted !== block) {
      const random = new Random(seed, FIRST_STREAM + wanted);
      draws = Array.from({ length: BLOCK }, () => Array.from({ length: count }, () => random.uniform()));
      block = wanted;
    }
    return draws[sample % BLOCK];
  };
}

/** What the file fixes, and the defaults of what it does not mention. */
function usualSettings({ job, fixed = {}, synthetic, dataset }: SweepDocument): RunSettings {
  const made = Object.keys(syntheticSettings);
  const usual = Object.entries(settingsOf(job)).flatMap(([name, setting]) => {
    if (setting.usual === undefined || (synthetic === undefined && made.includes(name))) return [];
    return [[name, setting.usual] as const];
  });
  const named: Record<string, SettingValue> = synthetic === undefined ? {} : { synthetic };
  if (job === "train" && dataset !== undefined) named.trainFraction = 0.8;
  return { ...named, ...Object.fromEntries(usual), ...fixed };
}

function draw({ from, to, scale }: RandomRange, { whole }: Setting, u: number): number {
  // whole numbers are equally likely, both ends among them
  const [low, high] = whole
    ? [from - (scale === "log" ? 0 : 0.5), to + (scale === "log" ? 1 : 0.5)]
    : [from, to];
  const value = scale === "log" ? low * (high / low) ** u : low + (high - low) * u;
  if (!whole) return value;
  return Math.min(to, Math.max(from, scale === "log" ? Math.floor(value) : Math.round(value)));
}
