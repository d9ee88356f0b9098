import { describe, expect, it } from "vitest";
import { drawnWindow } from "../src/work/fittingWindow.js";

const samples = 10_007;
const output = {
  output: "y",
  time: Array.from({ length: samples }, (_, t) => 500 + t),
  measured: Array.from({ length: samples }, (_, t) => Math.sin(t * t) + t / 1000),
  predicted: Array.from({ length: samples }, (_, t) => Math.cos(t * t * 3)),
};

describe("windows of a prediction", () => {
  it.each([
    [0, 400],
    [9000, 9990],
    [10_000, 20_000],
  ])("of up to a thousand samples are drawn sample by sample: %d to %d", (from, until) => {
    const { outputs, samplesPerStep } = drawnWindow({ from: 0, outputs: [output] }, from, until);
    expect(samplesPerStep).toBe(1);
    expect(outputs[0].time).toEqual(output.time.slice(from, until));
    expect(outputs[0].measured).toEqual(output.measured.slice(from, until));
    expect(outputs[0].predicted).toEqual(output.predicted.slice(from, until));
  });

  it.each([
    [0, samples],
    [17, 5017],
    [100, 1101],
  ])("that hold more keep the lowest and the highest of every step: %d to %d", (from, until) => {
    const { outputs, samplesPerStep } = drawnWindow({ from: 0, outputs: [output] }, from, until);
    const [{ time, measured, predicted }] = outputs;
    expect(time.length).toBeLessThanOrEqual(1002);
    expect(samplesPerStep).toBeGreaterThan(1);
    for (const [drawn, whole] of [
      [measured, output.measured],
      [predicted, output.predicted],
    ] as const) {
      for (let k = 0; 2 * k < time.length; k++) {
        const step = whole.slice(from + k * samplesPerStep, Math.min(until, from + (k + 1) * samplesPerStep));
        const pair = [drawn[2 * k], drawn[2 * k + 1]];
        expect(Math.min(...pair)).toBe(Math.min(...step));
        expect(Math.max(...pair)).toBe(Math.max(...step));
        const inOrder = step.indexOf(pair[0]) <= step.lastIndexOf(pair[1]);
        expect(inOrder).toBe(true);
      }
    }
    expect(Array.from(time)).toEqual(Array.from(time).sort((a, b) => a - b));
    expect(time[0]).toBe(500 + from);
    expect(time[time.length - 1]).toBe(500 + Math.min(until, samples) - 1);
  });

  it("are cut from what was read from the middle of a file", () => {
    const part = { from: 3000, outputs: [{ ...output, ...slices(3000, 3500) }] };
    const { outputs, from, until } = drawnWindow(part, 3100, 9000);
    expect([from, until]).toEqual([3100, 3500]);
    expect(outputs[0].measured).toEqual(output.measured.slice(3100, 3500));
  });
});

function slices(from: number, until: number) {
  const { time, measured, predicted } = output;
  return {
    time: time.slice(from, until),
    measured: measured.slice(from, until),
    predicted: predicted.slice(from, until),
  };
}
