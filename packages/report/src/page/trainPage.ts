import {
  fullInitialisation,
  type ImpulseResponse,
  type Initialisation,
  lagWeightShares,
  lagWeights,
  memoryHorizon,
  toNested,
} from "@lagwise/core";
import { impulseResponseChart } from "../charts/impulseResponse.js";
import { lagWeightsChart } from "../charts/lagWeights.js";
import { lossCurvesChart } from "../charts/lossCurves.js";
import { short } from "../format.js";
import { columnTable } from "./csv.js";
import { type Figure, figureMarkup } from "./figure.js";
import { html } from "./html.js";
import { definitions, section, shell } from "./shell.js";

/** A network and its convolution, trained side by side. Losses are normalised by the output's power, from step 0. */
export interface TrainPageData {
  readonly title: string;
  readonly command: string;
  readonly version: string;
  readonly width: number;
  readonly initialisation: Initialisation;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly rnn: { readonly trainLoss: readonly number[]; readonly testLoss: readonly number[] };
  readonly convolution: { readonly trainLoss: readonly number[]; readonly testLoss: readonly number[] };
  /** the largest distance between their training losses, and the step where it is */
  readonly largestGap: number;
  readonly gapStep: number;
  readonly responses: { readonly rnn: ImpulseResponse; readonly convolution: ImpulseResponse };
  /** what else was set, such as the learning rate and the seed */
  readonly settings: readonly (readonly [string, string | number])[];
}

/** The page about a training: one HTML file that needs no network. The same training gives the same bytes. */
export function trainPage(data: TrainPageData, document: Document): string {
  const { title, version, width, initialisation, largestGap, gapStep, rnn } = data;
  const { nuW } = fullInitialisation(initialisation);
  const { lags } = data.responses.rnn;
  return shell({
    title,
    eyebrow: "Lagwise · train",
    lead:
      `Over ${rnn.trainLoss.length - 1} steps the training losses of the network and of its convolution are at most ` +
      `${short(largestGap, 2)} apart, at step ${gapStep}.`,
    meta: `linear RNN of ${width} hidden units · ${lags} lag${lags === 1 ? "" : "s"} · nu_W = ${short(nuW)}`,
    body: [
      section("loss", "Learning, step by step", figureMarkup(lossFigure(data), document)),
      section("responses", "What was learnt", figureMarkup(responsesFigure(data), document)),
      section("weights", "What could be learnt", figureMarkup(weightsFigure(data), document)),
      section("settings", "Settings", [
        html`<pre><code>${data.command}</code></pre>`,
        definitions([
          ["hidden units", String(width)],
          ["lags", String(lags)],
          ...initialisationEntries(initialisation),
          ...data.settings.map(([name, value]) => [name, String(value)] as const),
          ["lagwise", version],
        ]),
      ]),
    ],
    colophon: html`<p>Written by lagwise ${version}. The network is trained from random initialisation by exact full-batch gradient
descent; the convolution begins at the network's response and takes steps at the same learning rate. As the network
grows wide the two become one (<cite>Implicit Bias of Linear RNNs</cite>,
<a href="https://arxiv.org/abs/2101.07833">arXiv 2101.07833</a>).</p>`,
  });
}

function initialisationEntries(initialisation: Initialisation): [string, string][] {
  const { nuW, nuF, nuC } = fullInitialisation(initialisation);
  return [
    ["nu_W, nu_F, nu_C", [nuW, nuF, nuC].map((v) => short(v)).join(", ")],
    ["95 % memory horizon", `${short(memoryHorizon(initialisation))} lags`],
  ];
}

function lossFigure({ rnn, convolution }: TrainPageData): Figure {
  return {
    id: "loss-by-step",
    title: "Loss by step",
    caption: "The thin line lies on the wide one as long as network and convolution train alike.",
    draw: (options) =>
      lossCurvesChart(
        {
          network: { train: rnn.trainLoss, test: rnn.testLoss },
          convolution: { train: convolution.trainLoss, test: convolution.testLoss },
        },
        options,
      ),
    table: columnTable({
      step: rnn.trainLoss.map((_, step) => step),
      networkTrain: rnn.trainLoss,
      networkTest: rnn.testLoss,
      convolutionTrain: convolution.trainLoss,
      convolutionTest: convolution.testLoss,
    }),
  };
}

function responsesFigure({ responses, inputNames, outputNames }: TrainPageData): Figure {
  const series = [
    { name: "network", response: responses.rnn },
    { name: "convolution", response: responses.convolution },
  ];
  const other = toNested(responses.convolution);
  return {
    id: "impulse-responses",
    title: "Impulse response after the last step",
    caption:
      "Of standardised inputs and outputs. Network and convolution have learnt the same where the line lies on the band.",
    draw: (options) => impulseResponseChart({ inputNames, outputNames, series }, options),
    table: {
      columns: ["lag", "input", "output", "network", "convolution"],
      rows: toNested(responses.rnn).flatMap((rows, j) =>
        rows.flatMap((row, o) => row.map((v, i) => [j, inputNames[i], outputNames[o], v, other[j][o][i]])),
      ),
    },
  };
}

function weightsFigure({ initialisation, responses }: TrainPageData): Figure {
  const shares = lagWeightShares(initialisation, responses.rnn.lags);
  const rho = lagWeights(initialisation, responses.rnn.lags);
  return {
    id: "lag-weights",
    title: "Lag weights of this initialisation",
    caption: "How freely each lag may be learnt, and what the three weights of the network contribute to it.",
    draw: (options) => lagWeightsChart({ rho, shares, horizon: memoryHorizon(initialisation) }, options),
    table: columnTable({ lag: Array.from(rho, (_, j) => j), rho, ...shares }),
  };
}
