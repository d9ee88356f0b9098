import { pointer, Workspace } from "../kernels/Workspace.js";
import { LagwiseError } from "../LagwiseError.js";
import { addSpectralProduct, powerOfTwoFrom, RealFft } from "../linalg/fft.js";
import { type Matrix, matrix } from "../linalg/Matrix.js";

/** L_0 … L_(T−1), the Markov parameters of a linear system: y_t = sum_j L_j x_(t−j). */
export interface ImpulseResponse {
  /** T */
  readonly lags: number;
  /** n_y */
  readonly outputs: number;
  /** n_x */
  readonly inputs: number;
  /** [L_0 L_1 … L_(T−1)], n_y × T·n_x: lag j and input i stand in column j·n_x + i */
  readonly coefficients: Matrix;
}

/** From here on a convolution is quicker through the Fourier transform (measured in bench/). */
const FFT_FROM_LAGS = 256;

/** A response of zeros. */
export function emptyResponse(lags: number, outputs: number, inputs: number): ImpulseResponse {
  return { lags, outputs, inputs, coefficients: matrix(outputs, lags * inputs) };
}

/** As nested lists, `[lag][output][input]`: the order of the JSON documents. */
export function toNested(response: ImpulseResponse): number[][][] {
  const { lags, outputs, inputs, coefficients } = response;
  return Array.from({ length: lags }, (_, j) =>
    Array.from({ length: outputs }, (_, o) => {
      const start = o * coefficients.columns + j * inputs;
      return Array.from(coefficients.data.subarray(start, start + inputs));
    }),
  );
}

/** The inverse of toNested. Throws a LagwiseError where the lists are not all of one shape. */
export function fromNested(nested: readonly (readonly (readonly number[])[])[]): ImpulseResponse {
  const response = emptyResponse(nested.length, nested[0]?.length ?? 0, nested[0]?.[0]?.length ?? 0);
  const { outputs, inputs, coefficients } = response;
  nested.forEach((rows, j) => {
    if (rows.length !== outputs || rows.some((row) => row.length !== inputs)) {
      throw new LagwiseError(`invalid impulse response: lag ${j} is not ${outputs} × ${inputs}`);
    }
    rows.forEach((row, o) => {
      coefficients.data.set(row, o * coefficients.columns + j * inputs);
    });
  });
  return response;
}

/** sum over outputs and inputs of L_j², for each lag: T values. */
export function energyByLag(response: ImpulseResponse): Float64Array {
  const { lags, outputs, inputs, coefficients } = response;
  const energy = new Float64Array(lags);
  for (let o = 0; o < outputs; o++) {
    for (let k = 0; k < lags * inputs; k++) {
      const value = coefficients.data[o * coefficients.columns + k];
      energy[Math.floor(k / inputs)] += value * value;
    }
  }
  return energy;
}

/** The smallest h whose lags 0 … h−1 hold the fraction p of the energy; 0 for a response of zeros. */
export function energyHorizon(energy: Float64Array, p = 0.95): number {
  const total = energy.reduce((sum, value) => sum + value, 0);
  let held = 0;
  for (let j = 0; j < energy.length; j++) {
    if (held >= p * total) return j;
    held += energy[j];
  }
  return energy.length;
}

/** ‖L − M‖ / ‖M‖ over all lags both have, the longer one's other lags compared with zero. */
export function relativeDistance(response: ImpulseResponse, reference: ImpulseResponse): number {
  if (response.outputs !== reference.outputs || response.inputs !== reference.inputs) {
    throw new LagwiseError(
      `responses of ${response.outputs} × ${response.inputs} and ${reference.outputs} × ${reference.inputs} cannot be compared`,
    );
  }
  const lags = Math.max(response.lags, reference.lags);
  const [a, b] = [resized(response, lags).coefficients.data, resized(reference, lags).coefficients.data];
  let distance = 0;
  let norm = 0;
  for (let k = 0; k < a.length; k++) {
    distance += (a[k] - b[k]) * (a[k] - b[k]);
    norm += b[k] * b[k];
  }
  return distance === 0 ? 0 : Math.sqrt(distance / norm);
}

