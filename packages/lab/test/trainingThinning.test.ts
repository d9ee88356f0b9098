import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TrainingHistory } from "../src/work/trainingHistory.js";
import { TrainingPace } from "../src/work/trainingPace.js";
import { drawnSteps, roundSteps, standingApart } from "../src/work/trainingThinning.js";

const falling = (length: number) => Float64Array.from({ length }, (_, step) => 1 / (1 + step));

describe("the steps that are drawn", () => {
  it("are all of them while they are few", () => {
    expect(drawnSteps([falling(5)])).toEqual([0, 1, 2, 3, 4]);
    expect(drawnSteps([new Float64Array(0)])).toEqual([]);
  });

  it.each([false, true])("keep the first, the last and every spike (logarithmic: %s)", (logarithmic) => {
    const length = 100_000;
    const spikes = [3, 976, 5000, 43_210, 99_990];
    const curve = falling(length);
    for (const step of spikes) curve[step] = step % 2 === 0 ? 5 : -5;
    const steps = drawnSteps([falling(length), curve], { logarithmic });
    for (const step of [0, length - 1, ...spikes]) expect(steps).toContain(step);
    expect(steps.length).toBeLessThan(300);
  });

  it("hold the range of every curve, ascending, each once, however the curves run", () => {
    const losses = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 2000 });
    fc.assert(
      fc.property(losses, fc.boolean(), fc.integer({ min: 5, max: 60 }), (values, logarithmic, spans) => {
        const curve = Float64Array.from(values);
        const steps = drawnSteps([curve], { logarithmic, spans });
        expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
        const drawn = steps.map((step) => curve[step]);
        expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([Math.min(...values), Math.max(...values)]);
        expect(steps.length).toBeLessThanOrEqual(2 * spans + 2);
        expect([steps[0], steps[steps.length - 1]]).toEqual([0, values.length - 1]);
      }),
    );
  });

  it("are as dense at the beginning as at the end of a logarithmic axis", () => {
    const steps = drawnSteps([falling(100_000)], { logarithmic: true });
    const within = (from: number, to: number) => steps.filter((step) => step >= from && step < to).length;
    expect(within(10_000, 100_000)).toBeLessThan(2 * within(100, 1000));
    expect(within(1, 10)).toBe(9);
  });
});

describe("the axis of steps", () => {
  it("ends at a round number that holds the step, and stands still in between", () => {
    expect([0, 999, 1000, 1001, 1499, 1501, 3999, 9999, 10001].map((step) => roundSteps(step))).toEqual([
      1000, 1000, 1000, 1500, 1500, 2000, 4000, 10000, 15000,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e7 }), (step) => {
        const end = roundSteps(step);
        expect(end).toBeGreaterThanOrEqual(step);
        expect(end).toBeLessThanOrEqual(Math.max(1000, 1.5 * step));
      }),
    );
  });

  it("has marks that stand apart", () => {
    const steps = Array.from({ length: 200 }, (_, k) => k);
    const kept = standingApart(steps, 200, { spans: 10 });
    expect(kept).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160, 180]);
    const logarithmic = standingApart(steps, 200, { spans: 10, logarithmic: true });
    // from 1 on each is at least 200^(1/10) = 1.699 times the one before
    expect(logarithmic.slice(0, 6)).toEqual([0, 1, 2, 4, 7, 12]);
  });
});

describe("a history", () => {
  it("gives back what has been appended, piece by piece", () => {
    const history = new TrainingHistory();
    const all = Array.from({ length: 1000 }, (_, k) => Math.sqrt(k));
    for (let from = 0; from < all.length; from += 130) {
      const piece = Float64Array.from(all.slice(from, from + 130));
      const losses = { train: piece, test: piece.map((v) => -v) };
      history.append({ network: losses, convolution: losses, closedForm: { ...losses, steps: piece } });
    }
    expect([...history.network.train]).toEqual(all);
    expect([...history.convolution.test]).toEqual(all.map((v) => -v));
    expect([...history.closedForm.steps]).toEqual(all);
  });
});

describe("the pace", () => {
  it("is that of the last seconds", () => {
    const pace = new TrainingPace(0, 0);
    expect(pace.at(0, 0)).toBeUndefined();
    for (let time = 100; time <= 5000; time += 100) pace.at(time, time / 10);
    // from 100 steps a second to 1000
    let last: number | undefined;
    for (let time = 5100; time <= 9000; time += 100) last = pace.at(time, 500 + (time - 5000));
    expect(last).toBeCloseTo(1000, 6);
  });
});
