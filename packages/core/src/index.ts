export { jsonText } from "./jsonText.js";
export { kernelDistance } from "./kernel/kernelDistance.js";
export {
  type FullInitialisation,
  fullInitialisation,
  type Initialisation,
  type LagWeightShares,
  lagWeightShares,
  lagWeights,
} from "./kernel/lagWeights.js";
export { designTransitionVariance, memoryHorizon, totalLagWeight } from "./kernel/memoryHorizon.js";
export { type NamedInitialisation, namedInitialisations } from "./kernel/namedInitialisations.js";
export type { Kernels } from "./kernels/Kernels.js";
export { portableMath } from "./kernels/portableMath.js";
export { pointer, Workspace, withWorkspace } from "./kernels/Workspace.js";
export { LagwiseError } from "./LagwiseError.js";
export { closedFormTrajectory, type Trajectory } from "./learning/closedForm.js";
export { type ChosenPrior, chooseInitialisation, type Evidence, evidence } from "./learning/evidence.js";
export { type EvidencePoint, evidenceCurve, preferenceOverPyTorch } from "./learning/evidenceCurve.js";
export {
  type Fit,
  type FitPreparedSettings,
  type FitProgress,
  type FitSettings,
  type FitSummary,
  fit,
  fitPrepared,
  type PriorKind,
  type Scores,
  scores,
} from "./learning/fit.js";
export { fitDocument } from "./learning/fitDocument.js";
export {
  type DescentSettings,
  type DescentStep,
  gradientDescent,
  largestStableRate,
} from "./learning/gradientDescent.js";
export { type Posterior, type Prior, posterior, posteriorCovariance } from "./learning/posterior.js";
export { type Prediction, predictTestPart } from "./learning/predictions.js";
export { QuadraticLoss } from "./learning/QuadraticLoss.js";
export { type SideBySideSettings, type SideBySideStep, sideBySide } from "./learning/sideBySide.js";
export { cholesky, choleskySolve, inverseFactor } from "./linalg/cholesky.js";
export { copyMatrix, type Matrix, matrix, transpose } from "./linalg/Matrix.js";
export { multiply, multiplyTransposed } from "./linalg/products.js";
export { type SymmetricEigen, symmetricEigen } from "./linalg/symmetricEigen.js";
export type { ImpulseModel } from "./models/ImpulseModel.js";
export { LinearRnn, type RnnSettings, type RnnWeights } from "./models/LinearRnn.js";
export { ScaledConvolution } from "./models/ScaledConvolution.js";
export type { GramBlocks, TangentKernelShares } from "./models/tangentKernel.js";
export { Random } from "./random/Random.js";
export {
  applyResponse,
  emptyResponse,
  energyByLag,
  energyHorizon,
  fromNested,
  type ImpulseResponse,
  relativeDistance,
  resized,
  toNested,
} from "./response/ImpulseResponse.js";
export { crc32 } from "./signal/crc32.js";
export { LagAccumulator } from "./signal/LagAccumulator.js";
export {
  type FirstSamples,
  firstLags,
  type LagStatistics,
  type MeanStatistics,
  means,
  merge,
  squaredDeviations,
  squaredErrors,
} from "./signal/LagStatistics.js";
export { type MomentSums, Moments } from "./signal/Moments.js";
export {
  countSamples,
  differenced,
  learnStandardisation,
  type Measurements,
  measure,
  type OnSamples,
  recording,
  type SampleRange,
  type SplitStatistics,
  type StatisticsSettings,
  splitStatistics,
} from "./signal/passes.js";
export {
  mergePrepared,
  type PreparedRecording,
  type PrepareSettings,
  prepare,
  trainingPart,
  withFirstLags,
} from "./signal/prepare.js";
export type { Block, Recording, RecordingSource, Segment } from "./signal/Recording.js";
export {
  type ChannelScale,
  inDataUnits,
  type Standardisation,
  standardisationFrom,
  standardise,
} from "./signal/Standardisation.js";
export { isStatistics, readStatistics, writeStatistics } from "./signal/statisticsFormat.js";
export {
  type SimulationSettings,
  simulate,
  simulatedParts,
  statisticsOf,
  type Teacher,
  type TeacherSettings,
  teacherOf,
  teacherResponse,
} from "./signal/synthetic.js";
