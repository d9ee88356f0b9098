import { LagwiseError } from "../LagwiseError.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";
import type { Moments } from "./Moments.js";
import type { Block, Segment } from "./Recording.js";

/** Mean and standard deviation of each channel, in the units of the data. */
export interface ChannelScale {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Learnt on the training part and carried with the model: x ↦ (x − mean) / deviation, channel by channel. */
export interface Standardisation {
  readonly inputs: ChannelScale;
  readonly outputs: ChannelScale;
}

/** Scales from the moments of a training part. Throws a LagwiseError that names every constant channel. */
export function standardisationFrom(
  inputs: Moments,
  outputs: Moments,
  names: { readonly inputNames: readonly string[]; readonly outputNames: readonly string[] },
): Standardisation {
  refuseConstant(inputs, "input", names.inputNames);
  refuseConstant(outputs, "output", names.outputNames);
  return {
    inputs: { mean: inputs.mean, deviation: inputs.deviation() },
    outputs: { mean: outputs.mean, deviation: outputs.deviation() },
  };
}

/** The block with every channel standardised. */
export function standardise(block: Block, by: Standardisation): Block {
  return {
    startsSegment: block.startsSegment,
    inputs: scaled(block.inputs, by.inputs),
    outputs: scaled(block.outputs, by.outputs),
  };
}

/** A segment of standardised outputs (N×n_y) back in the units of the data. */
export function inDataUnits(outputs: Segment["outputs"], scale: ChannelScale): Matrix {
  const { columns } = outputs;
  const data = outputs.data.map((value, k) => value * scale.deviation[k % columns] + scale.mean[k % columns]);
  return matrix(outputs.rows, columns, data);
}

function scaled(a: Matrix, { mean, deviation }: ChannelScale): Matrix {
  const data = new Float64Array(a.data.length);
  for (let k = 0, c = 0; k < data.length; k++) {
    data[k] = (a.data[k] - mean[c]) / deviation[c];
    if (++c === a.columns) c = 0;
  }
  return matrix(a.rows, a.columns, data);
}

function refuseConstant(moments: Moments, kind: "input" | "output", names: readonly string[]): void {
  const constant = names.filter((_, c) => moments.deviation()[c] === 0);
  if (constant.length === 0) return;
  const value = moments.mean[names.indexOf(constant[0])];
  const which = constant.map((name) => `"${name}"`).join(", ");
  throw new LagwiseError(
    `${kind} ${which} ${constant.length === 1 ? `is constant (always ${value})` : "are constant"} in the training part ` +
      `and tells nothing: leave ${constant.length === 1 ? "it" : "them"} out of --${kind}, or train on a larger part`,
  );
}
