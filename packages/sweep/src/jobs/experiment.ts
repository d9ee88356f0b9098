import { type ClaimId, claim, type Effort } from "@lagwise/experiments";
import type { Dataset } from "../data/dataset.js";
import type { JobResult, Measure } from "./Job.js";
import type { JobContext } from "./JobContext.js";

/** As `lagwise reproduce` takes them, a claim a job. */
export interface ExperimentSettings {
  readonly claim: ClaimId;
  readonly effort: Effort;
  readonly seed: number;
  /** for the claim on real data */
  readonly dataset?: Dataset;
}

/** One claim's verdict, its sentence, and the figure of each part of its criterion. */
export async function experiment(settings: ExperimentSettings, context: JobContext): Promise<JobResult> {
  const { effort, seed, dataset } = settings;
  const recording = dataset && { name: dataset.name, source: await context.open(dataset) };
  const { verdict } = await claim(settings.claim).run({ effort, seed, recording });
  const checks = verdict.checks.map(({ value }, k): [string, Measure] => [`check${k + 1}`, value]);
  return {
    measures: {
      passes: verdict.passes,
      checksHeld: verdict.checks.filter(({ holds }) => holds).length,
      checks: verdict.checks.length,
      sentence: verdict.sentence,
      ...Object.fromEntries(checks),
    },
    curves: {},
  };
}
