import { describe, expect, it } from "vitest";
import { readAddress } from "../src/state/address.js";
import type { Settings } from "../src/state/settings.js";
import { commandOf, planOf } from "../src/work/trainingPlan.js";

const settingsOf = (query: string) => readAddress(`#training?${query}`).settings as Settings<"training">;

describe("the plan of a training", () => {
  it("holds a delay to what the lags reach", () => {
    expect(planOf(settingsOf("delay=19&lags=20")).teacher).toEqual({ kind: "delay", delay: 19 });
    expect(planOf(settingsOf("delay=20&lags=20")).teacher).toEqual({ kind: "delay", delay: 19 });
    expect(planOf(settingsOf("delay=150&lags=2")).teacher).toEqual({ kind: "delay", delay: 1 });
  });

  it("draws the small network from the seed", () => {
    const { teacher } = planOf(settingsOf("teacher=rnn&seed=5&radius=0.7"));
    expect(teacher).toEqual({ kind: "rnn", radius: 0.7, seed: 5 });
  });

  it("is a command line with every setting, and the learning rate where it is not half of the largest", () => {
    expect(commandOf(planOf(settingsOf("")), 0.4975, 120)).toBe(
      "lagwise train --synthetic delay --delay 5 --snr 20 --width 1000 --lags 20 --nu-w 0.3 --seed 1 --steps 120",
    );
    expect(commandOf(planOf(settingsOf("teacher=oscillator&rate=0.25&period=6")), 0.1 + 0.2, 7)).toBe(
      "lagwise train --synthetic oscillator --radius 0.9 --period 6 --snr 20 --width 1000 --lags 20 --nu-w 0.3 " +
        "--learning-rate 0.30000000000000004 --seed 1 --steps 7",
    );
    expect(commandOf(planOf(settingsOf("teacher=rnn&seed=3")), 1, 1)).toContain(
      "--synthetic rnn --radius 0.9",
    );
  });
});
