import { grouped, short } from "@lagwise/report";
import type { LossColumns, Rest } from "./trainingRun.js";

// What is said of a training, in the page and to screen readers.

export function playedSentence(step: number): string {
  return step === 0 ? "Training" : `Training on from step ${grouped(step)}`;
}

/** Where a training stands: "step 1200: training loss 0.012, test loss 0.02". */
export function stepSentence(step: number, network: LossColumns | undefined): string {
  const last = (losses: Float64Array) => short(losses[losses.length - 1]);
  const losses = network ? `: training loss ${last(network.train)}, test loss ${last(network.test)}` : "";
  return `step ${grouped(step)}${losses}`;
}

export function restSentence(why: Rest, step: number): string {
  if (why === "still") {
    return `Stopped at step ${grouped(step)}: no loss has changed by more than a millionth in 1000 steps. Play goes on.`;
  }
  return `Stopped after ${grouped(step)} steps. Play goes on.`;
}

/** Why a training has failed; `drawn` where it had begun. */
export function failureSentence(message: string, drawn: boolean): string {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  if (!drawn) return sentence;
  return `${sentence} A narrow network can be less stable than its convolution: take a smaller part of that rate, or more hidden units.`;
}