/** The same response over another number of lags: cut off, or continued with zeros. */
export function resized(response: ImpulseResponse, lags: number): ImpulseResponse {
  const target = emptyResponse(lags, response.outputs, response.inputs);
  const width = Math.min(lags, response.lags) * response.inputs;
  for (let o = 0; o < response.outputs; o++) {
    const start = o * response.coefficients.columns;
    const row = response.coefficients.data.subarray(start, start + width);
    target.coefficients.data.set(row, o * target.coefficients.columns);
  }
  return target;
}

/**
 * y_t = sum_j L_j x_(t−j) from a zero state, for one segment of inputs (N×n_x). Returns N×n_y. Goes through the
 * Fourier transform from 256 lags, or as `method` says. Throws a LagwiseError where the inputs do not fit.
 */
export function applyResponse(
  response: ImpulseResponse,
  inputs: Matrix,
  method: "auto" | "direct" | "fft" = "auto",
): Matrix {
  if (inputs.columns !== response.inputs) {
    throw new LagwiseError(`the response has ${response.inputs} inputs, the recording has ${inputs.columns}`);
  }
  const throughFft = method === "fft" || (method === "auto" && response.lags >= FFT_FROM_LAGS);
  return throughFft ? applyByFft(response, inputs) : applyDirectly(response, inputs);
}

/** Rows of samples newest first make every window [x_t; …; x_(t−T+1)] one contiguous row: a matrix product. */
function applyDirectly(response: ImpulseResponse, inputs: Matrix): Matrix {
  const { lags, outputs, inputs: width, coefficients } = response;
  const samples = inputs.rows;
  const work = new Workspace((samples + lags) * width + samples * outputs + coefficients.data.length);
  const reversed = work.matrix(samples + lags - 1, width);
  for (let t = 0; t < samples; t++) {
    reversed.data.set(inputs.data.subarray(t * width, (t + 1) * width), (samples - 1 - t) * width);
  }
  const rows = work.copy(coefficients);
  const out = work.matrix(samples, outputs);
  const size = lags * width;
  work.kernels.addProductTransposed(
    samples,
    outputs,
    size,
    1,
    pointer(reversed),
    width,
    pointer(rows),
    size,
    0,
    pointer(out),
    outputs,
  );
  const result = matrix(samples, outputs);
  for (let t = 0; t < samples; t++) {
    const from = (samples - 1 - t) * outputs;
    result.data.set(out.data.subarray(from, from + outputs), t * outputs);
  }
  return result;
}

/** Overlap-add with blocks of three times the lags or more. */
function applyByFft(response: ImpulseResponse, inputs: Matrix): Matrix {
  const { lags, outputs, inputs: width, coefficients } = response;
  const samples = inputs.rows;
  const fft = new RealFft(powerOfTwoFrom(Math.min(4 * lags, samples + lags)));
  const step = fft.length - lags + 1;
  const filters = Array.from({ length: outputs * width }, (_, k) => {
    const [o, i] = [Math.floor(k / width), k % width];
    const taps = Float64Array.from(
      { length: lags },
      (_, j) => coefficients.data[o * coefficients.columns + j * width + i],
    );
    return fft.forward(taps);
  });
  const result = matrix(samples, outputs);
  for (let start = 0; start < samples; start += step) {
    const count = Math.min(step, samples - start);
    const spectra = Array.from({ length: width }, (_, i) =>
      fft.forward(Float64Array.from({ length: count }, (_, t) => inputs.data[(start + t) * width + i])),
    );
    for (let o = 0; o < outputs; o++) {
      const sum = new Float64Array(2 * fft.length);
      spectra.forEach((spectrum, i) => {
        addSpectralProduct(sum, spectrum, filters[o * width + i], false);
      });
      const block = fft.inverse(sum);
      const end = Math.min(samples, start + count + lags - 1);
      for (let t = start; t < end; t++) result.data[t * outputs + o] += block[t - start];
    }
  }
  return result;
}
