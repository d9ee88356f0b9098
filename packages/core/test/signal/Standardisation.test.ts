import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { matrix } from "../../src/linalg/Matrix.js";
import { inDataUnits, standardisationFrom, standardise } from "../../src/signal/Standardisation.js";
import { gaussians, randomMatrix, relativeError } from "../oracles.js";
import { momentsOf, twoPass } from "./momentsOracle.js";

describe("standardise", () => {
  it("gives mean 0 and deviation 1, channel by channel, and inDataUnits undoes it", () => {
    const draw = gaussians(2);
    const block = {
      startsSegment: true,
      inputs: matrix(
        500,
        2,
        randomMatrix(500, 2, draw).data.map((v, k) => (k % 2 ? 3e6 * v - 7 : 1e-6 * v + 2)),
      ),
      outputs: matrix(
        500,
        1,
        randomMatrix(500, 1, draw).data.map((v) => 40 * v + 273),
      ),
    };
    const names = { inputNames: ["a", "b"], outputNames: ["c"] };
    const by = standardisationFrom(momentsOf(block.inputs), momentsOf(block.outputs), names);
    const { inputs, outputs, startsSegment } = standardise(block, by);
    expect(startsSegment).toBe(true);
    for (const part of [inputs, outputs]) {
      const { mean, deviation } = twoPass(part);
      // the first channel's offset is 2e6 times its deviation, so ten digits are left of it
      for (const value of mean) expect(Math.abs(value)).toBeLessThan(1e-9);
      for (const value of deviation) expect(Math.abs(value - 1)).toBeLessThan(1e-9);
    }
    expect(relativeError(inDataUnits(outputs, by.outputs).data, block.outputs.data)).toBeLessThan(1e-15);
  });
});

describe("standardisationFrom", () => {
  const moments = (...values: number[][]) =>
    momentsOf(matrix(2, values.length, [...values.map((v) => v[0]), ...values.map((v) => v[1])]));
  const names = { inputNames: ["valve", "heater", "fan"], outputNames: ["room"] };
  const moving = [0, 1];

  it("names the constant channel and its value, input or output", () => {
    const one = () => standardisationFrom(moments(moving, [5, 5], moving), moments(moving), names);
    expect(one).toThrow(LagwiseError);
    expect(one).toThrow(/input "heater" is constant \(always 5\)/);
    expect(() => standardisationFrom(moments(moving, moving, moving), moments([2, 2]), names)).toThrow(
      /output "room"/,
    );
  });

  it("names all of several constant channels", () => {
    const two = () => standardisationFrom(moments([1, 1], moving, [5, 5]), moments(moving), names);
    expect(two).toThrow(/input "valve", "fan" are constant/);
  });
});
