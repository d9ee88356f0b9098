export type { ChartOptions, Numbers } from "./charts/chart.js";
export { chartFile } from "./charts/chartFile.js";
export { type ConvergenceData, convergenceChart } from "./charts/convergence.js";
export { type DelayErrorData, delayErrorChart } from "./charts/delayError.js";
export { type EnergyByLagData, energyByLagChart } from "./charts/energyByLag.js";
export { type EvidenceCurveData, evidenceCurveChart } from "./charts/evidenceCurve.js";
export { type FiniteWidthData, finiteWidthChart } from "./charts/finiteWidth.js";
export { type GradientNormsData, type GradientShares, gradientNormsChart } from "./charts/gradientNorms.js";
export { type HorizonCurveData, type HorizonPoint, horizonCurveChart } from "./charts/horizonCurve.js";
export {
  type ImpulseResponseData,
  impulseResponseChart,
  type ResponseSeries,
} from "./charts/impulseResponse.js";
export { type KernelHeatmapData, kernelHeatmapChart } from "./charts/kernelHeatmap.js";
export { type LagWeightsData, lagWeightsChart } from "./charts/lagWeights.js";
export { type LossCurvesData, type Losses, lossCurvesChart } from "./charts/lossCurves.js";
export { type MeanCurvesData, meanCurvesChart } from "./charts/meanCurves.js";
export { type MovedData, type MovedRun, movedChart } from "./charts/moved.js";
export { paletteStyles, palettes } from "./charts/palette.js";
export { type PredictionData, predictionChart, predictionScale } from "./charts/prediction.js";
export { type R2ByLagsData, r2ByLagsChart } from "./charts/r2ByLags.js";
export type { SettingValues } from "./charts/settingAxis.js";
export { type SettingCurvesData, settingCurvesChart } from "./charts/settingCurves.js";
export { type SettingHeatmapData, settingHeatmapChart } from "./charts/settingHeatmap.js";
export { type SpectralRadiusData, spectralRadiusChart } from "./charts/spectralRadius.js";
export { count, grouped, listed, logTick, short } from "./format.js";
export { claimFigures } from "./page/claimFigures.js";
export { type ClaimTable, claimTable } from "./page/claimTables.js";
export { columnTable, csv, type DataTable } from "./page/csv.js";
export type { Figure } from "./page/figure.js";
export { fitFigures } from "./page/fitFigures.js";
export { type FitFindings, fitFindings, predictionOfOutputs } from "./page/fitFindings.js";
export { type FitPageMeta, fitPage, fitVerdict } from "./page/fitPage.js";
export { formula } from "./page/formula.js";
export {
  type ReproductionMeta,
  reproduceCommandLine,
  reproductionPage,
  type StatedClaim,
} from "./page/reproductionPage.js";
export { rangeText, type SweepPageData, sweepPage } from "./page/sweepPage.js";
export { type TrainPageData, trainPage } from "./page/trainPage.js";
export { type CodeLanguage, type CodeSettings, initialisationCode } from "./snippets.js";
