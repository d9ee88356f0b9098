import { memoryHorizon } from "../kernel/memoryHorizon.js";
import { toNested } from "../response/ImpulseResponse.js";
import type { FitSummary } from "./fit.js";

/**
 * A fit as the document that `lagwise fit --json` writes and the lab downloads, ready for JSON.stringify once typed
 * arrays are written as lists. Nothing in it depends on when or where it was made.
 */
export function fitDocument(fit: FitSummary) {
  const { prior, train, test } = fit;
  const { nuW, nuF, nuC } = prior.initialisation ?? {};
  return {
    command: "fit",
    data: {
      samples: fit.samples,
      trainSamples: fit.trainSamples,
      testSamples: fit.testSamples,
      segments: fit.segments,
      inputs: fit.inputNames,
      outputs: fit.outputNames,
    },
    lags: fit.lags,
    prior: {
      kind: prior.kind,
      nuW,
      nuF,
      nuC,
      horizon95: prior.initialisation && memoryHorizon(prior.initialisation),
      lagWeights: prior.rho,
      scale: prior.scale,
      noiseVariance: prior.noiseVariance,
    },
    logEvidence: prior.logEvidence,
    fitPercent: { train: train.fitPercent, test: test?.fitPercent ?? null },
    r2: { train: train.r2, test: test?.r2 ?? null },
    memory: { horizon95: fit.energyHorizon95, energyByLag: fit.energyByLag },
    impulseResponse: { mean: toNested(fit.mean), standardDeviation: toNested(fit.deviation) },
    standardisation: fit.standardisation,
  };
}
