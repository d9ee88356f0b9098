import { type Matrix, matrix } from "../linalg/Matrix.js";
import { applyResponse } from "../response/ImpulseResponse.js";
import type { RecordingSource, Segment } from "../signal/Recording.js";
import type { FitSummary } from "./fit.js";

/** Measurements of the test part and what the fitted response makes of the inputs, in the units of the data. */
export interface Prediction {
  /** numbers of the samples in the recording, from 0 */
  readonly samples: readonly number[];
  /** N×n_y */
  readonly measured: Matrix;
  readonly predicted: Matrix;
}

/**
 * Predictions for up to `most` samples of the test part, from its sample number `from`, counted from 0, on:
 * y_t = mean + sum_j L_j (x_(t−j) − mean), reaching back into the training part, as the scores do. One pass over the
 * recording, up to those samples; memory for those samples.
 */
export async function predictTestPart(
  source: RecordingSource,
  fit: FitSummary,
  most = 1000,
  from = 0,
): Promise<Prediction> {
  const start = fit.trainSamples + from;
  const end = Math.min(fit.samples, start + most);
  const pieces: { first: number; rows: Segment[] }[] = [];
  let seen = 0;
  for await (const block of source.blocks()) {
    const { rows } = block.inputs;
    const first = Math.max(0, start - fit.lags + 1 - seen);
    const last = Math.min(rows, end - seen);
    if (first < last) {
      if (block.startsSegment || pieces.length === 0) pieces.push({ first: seen + first, rows: [] });
      pieces[pieces.length - 1].rows.push({
        inputs: part(block.inputs, first, last),
        outputs: part(block.outputs, first, last),
      });
    }
    seen += rows;
    if (seen >= end) break;
  }
  const samples: number[] = [];
  const measured: number[] = [];
  const predicted: number[] = [];
  const { inputs, outputs } = fit.standardisation;
  for (const { first, rows } of pieces) {
    const x = joined(rows.map((one) => one.inputs));
    const y = joined(rows.map((one) => one.outputs));
    const centred = matrix(
      x.rows,
      x.columns,
      x.data.map((value, k) => value - inputs.mean[k % x.columns]),
    );
    const response = applyResponse(fit.mean, centred);
    for (let t = Math.max(0, start - first); t < x.rows; t++) {
      samples.push(first + t);
      for (let o = 0; o < y.columns; o++) {
        measured.push(y.data[t * y.columns + o]);
        predicted.push(outputs.mean[o] + response.data[t * y.columns + o]);
      }
    }
  }
  const shape = [samples.length, fit.outputNames.length] as const;
  return { samples, measured: matrix(...shape, measured), predicted: matrix(...shape, predicted) };
}

function part(a: Matrix, from: number, to: number): Matrix {
  return matrix(to - from, a.columns, a.data.slice(from * a.columns, to * a.columns));
}

function joined(parts: readonly Matrix[]): Matrix {
  const rows = parts.reduce((sum, one) => sum + one.rows, 0);
  const whole = matrix(rows, parts[0].columns);
  let at = 0;
  for (const one of parts) {
    whole.data.set(one.data, at);
    at += one.data.length;
  }
  return whole;
}
