import { describe, expect, it } from "vitest";
import { applyResponse, toNested } from "../../src/response/ImpulseResponse.js";
import { simulate, teacherResponse } from "../../src/signal/synthetic.js";

const energy = (values: number[]) => values.reduce((sum, v) => sum + v * v, 0);

describe("teachers", () => {
  it("are what they are called, with energy 1", () => {
    const flat = (teacher: Parameters<typeof teacherResponse>[0]) =>
      toNested(teacherResponse(teacher, 40)).flat(2);
    expect(flat({ kind: "delay", delay: 7 }).map((v, j) => (j === 7 ? v - 1 : v))).toEqual(
      new Array(40).fill(0),
    );
    const swing = flat({ kind: "oscillator", radius: 0.9, period: 8 });
    expect(energy(swing)).toBeCloseTo(1, 12);
    expect(swing[8] / swing[0]).toBeCloseTo(0.9 ** 8, 12);
    expect(swing[4] / swing[0]).toBeCloseTo(-(0.9 ** 4), 12);
    const network = flat({ kind: "rnn", radius: 0.7, seed: 3 });
    expect(energy(network)).toBeCloseTo(1, 12);
    // four units: the response obeys a linear recurrence of order 4, so its Hankel matrix of order 5 is singular
    const late = energy(network.slice(30)) / energy(network.slice(20, 30));
    expect(late).toBeLessThan(0.7 ** 20 * 100);
  });

  it("refuses a delay that its lags do not reach", () => {
    expect(() => teacherResponse({ kind: "delay", delay: 5 }, 5)).toThrow(
      /invalid delay: 5 \(0 to 4 with 5 lags\)/,
    );
  });
});

describe("a simulated recording", () => {
  it("is the response to white inputs, with noise of the power that was asked for", () => {
    const response = teacherResponse({ kind: "oscillator", radius: 0.8, period: 6 }, 30);
    const { segments } = simulate(response, { sequences: 40, length: 500, snr: 10, seed: 4 });
    let [signal, noise, input, count] = [0, 0, 0, 0];
    for (const { inputs, outputs } of segments) {
      const clean = applyResponse(response, inputs).data;
      clean.forEach((y, t) => {
        signal += y * y;
        noise += (outputs.data[t] - y) ** 2;
        input += inputs.data[t] ** 2;
        count++;
      });
    }
    // 20 000 samples: a variance is known to 1 %, four deviations to 4 %
    expect(Math.abs(input / count - 1)).toBeLessThan(0.04);
    expect(Math.abs(signal / noise / 10 - 1)).toBeLessThan(0.08);
  });

  it("is the same for the same seed, and has its channels by name", () => {
    const response = teacherResponse({ kind: "delay", delay: 1 }, 4);
    const settings = { sequences: 2, length: 5, snr: 20, seed: 9 };
    const [a, b] = [simulate(response, settings), simulate(response, settings)];
    expect(a.segments).toEqual(b.segments);
    expect(a.inputNames).toEqual(["x1"]);
    expect(simulate(response, { ...settings, seed: 10 }).segments).not.toEqual(a.segments);
  });
});
