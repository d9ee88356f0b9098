export { codeIdentity } from "./code.js";
export { chosenDataset, type Dataset, type DatasetChoice, openDataset } from "./data/dataset.js";
export type { Engine, OnOutcome, Outcome } from "./engines/Engine.js";
export { type LocalSettings, localEngine } from "./engines/localEngine.js";
export { MOST_PAYLOAD_BYTES } from "./engines/queue.js";
export { type QueueSettings, queueEngine } from "./engines/queueEngine.js";
export { type QueueWorker, startWorker, type WorkerSettings } from "./engines/queueWorker.js";
export { type OnNotice, shownAddress } from "./engines/redis.js";
export { expand, type RunSettings, type Runs } from "./file/expand.js";
export { parseSweep, readSweep } from "./file/readSweep.js";
export { runAsJob, type SweepIdentity } from "./file/runJobs.js";
export { mainMeasures, type SweepKind } from "./file/settings.js";
export type { RandomRange, SweepDocument } from "./file/sweepSchema.js";
export type { Curve, Job, JobKind, JobResult, Json, Measure } from "./jobs/Job.js";
export type { JobContext } from "./jobs/JobContext.js";
export { jobContext } from "./jobs/JobContext.js";
export { runJob } from "./jobs/runJob.js";
export { outlook, planSweep, type SweepOutlook, type SweepPlan } from "./planSweep.js";
export { exportRuns, queryRows } from "./results/exportRuns.js";
export { type Cell, type Column, ResultsFile, type Row } from "./results/ResultsFile.js";
export { RunStore } from "./results/RunStore.js";
export {
  type MapCell,
  type MapChoice,
  type MeanCurve,
  meanCurves,
  type SettingAxis,
  type SettingMap,
  settingMap,
} from "./results/settingMap.js";
export { type KindSummary, type MeasureRange, type SettingRange, summarise } from "./results/summarise.js";
export { runSweep, type SweepProgress, type SweepSettings } from "./runSweep.js";
export {
  type FailedFile,
  type Gathered,
  type GatherSettings,
  gatherStatistics,
} from "./statistics/gatherStatistics.js";
export { type MatchingFiles, matchingFiles } from "./statistics/matchingFiles.js";
export { type ColumnChoice, type RecordingFile, recordingFile } from "./statistics/RecordingFile.js";
