import type { Complain } from "./readSweep.js";
import { syntheticSettings } from "./settings.js";
import { MOST_RUNS, type SweepDocument } from "./sweepSchema.js";

/** What no single place of a file shows: settings that exclude or need each other. */
export function checkTogether(sweep: SweepDocument, complain: Complain): void {
  const places = placesOf(sweep, complain);
  checkRecording(sweep, places, complain);
  checkInitialisation(sweep, places, complain);
  if (sweep.job === "experiment" && !places.has("claim")) {
    throw complain([], "which claim? Give claim under fixed, or a list of them under grid");
  }
  const runs = countRuns(sweep);
  if (runs > MOST_RUNS) throw complain([], `these are ${runs} runs: at most ${MOST_RUNS} go into one sweep`);
}

/** All combinations of a grid's values, random samples and seeds. */
export function countRuns({ grid = {}, random, seeds = 1 }: SweepDocument): number {
  const combinations = Object.values(grid).reduce((product, values) => product * values.length, 1);
  return combinations * (random?.samples ?? 1) * (typeof seeds === "number" ? seeds : seeds.length);
}

type Places = ReadonlyMap<string, readonly string[]>;

/** Where each setting is said: once. */
function placesOf({ fixed, grid, random }: SweepDocument, complain: Complain): Places {
  const places = new Map<string, readonly string[]>();
  for (const [section, settings] of Object.entries({ fixed, grid, random })) {
    for (const name of Object.keys(settings ?? {})) {
      if (name === "samples" && section === "random") continue;
      const before = places.get(name);
      if (before)
        throw complain([section, name], `${name} is under ${before[0]} already: say it once`, "key");
      places.set(name, [section, name]);
    }
  }
  if (random && Object.keys(random).length === 1) {
    throw complain(
      ["random"],
      "of which settings? Give at least one its range, as nuW: { from: 0.1, to: 0.9 }",
    );
  }
  return places;
}

function checkRecording(
  { job, dataset, synthetic, seeds }: SweepDocument,
  places: Places,
  complain: Complain,
): void {
  const wanted = job === "train" || job === "fit";
  if (job === "kernel" && dataset !== undefined) throw complain(["dataset"], "a kernel needs no recording");
  if (!wanted && synthetic !== undefined) throw complain(["synthetic"], `${job} needs no made-up recording`);
  if (wanted && (dataset === undefined) === (synthetic === undefined)) {
    const path = dataset === undefined ? [] : ["synthetic"];
    throw complain(
      path,
      `${job} on what? Give dataset, or synthetic: rnn, delay or oscillator; and one of them only`,
    );
  }
  for (const name of Object.keys(syntheticSettings)) {
    const place = places.get(name);
    if (place && synthetic === undefined)
      throw complain(place, `${name} is of a made-up recording: give synthetic`, "key");
  }
  const fraction = places.get("trainFraction");
  if (fraction && job === "train" && synthetic !== undefined) {
    throw complain(
      fraction,
      "trainFraction is of a recording: sequences says how many train, and as many test",
    );
  }
  if (job === "fit" && dataset !== undefined && seeds !== undefined) {
    throw complain(["seeds"], "nothing is random in a fit of a recording: leave seeds out");
  }
}

function checkInitialisation({ job }: SweepDocument, places: Places, complain: Complain): void {
  if (job !== "train" && job !== "kernel") return;
  const [init, nuW] = [places.get("init"), places.get("nuW")];
  if (!init && !nuW)
    throw complain([], "which initialisation? Give nuW under fixed, grid or random, or init");
  const other = nuW ?? places.get("nuF") ?? places.get("nuC");
  if (init && other)
    throw complain(other, `init already says the variances: leave out ${other[1]}, or init`, "key");
}
