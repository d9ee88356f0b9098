import { describe, expect, it } from "vitest";
import { LagwiseError } from "../../src/LagwiseError.js";
import { ScaledConvolution } from "../../src/models/ScaledConvolution.js";
import { emptyResponse, toNested } from "../../src/response/ImpulseResponse.js";
import { gaussians, randomMatrix, randomResponse, relativeError } from "../oracles.js";

const rho = Float64Array.of(2, 0.5, 0);
const [lags, outputs, inputs] = [3, 2, 2];

describe("ScaledConvolution", () => {
  it("moves by −eta rho_j G_j: as a step of theta in y = sum √rho_j theta_j x_(t−j) does", () => {
    const draw = gaussians(1);
    const initial = randomResponse(lags, outputs, inputs, draw);
    const model = new ScaledConvolution(rho, outputs, inputs, initial);
    const gradient = randomMatrix(outputs, lags * inputs, draw);
    model.descend(gradient, 0.3);
    const wanted = initial.coefficients.data.map((v, k) => {
      const root = Math.sqrt(rho[Math.floor((k % (lags * inputs)) / inputs)]);
      if (root === 0) return v;
      return root * (v / root - 0.3 * root * gradient.data[k]); // chain rule: ∂loss/∂theta_j = √rho_j G_j
    });
    expect(relativeError(model.impulseResponse().coefficients.data, wanted)).toBeLessThan(1e-15);
  });

  it("has the tangent kernel diag(rho) ⊗ I ⊗ I: the change of L per unit of −eta G", () => {
    const model = new ScaledConvolution(rho, outputs, inputs);
    const kernel = model.tangentKernel();
    const perLag = outputs * inputs;
    expect([kernel.rows, kernel.columns]).toEqual([lags * perLag, lags * perLag]);
    for (let k = 0; k < lags * perLag; k++) {
      // column k: descend along the k-th coordinate (lag, output, input) with eta = −1
      const fresh = new ScaledConvolution(rho, outputs, inputs);
      const [j, o, i] = [Math.floor(k / perLag), Math.floor((k % perLag) / inputs), k % inputs];
      const unit = randomMatrix(outputs, lags * inputs, () => 0);
      unit.data[o * lags * inputs + j * inputs + i] = 1;
      fresh.descend(unit, -1);
      const column = Array.from({ length: kernel.rows }, (_, r) => kernel.data[r * kernel.columns + k]);
      expect(toNested(fresh.impulseResponse()).flat(2)).toEqual(column);
    }
  });

  it("hands out responses that do not move with it, and does not keep what it was given", () => {
    const weights = rho.slice();
    const initial = randomResponse(lags, outputs, inputs, gaussians(2));
    const model = new ScaledConvolution(weights, outputs, inputs, initial);
    const before = model.impulseResponse();
    const kept = structuredClone(before);
    before.coefficients.data[0] = 99;
    initial.coefficients.data.fill(7);
    weights.fill(7);
    expect(model.impulseResponse()).toEqual(kept);
    model.descend(
      randomMatrix(outputs, lags * inputs, () => 1),
      1,
    );
    expect(before.coefficients.data[1]).toBe(kept.coefficients.data[1]);
    expect(model.tangentKernel().data[0]).toBe(2);
  });

  it("starts at zero unless told", () => {
    expect(new ScaledConvolution(rho, outputs, inputs).impulseResponse()).toEqual(
      emptyResponse(lags, outputs, inputs),
    );
  });

  it("refuses negative weights and an initial response that does not fit", () => {
    expect(() => new ScaledConvolution(Float64Array.of(1, -1), 1, 1)).toThrow(LagwiseError);
    expect(() => new ScaledConvolution(Float64Array.of(1, -1), 1, 1)).toThrow(
      "invalid lag weight at lag 1: -1",
    );
    expect(() => new ScaledConvolution(Float64Array.of(Number.NaN), 1, 1)).toThrow(/lag weight at lag 0/);
    for (const [t, o, i] of [
      [2, 2, 2],
      [3, 1, 2],
      [3, 2, 1],
    ] as const) {
      expect(() => new ScaledConvolution(rho, outputs, inputs, emptyResponse(t, o, i))).toThrow(LagwiseError);
    }
  });
});
