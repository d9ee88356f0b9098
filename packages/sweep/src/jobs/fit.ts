import {
  fit as fitRecording,
  memoryHorizon,
  type PriorKind,
  simulate,
  teacherOf,
  teacherResponse,
} from "@lagwise/core";
import type { Dataset } from "../data/dataset.js";
import { fromZero } from "./curves.js";
import type { JobResult, Measure } from "./Job.js";
import type { JobContext } from "./JobContext.js";
import { type SyntheticSettings, simulationOf } from "./synthetic.js";

/** As `lagwise fit` takes them; on a made-up recording `lags` must be given. */
export interface FitSettings extends Partial<SyntheticSettings> {
  readonly lags?: number;
  readonly trainFraction: number;
  readonly prior: PriorKind;
  readonly dataset?: Dataset;
}

/** An impulse response fitted to a recording: which nu_W the data ask for, how well it predicts, how far it reaches. */
export async function fit(settings: FitSettings, context: JobContext): Promise<JobResult> {
  const { lags, trainFraction, prior: kind } = settings;
  const fitted = await fitRecording(await sourceOf(settings, context), { lags, trainFraction, prior: kind });
  const { prior, train, test } = fitted;
  const { initialisation } = prior;
  return {
    measures: {
      logEvidence: prior.logEvidence,
      chosenNuW: initialisation?.nuW ?? null,
      chosenNuF: initialisation?.nuF ?? null,
      chosenNuC: initialisation?.nuC ?? null,
      memoryHorizon95: initialisation ? memoryHorizon(initialisation) : null,
      energyHorizon95: fitted.energyHorizon95,
      trainR2: mean(train.r2),
      testR2: mean(test?.r2),
      trainFitPercent: mean(train.fitPercent),
      testFitPercent: mean(test?.fitPercent),
      usedLags: fitted.lags,
      samples: fitted.samples,
    },
    curves: { energyByLag: fromZero(fitted.energyByLag), lagWeights: fromZero(prior.rho) },
  };
}

async function sourceOf(settings: FitSettings, context: JobContext) {
  if (settings.dataset !== undefined) return context.open(settings.dataset);
  const synthetic = settings as SyntheticSettings;
  const { lags = 30 } = settings;
  return simulate(
    teacherResponse(teacherOf(synthetic.synthetic, synthetic), lags),
    simulationOf(synthetic, lags),
  );
}

function mean(values: Float64Array | undefined): Measure {
  return values ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}
