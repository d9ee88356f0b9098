import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { matrix } from "../../src/linalg/Matrix.js";
import {
  applyResponse,
  emptyResponse,
  energyByLag,
  energyHorizon,
  fromNested,
  relativeDistance,
  resized,
  toNested,
} from "../../src/response/ImpulseResponse.js";
import {
  convolve,
  gaussians,
  largestDifference,
  randomMatrix,
  randomResponse,
  relativeError,
} from "../oracles.js";

const shapes = fc.record({
  lags: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(31, 64, 65)),
  outputs: fc.integer({ min: 1, max: 3 }),
  inputs: fc.integer({ min: 1, max: 3 }),
  samples: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 21, max: 300 })),
  method: fc.constantFrom("direct", "fft"),
  seed: fc.integer(),
});

describe("applyResponse", () => {
  it("equals the loop over samples, lags, outputs and inputs, both ways", () => {
    fc.assert(
      fc.property(shapes, ({ lags, outputs, inputs, samples, method, seed }) => {
        const draw = gaussians(seed);
        const response = randomResponse(lags, outputs, inputs, draw);
        const x = randomMatrix(samples, inputs, draw);
        const y = applyResponse(response, x, method);
        expect([y.rows, y.columns]).toEqual([samples, outputs]);
        expect(largestDifference(y.data, convolve(response, x).data)).toBeLessThan(1e-12 * lags * inputs);
      }),
      { numRuns: 200 },
    );
  });

  it("goes through the Fourier transform for many lags with the same values", () => {
    const draw = gaussians(1);
    for (const [lags, samples] of [
      [512, 3000],
      [700, 100],
      [1024, 1024],
    ] as const) {
      const response = randomResponse(lags, 1, 2, draw);
      const x = randomMatrix(samples, 2, draw);
      expect(
        relativeError(applyResponse(response, x).data, applyResponse(response, x, "direct").data),
      ).toBeLessThan(1e-12);
    }
  });

  it("is linear in the response and in the inputs", () => {
    fc.assert(
      fc.property(shapes, ({ lags, outputs, inputs, samples, method, seed }) => {
        const draw = gaussians(seed);
        const [a, b] = [
          randomResponse(lags, outputs, inputs, draw),
          randomResponse(lags, outputs, inputs, draw),
        ];
        const [x, z] = [randomMatrix(samples, inputs, draw), randomMatrix(samples, inputs, draw)];
        const mixed = (u: Float64Array, v: Float64Array) => u.map((value, k) => 2 * value - 3 * v[k]);
        const both = {
          ...a,
          coefficients: matrix(outputs, lags * inputs, mixed(a.coefficients.data, b.coefficients.data)),
        };
        const apply = (r: typeof a, u: typeof x) => applyResponse(r, u, method).data;
        const bound = 1e-11 * lags * inputs;
        expect(largestDifference(apply(both, x), mixed(apply(a, x), apply(b, x)))).toBeLessThan(bound);
        const mixture = matrix(samples, inputs, mixed(x.data, z.data));
        expect(largestDifference(apply(a, mixture), mixed(apply(a, x), apply(a, z)))).toBeLessThan(bound);
      }),
      { numRuns: 80 },
    );
  });

  it("shifts with time: inputs s samples later give outputs s samples later, and nothing before", () => {
    fc.assert(
      fc.property(
        shapes,
        fc.integer({ min: 0, max: 40 }),
        ({ lags, outputs, inputs, samples, method, seed }, shift) => {
          const draw = gaussians(seed);
          const response = randomResponse(lags, outputs, inputs, draw);
          const x = randomMatrix(samples, inputs, draw);
          const later = matrix(samples + shift, inputs, [...new Float64Array(shift * inputs), ...x.data]);
          const y = applyResponse(response, x, method).data;
          const shifted = applyResponse(response, later, method).data;
          const bound = 1e-12 * lags * inputs;
          expect(largestDifference(shifted.slice(shift * outputs), y)).toBeLessThan(bound);
          expect(
            largestDifference(shifted.slice(0, shift * outputs), new Float64Array(shift * outputs)),
          ).toBeLessThan(bound);
        },
      ),
      { numRuns: 80 },
    );
  });

  it("answers a unit impulse with the response itself, exactly, the direct way", () => {
    const response = randomResponse(5, 2, 1, gaussians(1));
    const y = applyResponse(response, matrix(7, 1, [1, 0, 0, 0, 0, 0, 0]), "direct");
    const nested = toNested(response);
    expect(Array.from(y.data)).toEqual([...nested.flatMap((lag) => lag.map((row) => row[0])), 0, 0, 0, 0]);
  });

  it("refuses inputs of another width", () => {
    const wrong = () => applyResponse(emptyResponse(3, 1, 2), matrix(5, 1));
    expect(wrong).toThrow(LagwiseError);
    expect(wrong).toThrow("the response has 2 inputs, the recording has 1");
  });
});

