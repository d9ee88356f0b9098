import { type MomentsSettings, moments } from "../statistics/moments.js";
import { type StatisticsSettings, statistics } from "../statistics/statistics.js";
import { type ExperimentSettings, experiment } from "./experiment.js";
import { type FitSettings, fit } from "./fit.js";
import type { Job, JobResult } from "./Job.js";
import type { JobContext } from "./JobContext.js";
import { type KernelSettings, kernel } from "./kernel.js";
import { type TrainSettings, train } from "./train.js";

/**
 * Does one job, the same on every engine. Its settings are those that were checked when the job was made. Throws a
 * LagwiseError where they, or the recording, cannot be worked with.
 */
export async function runJob({ kind, settings }: Job, context: JobContext): Promise<JobResult> {
  switch (kind) {
    case "train":
      return train(settings as unknown as TrainSettings, context);
    case "fit":
      return fit(settings as unknown as FitSettings, context);
    case "kernel":
      return kernel(settings as unknown as KernelSettings);
    case "experiment":
      return experiment(settings as unknown as ExperimentSettings, context);
    case "moments":
      return moments(settings as unknown as MomentsSettings, context);
    case "statistics":
      return statistics(settings as unknown as StatisticsSettings, context);
    default:
      throw new RangeError(`no job is called ${kind}`);
  }
}
