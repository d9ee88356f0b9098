import type { PredictionData } from "@lagwise/report";

/** Measured and predicted samples of a test part, from its sample `from` on. */
export interface Predictions {
  readonly from: number;
  readonly outputs: readonly PredictionData[];
}

/** A part of a test part as it is drawn. */
export interface PredictionWindow {
  /** the samples from … until − 1 of the test part, counted from 0 */
  readonly from: number;
  readonly until: number;
  /** 1, or of how many samples each pair of points shows the lowest and the highest */
  readonly samplesPerStep: number;
  readonly outputs: readonly PredictionData[];
}

/** More samples than this are thinned: no screen has the columns to show them one by one. */
const MOST_DRAWN = 1000;

/** The window `from` … `until − 1`, or as much of it as the predictions hold, thinned to what can be drawn. */
export function drawnWindow(
  { from: first, outputs }: Predictions,
  from: number,
  until: number,
): PredictionWindow {
  const end = Math.min(until, first + (outputs[0]?.time.length ?? 0));
  const samplesPerStep = end - from > MOST_DRAWN ? Math.ceil((2 * (end - from)) / MOST_DRAWN) : 1;
  const drawn = outputs.map(({ output, time, measured, predicted }) => {
    const part = (of: ArrayLike<number>) => Array.from(of).slice(from - first, end - first);
    return thinned(
      { output, time: part(time), measured: part(measured), predicted: part(predicted) },
      samplesPerStep,
    );
  });
  return { from, until: end, samplesPerStep, outputs: drawn };
}

/** The lowest and the highest of every so many samples, in the order in which they came. */
function thinned({ output, time, measured, predicted }: PredictionData, step: number): PredictionData {
  if (step === 1) return { output, time, measured, predicted };
  const starts = Array.from({ length: Math.ceil(time.length / step) }, (_, k) => k * step);
  const ends = (values: ArrayLike<number>) =>
    starts.flatMap((start) => extremes(Array.from(values).slice(start, start + step)));
  const times = starts.flatMap((start) => {
    const last = Math.min(start + step, time.length) - 1;
    return [time[start], time[last]];
  });
  return { output, time: times, measured: ends(measured), predicted: ends(predicted) };
}

function extremes(values: readonly number[]): [number, number] {
  let [low, high] = [0, 0];
  values.forEach((value, k) => {
    if (value < values[low]) low = k;
    if (value > values[high]) high = k;
  });
  return low < high ? [values[low], values[high]] : [values[high], values[low]];
}
