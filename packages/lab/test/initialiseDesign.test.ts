import { memoryHorizon } from "@lagwise/core";
import { describe, expect, it } from "vitest";
import { initialSettings } from "../src/state/settings.js";
import {
  asWeights,
  commandOf,
  designed,
  digits,
  pytorchDefault,
  rowsOf,
  spoken,
} from "../src/views/initialiseDesign.js";

describe("a design", () => {
  it("for 25 lags is what the README says", () => {
    const yours = designed(25);
    expect(digits(yours.nuW)).toBe("0.8274");
    expect(spoken(yours)).toBe("To look back 25 lags, draw W with nu_W = 0.8274.");
    const rows = Object.fromEntries(
      rowsOf([yours, pytorchDefault], 256).map(({ name, values }) => [name, values]),
    );
    expect(rows["Memory horizon"]).toEqual(["25 lags", "4 lags"]);
    expect(rows["Spectral radius"]).toEqual(["0.9096", "0.5774"]);
    // √(nu/n): PyTorch's is 1/√(3n)
    expect(rows["Standard deviation of W"]).toEqual(["0.05685", "0.03608"]);
    expect(rows["of F"]).toEqual(["0.0625", "0.03608"]);
    expect(rows["of C"]).toEqual(["0.0625", "0.03608"]);
  });

  it.each([1, 4, 10, 100, 3000])(
    "for %d lags reaches them, and so does its link to the weights",
    (horizon) => {
      const yours = designed(horizon);
      expect(yours.horizon).toBeGreaterThanOrEqual(horizon);
      const { nuW = 0, nuF, nuC } = asWeights(yours);
      expect(memoryHorizon({ nuW, nuF, nuC })).toBe(yours.horizon);
      // nothing is lost in an address
      expect(Number(nuW.toPrecision(12))).toBe(nuW);
    },
  );

  it("tells a variance close to 1 from 1", () => {
    expect(digits(designed(100_000).nuW)).toBe("0.999953");
    expect(digits(0.5)).toBe("0.5");
  });
});

describe("the command", () => {
  it("says what is not usual", () => {
    const initial = initialSettings("initialise");
    expect(commandOf(initial)).toBe("lagwise init --horizon 25 --width 256 --code pytorch");
    expect(commandOf({ ...initial, horizon: 40, inputs: 52, outputs: 2, language: "flax" })).toBe(
      "lagwise init --horizon 40 --width 256 --inputs 52 --outputs 2 --code flax",
    );
  });
});
