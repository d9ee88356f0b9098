import { type EvidencePoint, type FitSummary, memoryHorizon, namedInitialisations } from "@lagwise/core";
import { count, grouped, listed, short } from "../format.js";
import { figureMarkup } from "./figure.js";
import { fitFigures } from "./fitFigures.js";
import { formula } from "./formula.js";
import { type Html, html } from "./html.js";
import { definitions, section, shell, tableMarkup } from "./shell.js";

/** What a page about a fit needs beside the fit itself. */
export interface FitPageMeta {
  /** the recording's name */
  readonly title: string;
  /** what was typed, to be typed again */
  readonly command: string;
  readonly version: string;
  /** log evidence in nats by nu_W, all else at its most probable */
  readonly evidenceCurve?: readonly EvidencePoint[];
  /** how many nats the evidence gains against PyTorch's default */
  readonly preferredToPyTorch?: number;
  /** each output over the test part, in the units of the data */
  readonly prediction?: readonly {
    readonly output: string;
    readonly time: readonly number[];
    readonly measured: readonly number[];
    readonly predicted: readonly number[];
  }[];
}

const pyTorch = namedInitialisations[0].initialisation;

/** The page about a fit: one HTML file that needs no network. The same fit gives the same bytes. */
export function fitPage(fit: FitSummary, meta: FitPageMeta, document: Document): string {
  const { response, weights, evidence, prediction } = fitFigures(fit, meta);
  const figures = [
    section("response", "The response", figureMarkup(response, document)),
    section("weights", "The weights it was learnt with", [
      figureMarkup(weights, document),
      evidence ? figureMarkup(evidence, document) : null,
    ]),
    section("scores", "How well it predicts", [
      prediction ? figureMarkup(prediction, document) : null,
      scoreTable(fit),
    ]),
  ];
  return shell({
    title: meta.title,
    eyebrow: "Lagwise · fit",
    lead: fitVerdict(fit),
    meta: html`${listed(fit.inputNames)} → ${listed(fit.outputNames)} · ${count(fit.samples, "sample")}: the first
${grouped(fit.trainSamples)} train, ${fit.testSamples > 0 ? `the last ${grouped(fit.testSamples)} test` : "none test"} · ${count(fit.lags, "lag")}`,
    body: [...figures, section("settings", "Settings", settings(fit, meta)), meaning(fit)],
    colophon: html`<p>Written by lagwise ${meta.version}. Nothing in a fit is random: the same recording gives the same page. The
method: training a wide linear recurrent network is regression with weights that fall with the lag
(<cite>Implicit Bias of Linear RNNs</cite>, <a href="https://arxiv.org/abs/2101.07833">arXiv 2101.07833</a>).</p>`,
  });
}

/** What a user comes for, in two sentences: how far back the memory reaches and which nu_W the data ask for. */
export function fitVerdict(fit: FitSummary): string {
  const { initialisation } = fit.prior;
  const energy = `95 % of the response's energy lies within ${count(fit.energyHorizon95, "lag")}`;
  const late =
    fit.lags > 1 && fit.energyHorizon95 >= fit.lags
      ? " The response has not died out by then: ask for more lags."
      : "";
  if (initialisation === undefined) return `${energy}. Flat weights: every lag was allowed alike.${late}`;
  const horizon = memoryHorizon(initialisation);
  return (
    `${energy}; your data ask for nu_W = ${initialisation.nuW.toFixed(2)}, which looks back ` +
    `${Number.isFinite(horizon) ? count(horizon, "lag") : "without end"}. PyTorch's default sees ${memoryHorizon(pyTorch)}.${late}`
  );
}

function scoreTable({ outputNames, train, test }: FitSummary): Html {
  const percent = (value = Number.NaN) => (Number.isFinite(value) ? `${value.toFixed(1)} %` : "–");
  const r2 = (value = Number.NaN) => (Number.isFinite(value) ? value.toFixed(3).replace("-", "−") : "–");
  return tableMarkup(
    test ? "Scores of each output" : "Scores of each output; there is no test part",
    ["output", "train fit", "train R²", "test fit", "test R²"],
    outputNames.map((name, o) => [
      name,
      percent(train.fitPercent[o]).replace("-", "−"),
      r2(train.r2[o]),
      percent(test?.fitPercent[o]).replace("-", "−"),
      r2(test?.r2[o]),
    ]),
  );
}

function settings(fit: FitSummary, { command, preferredToPyTorch, version }: FitPageMeta): Html {
  const { prior } = fit;
  const own = prior.initialisation;
  const each = (values: Float64Array) =>
    listed(
      Array.from(values, (value) => short(value)),
      6,
    );
  const gain =
    preferredToPyTorch === undefined ? "" : `; ${short(preferredToPyTorch)} above PyTorch's default`;
  return html`
<pre><code>${command}</code></pre>
${definitions([
  ["lag weights", own ? "of a linear RNN, chosen by the evidence" : "flat"],
  ...(own
    ? ([
        ["nu_W, nu_F, nu_C", [own.nuW, own.nuF, own.nuC].map((v) => short(v)).join(", ")],
        ["95 % memory horizon", `${short(memoryHorizon(own))} lags`],
      ] as const)
    : []),
  ["scale g", each(prior.scale)],
  ["noise variance s²", `${each(prior.noiseVariance)} (of the standardised output)`],
  ["log evidence", `${short(prior.logEvidence, 6)} nats${gain}`],
  ["lags", String(fit.lags)],
  ["segments", String(fit.segments)],
  ["lagwise", version],
])}`;
}

function meaning(fit: FitSummary): Html {
  return section(
    "meaning",
    "What the numbers mean",
    html`<p>The response says by how much the output moves, so many samples later, when an input rises by one unit for one
sample; its band holds the true value with a probability of 95 %, if noise and weights are as assumed.
The lag weights say how freely each lag may be learnt: a linear RNN initialised with that nu_W has exactly these,</p>
${formula("\\rho_j=\\nu_F\\nu_W^j+\\nu_C\\nu_W^j+j\\,\\nu_C\\nu_F\\nu_W^{j-1}")}
<p>so that nu_W is the initialisation to train such a network with. Fit is
${formula("100\\,(1-\\lVert y-\\hat y\\rVert/\\lVert y-\\bar y\\rVert)", false)}: 100 % is a perfect prediction, 0 % no better than the mean, and only the test columns
speak of samples that the fit has not seen.</p>
${fit.test ? null : html`<p class="note">There is no test part here: the scores say nothing about new data.</p>`}`,
  );
}
