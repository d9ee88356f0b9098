import type { SideBySide } from "../commands/train.js";
import { colours as pc } from "./colours.js";
import { logCurves } from "./curves.js";
import { short, table } from "./text.js";

const CHART = { width: 64, height: 12 } as const;

/** What `train` shows to people: both loss curves, how far they are apart, what a step costs. */
export function trainSummary(
  title: string,
  { width, lags, nuW }: { readonly width: number; readonly lags: number; readonly nuW: number },
  result: SideBySide,
): string[] {
  const { rnn, convolution, largestGap, gapStep } = result;
  const last = (values: readonly number[]) => (values.length > 0 ? short(values[values.length - 1], 4) : "–");
  const tested = rnn.testLoss.length > 0;
  const [curve, name] = tested ? (["testLoss", "test"] as const) : (["trainLoss", "training"] as const);
  const rows = table([
    ["", "training loss", "test loss"],
    ["network", last(rnn.trainLoss), last(rnn.testLoss)],
    ["convolution", last(convolution.trainLoss), last(convolution.testLoss)],
  ]);
  return [
    "",
    pc.bold(title),
    pc.dim(
      `linear RNN of ${width} hidden units, ${lags} lags, nu_W = ${short(nuW)}, learning rate ${short(result.learningRate)}`,
    ),
    "",
    `${name} loss by step, in units of the output's power:  ${pc.yellow("⠶")} convolution  ${pc.cyan("⠶")} network, over it`,
    ...logCurves(
      [
        { values: convolution[curve], paint: pc.yellow },
        { values: rnn[curve], paint: pc.cyan },
      ],
      CHART.width,
      CHART.height,
      "steps",
    ),
    "",
    pc.dim(rows[0]),
    ...rows.slice(1),
    "",
    `The two training curves are at most ${pc.bold(short(largestGap, 2))} apart (at step ${gapStep}); ` +
      `the gap falls as n^(−1/2) with the width.`,
    pc.dim(`A step of both took ${short(result.millisecondsPerStep)} ms, whatever the recording's length.`),
    "",
  ];
}
