import { describe, expect, it } from "vitest";
import { readAddress, writeAddress } from "../src/state/address.js";
import { initialSettings, type Settings } from "../src/state/settings.js";
import { initialisationOf, presetOf, presets } from "../src/views/weightsPresets.js";

const initial = initialSettings("weights");

describe("presets", () => {
  it("are these", () => {
    expect(presets.map(({ name }) => name)).toEqual(["short 0.3", "long 0.8", "PyTorch", "Glorot", "He"]);
  });

  it.each(presets)("$name is known again by the reader of its link", ({ name, values }) => {
    const address = writeAddress({ view: "weights", settings: { ...initial, ...values } });
    const read = readAddress(address).settings as Settings<"weights">;
    expect(presetOf(read)?.name).toBe(name);
    for (const [key, value] of Object.entries(values)) {
      expect(read[key as keyof typeof values]).toBeCloseTo(value, 11);
      expect(presetOf({ ...read, [key]: value + 0.001 })).toBeUndefined();
    }
  });

  it("He leaves the input matrix as it was drawn, and says so in the address", () => {
    const he = presets.find(({ name }) => name === "He");
    expect(writeAddress({ view: "weights", settings: { ...initial, ...he?.values } })).toBe(
      "#weights?nuW=2&nuF=2&nuC=2&etaF=0",
    );
    expect(initialisationOf({ ...initial, etaF: 0, nuW: 2 })).toEqual({
      nuW: 2,
      nuF: 1,
      nuC: 1,
      multipliers: { C: 1, F: 0, W: 1 },
    });
  });

  it("none is chosen before anything is touched", () => {
    expect(presetOf(initial)).toBeUndefined();
  });
});
