import { describe, expect, it } from "vitest";
import { fit } from "../../src/learning/fit.js";
import { predictTestPart } from "../../src/learning/predictions.js";
import { recording } from "../../src/signal/passes.js";
import type { RecordingSource } from "../../src/signal/Recording.js";
import { gaussians, randomSegment } from "../oracles.js";

const draw = gaussians(3);
const segments = [
  randomSegment(90, 2, 3, draw),
  randomSegment(20, 2, 3, draw),
  randomSegment(70, 2, 3, draw),
];
const source = recording(["a", "b", "c"], ["y", "z"], segments);

/** The same recording, seven rows at a time. */
const inPieces: RecordingSource = {
  ...source,
  *blocks() {
    for (const { inputs, outputs } of segments) {
      for (let t = 0; t < inputs.rows; t += 7) {
        const rows = Math.min(7, inputs.rows - t);
        const cut = ({ columns, data }: typeof inputs) => ({
          rows,
          columns,
          data: data.slice(t * columns, (t + rows) * columns),
        });
        yield { startsSegment: t === 0, inputs: cut(inputs), outputs: cut(outputs) };
      }
    }
  },
};

describe("predictions of the test part", () => {
  it.each([0.4, 0.55, 0.8])(
    "leave the errors that the scores were made of, trained on %d",
    async (trainFraction) => {
      const result = await fit(source, { lags: 6, trainFraction });
      const { samples, measured, predicted } = await predictTestPart(source, result, 1e9);
      expect(samples).toEqual(Array.from({ length: result.testSamples }, (_, k) => result.trainSamples + k));
      for (let o = 0; o < 2; o++) {
        const column = (data: Float64Array) => Array.from(data).filter((_, k) => k % 2 === o);
        const [y, fitted] = [column(measured.data), column(predicted.data)];
        const mean = y.reduce((sum, v) => sum + v, 0) / y.length;
        const errors = y.reduce((sum, v, k) => sum + (v - fitted[k]) ** 2, 0);
        const deviations = y.reduce((sum, v) => sum + (v - mean) ** 2, 0);
        expect(result.test?.r2[o]).toBeCloseTo(1 - errors / deviations, 10);
      }
    },
  );

  it("are the same however the recording comes in pieces, and stop where they are told to", async () => {
    const result = await fit(source, { lags: 6, trainFraction: 0.5 });
    const whole = await predictTestPart(source, result, 40);
    const pieces = await predictTestPart(inPieces, result, 40);
    expect(whole.samples.length).toBe(40);
    expect(pieces.samples).toEqual(whole.samples);
    expect(pieces.measured).toEqual(whole.measured);
    pieces.predicted.data.forEach((value, k) => {
      expect(value).toBeCloseTo(whole.predicted.data[k], 12);
    });
  });

  it.each([0, 1, 17, 55, 71])("from sample %d on are those of the whole test part", async (from) => {
    const result = await fit(source, { lags: 6, trainFraction: 0.6 });
    const whole = await predictTestPart(source, result, 1e9);
    const part = await predictTestPart(inPieces, result, 25, from);
    expect(part.samples).toEqual(whole.samples.slice(from, from + 25));
    const values = [2 * from, 2 * (from + 25)] as const;
    expect(part.measured.data).toEqual(whole.measured.data.slice(...values));
    whole.predicted.data.slice(...values).forEach((value, k) => {
      expect(part.predicted.data[k]).toBeCloseTo(value, 12);
    });
  });
});