describe("toNested and fromNested", () => {
  it("are inverse, in the order lag, output, input", () => {
    fc.assert(
      fc.property(shapes, ({ lags, outputs, inputs, seed }) => {
        const response = randomResponse(lags, outputs, inputs, gaussians(seed));
        expect(fromNested(toNested(response))).toEqual(response);
      }),
    );
    const nested = [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
      [
        [9, 10],
        [11, 12],
      ],
    ];
    const response = fromNested(nested);
    expect(response).toMatchObject({ lags: 3, outputs: 2, inputs: 2 });
    expect(Array.from(response.coefficients.data)).toEqual([1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12]);
    expect(toNested(response)).toEqual(nested);
  });

  it("refuse lists that are not all of one shape, and name the lag", () => {
    expect(() => fromNested([[[1, 2]], [[1]]])).toThrow(LagwiseError);
    expect(() =>
      fromNested([
        [[1, 2]],
        [
          [1, 2],
          [3, 4],
        ],
      ]),
    ).toThrow("invalid impulse response: lag 1 is not 1 × 2");
    expect(fromNested([]).lags).toBe(0);
  });
});

describe("energyByLag and energyHorizon", () => {
  it("sum the squares of each lag's coefficients", () => {
    const energy = energyByLag(
      fromNested([
        [
          [1, 2],
          [3, 4],
        ],
        [
          [0, 0],
          [0, -5],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ]),
    );
    expect(Array.from(energy)).toEqual([30, 25, 0]);
  });

  it("is the smallest number of lags that hold the fraction, by brute force", () => {
    const energies = fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 12 });
    fc.assert(
      fc.property(energies, fc.constantFrom(0.25, 0.5, 0.75, 1), (energy, p) => {
        const total = energy.reduce((a, b) => a + b, 0);
        let wanted = 0;
        while (energy.slice(0, wanted).reduce((a, b) => a + b, 0) < p * total) wanted++;
        expect(energyHorizon(Float64Array.from(energy), p)).toBe(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it("is 0 for a response of zeros, 1 where all stands in lag 0, T where the last lag is needed", () => {
    expect(energyHorizon(new Float64Array(5))).toBe(0);
    expect(energyHorizon(new Float64Array(0))).toBe(0);
    expect(energyHorizon(Float64Array.of(3, 0, 0))).toBe(1);
    expect(energyHorizon(Float64Array.of(0, 0, 1))).toBe(3);
    expect(energyHorizon(Float64Array.of(95, 5))).toBe(1);
    expect(energyHorizon(Float64Array.of(94, 6))).toBe(2);
    expect(
      energyHorizon(
        Float64Array.from({ length: 1000 }, () => 0.1),
        1,
      ),
    ).toBe(1000);
  });
});

describe("relativeDistance and resized", () => {
  it("compare lag by lag, what one lacks counting as zero", () => {
    const [a, b] = [fromNested([[[3]], [[4]]]), fromNested([[[3]]])];
    expect(relativeDistance(b, a)).toBeCloseTo(4 / 5, 15);
    expect(relativeDistance(a, b)).toBeCloseTo(4 / 3, 15);
    expect(relativeDistance(a, a)).toBe(0);
    expect(() => relativeDistance(a, emptyResponse(2, 2, 1))).toThrow(/cannot be compared/);
  });

  it("is 0 between two responses of zeros, not a NaN", () => {
    expect(relativeDistance(emptyResponse(3, 1, 1), emptyResponse(2, 1, 1))).toBe(0);
  });

  it("cut off or continue with zeros, output by output", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 70 }), ({ lags, outputs, inputs, seed }, wanted) => {
        const nested = toNested(randomResponse(lags, outputs, inputs, gaussians(seed)));
        const zeros = Array.from({ length: wanted }, () =>
          Array.from({ length: outputs }, () => new Array(inputs).fill(0)),
        );
        const target = [...nested, ...zeros].slice(0, wanted);
        for (let j = lags; j < wanted; j++) target[j] = zeros[0];
        expect(toNested(resized(fromNested(nested), wanted))).toEqual(target);
      }),
    );
  });
});
