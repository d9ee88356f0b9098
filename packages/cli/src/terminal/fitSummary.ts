import { type Fit, lagWeightShares, lagWeights, memoryHorizon, namedInitialisations } from "@lagwise/core";
import { bar, signedAxis, signedBar } from "./bars.js";
import { colours as pc } from "./colours.js";
import { count, grouped, listed, padded, short, table } from "./text.js";

const CHART_WIDTH = 34;
const WEIGHT_WIDTH = 12;
const MOST_ROWS = 40;
/** Two-sided 95 % of a normal distribution, in standard deviations. */
const BAND = 1.96;

/** What `fit` shows to people: the response by lag beside the weights it was learnt with, scores, a verdict. */
export function fitSummary(title: string, fit: Fit, preferredToPyTorch: number | undefined): string[] {
  return [
    "",
    `${pc.bold(title)}`,
    pc.dim(
      `${listed(fit.inputNames)} → ${listed(fit.outputNames)} · ${count(fit.samples, "sample")}: ` +
        `the first ${grouped(fit.trainSamples)} train, ` +
        `${fit.testSamples > 0 ? `the last ${grouped(fit.testSamples)} test` : "none test"}` +
        ` · ${count(fit.lags, "lag")}`,
    ),
    "",
    ...lagChart(fit),
    "",
    ...scoreTable(fit),
    "",
    ...verdict(fit, preferredToPyTorch),
    "",
  ];
}

function lagChart(fit: Fit): string[] {
  const single = fit.inputNames.length === 1 && fit.outputNames.length === 1;
  const rows = shownLags(fit);
  const left = single ? responseRows(fit, rows) : energyRows(fit, rows);
  const yours = weightBars(fit.prior.rho, rows);
  const pyTorch = weightBars(lagWeights(namedInitialisations[0].initialisation, fit.lags), rows);
  const width = Math.max(...left.rows.map((row) => row.length));
  const own = fit.prior.initialisation ? `your data` : "flat";
  const heading = `${padded(left.heading, width)}  ${padded(own, WEIGHT_WIDTH)}  PyTorch`;
  const above = `${padded("", width)}  lag weights ${"─".repeat(2 * WEIGHT_WIDTH + 2 - 12)}`;
  const lines = left.rows.map(
    (row, j) =>
      `${padded(colouredResponse(row), width)}  ${padded(pc.yellow(yours[j]), WEIGHT_WIDTH)}  ${pc.dim(pyTorch[j])}`,
  );
  const rest = fit.lags - rows;
  const more = rest > 0 ? [pc.dim(`  … ${rest} more, with next to nothing`)] : [];
  return [pc.dim(above), pc.dim(heading), ...lines, ...more];
}

function colouredResponse(row: string): string {
  return row.replace(/[█▏▎▍▌▋▊▉▒]+/g, (cells) => pc.cyan(cells));
}

/** As many lags as tell something: past the energy's and the weights' horizons, and no more than a screen. */
function shownLags(fit: Fit): number {
  const horizon = fit.prior.initialisation ? memoryHorizon(fit.prior.initialisation) : fit.energyHorizon95;
  const telling = Math.max(8, fit.energyHorizon95 + 3, Math.min(horizon, fit.lags) + 2);
  return Math.min(fit.lags, telling, MOST_ROWS);
}

interface Chart {
  readonly heading: string;
  readonly rows: string[];
}

function responseRows(fit: Fit, rows: number): Chart {
  const mean = Array.from(fit.mean.coefficients.data.subarray(0, rows));
  const deviation = Array.from(fit.deviation.coefficients.data.subarray(0, rows));
  const ends = mean.flatMap((m, j) => [m - BAND * deviation[j], m + BAND * deviation[j]]);
  const axis = signedAxis(ends, CHART_WIDTH);
  const numbers = table(
    mean.map((m, j) => [`lag ${String(j).padStart(2)}`, short(m), `± ${short(BAND * deviation[j], 2)}`]),
  );
  return {
    heading: "  response, with its 95 % band",
    rows: numbers.map((text, j) => `${text}  ${signedBar(mean[j], BAND * deviation[j], axis)}`),
  };
}

function energyRows(fit: Fit, rows: number): Chart {
  const total = fit.energyByLag.reduce((sum, v) => sum + v, 0);
  const shares = Array.from(fit.energyByLag.subarray(0, rows), (v) => (total > 0 ? v / total : 0));
  const largest = Math.max(...shares);
  const numbers = table(
    shares.map((share, j) => [`lag ${String(j).padStart(2)}`, `${(100 * share).toFixed(1)} %`]),
  );
  return {
    heading: `  energy of the response, ${fit.inputNames.length} inputs → ${fit.outputNames.length} outputs`,
    rows: numbers.map((text, j) => `${text}  ${padded(bar(shares[j], largest, CHART_WIDTH), CHART_WIDTH)}`),
  };
}

function weightBars(rho: Float64Array, rows: number): string[] {
  const largest = rho.reduce((a, b) => Math.max(a, b), 0);
  return Array.from(rho.subarray(0, rows), (weight) =>
    weight / largest < 1e-3 ? "·" : bar(weight, largest, WEIGHT_WIDTH),
  );
}

function scoreTable({ outputNames, train, test }: Fit): string[] {
  // a test part that is not there, or whose output does not move, cannot be scored
  const percent = (value = Number.NaN) => (Number.isFinite(value) ? `${value.toFixed(1)} %` : "–");
  const r2 = (value = Number.NaN) => (Number.isFinite(value) ? value.toFixed(3) : "–");
  const rows = outputNames.map((name, o) => [
    name,
    percent(train.fitPercent[o]),
    r2(train.r2[o]),
    percent(test?.fitPercent[o]),
    r2(test?.r2[o]),
  ]);
  const [heading, ...lines] = table([["output", "train fit", "train R²", "test fit", "test R²"], ...rows]);
  return [pc.dim(heading), ...lines];
}

function verdict(fit: Fit, preferredToPyTorch: number | undefined): string[] {
  const energy = `95 % of the response's energy lies within ${pc.bold(count(fit.energyHorizon95, "lag"))}`;
  const { initialisation } = fit.prior;
  const late =
    fit.lags > 1 && fit.energyHorizon95 >= fit.lags
      ? ["The response has not died out by then: ask for more --lags."]
      : [];
  if (initialisation === undefined) return [`${energy}. Flat weights: every lag was allowed alike.`, ...late];
  const horizon = memoryHorizon(initialisation);
  const pyTorch = memoryHorizon(namedInitialisations[0].initialisation);
  const transition = sum(lagWeightShares(initialisation, fit.lags).transition) / sum(fit.prior.rho);
  const lines = [
    `${energy}; your data ask for ${pc.bold(`nu_W = ${initialisation.nuW.toFixed(2)}`)} ` +
      `(horizon ${horizon}); PyTorch's default sees ${pyTorch}.`,
    pc.dim(
      `${Math.round(100 * transition)} % of that weight is the transition matrix's share. ` +
        `Against PyTorch's nu_W = 1/3 the evidence gains ${(preferredToPyTorch ?? 0).toFixed(1)} nats.`,
    ),
  ];
  return [...lines, ...late];
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
