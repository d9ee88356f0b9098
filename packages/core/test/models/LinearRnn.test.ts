import { describe, expect, it } from "vitest";
import { lagWeights } from "../../src/kernel/lagWeights.js";
import { QuadraticLoss } from "../../src/learning/QuadraticLoss.js";
import { matrix } from "../../src/linalg/Matrix.js";
import { LinearRnn, type RnnSettings } from "../../src/models/LinearRnn.js";
import { Random } from "../../src/random/Random.js";
import { applyResponse } from "../../src/response/ImpulseResponse.js";
import { LagAccumulator } from "../../src/signal/LagAccumulator.js";
import { lossGradient, responseJacobian } from "./autodiff.js";
import { atRest, flat, nested, type PlainRnn, type Sequence, step, throughTime } from "./unrolled.js";

/** One of each way of walking the lags, with odd sizes: both sides at once, rows alone, columns alone. */
const SHAPES = [
  { inputs: 1, outputs: 1, width: 9, lags: 6 },
  { inputs: 2, outputs: 2, width: 10, lags: 5 },
  { inputs: 3, outputs: 2, width: 7, lags: 5 },
  { inputs: 1, outputs: 2, width: 6, lags: 4 },
  { inputs: 5, outputs: 2, width: 11, lags: 4 },
  { inputs: 2, outputs: 5, width: 8, lags: 4 },
  { inputs: 2, outputs: 1, width: 1, lags: 3 },
  { inputs: 1, outputs: 1, width: 5, lags: 1 },
];
const named = SHAPES.map((shape) => ({
  ...shape,
  name: `${shape.inputs} → ${shape.outputs}, n = ${shape.width}`,
}));

const settings = (shape: (typeof SHAPES)[number], seed = 1): RnnSettings => ({
  ...shape,
  initialisation: { nuW: 0.7, nuF: 1.3, nuC: 0.8 },
  seed,
});

function sequencesFor({ inputs, outputs, lags }: (typeof SHAPES)[number], count: number): Sequence[] {
  const random = new Random(77);
  return Array.from({ length: count }, () => ({
    x: nested(matrix(lags, inputs, random.normals(lags * inputs))),
    y: nested(matrix(lags, outputs, random.normals(lags * outputs))),
  }));
}

function statisticsOf({ inputs, outputs, lags }: (typeof SHAPES)[number], sequences: readonly Sequence[]) {
  const accumulator = new LagAccumulator(lags, outputs, inputs);
  for (const { x, y } of sequences) {
    accumulator.add({ inputs: flat(x), outputs: flat(y) });
    accumulator.endSegment();
  }
  return accumulator.statistics();
}

const plain = (rnn: LinearRnn): PlainRnn => {
  const { C, F, W } = rnn.weights();
  return { C: nested(C), F: nested(F), W: nested(W) };
};

const largest = (a: readonly number[], b: readonly number[]) => {
  const size = Math.max(...b.map(Math.abs), 1e-300);
  return Math.max(...a.map((value, k) => Math.abs(value - b[k]))) / size;
};

describe.each(named)("a linear RNN, $name", (shape) => {
  it("has the impulse response of its own recurrence", () => {
    const rnn = new LinearRnn(settings(shape));
    const x = matrix(2 * shape.lags, shape.inputs, new Random(5).normals(2 * shape.lags * shape.inputs));
    // the recurrence goes on for ever, the response for T lags: they agree on the first T samples
    const recurrent = rnn.forward(x).data.subarray(0, shape.lags * shape.outputs);
    const convolved = applyResponse(rnn.impulseResponse(), x).data.subarray(0, shape.lags * shape.outputs);
    expect(largest(Array.from(convolved), Array.from(recurrent))).toBeLessThan(1e-13);
  });

  it("steps along the gradient that automatic differentiation through time finds", async () => {
    const sequences = sequencesFor(shape, 3);
    const rnn = new LinearRnn(settings(shape));
    const before = plain(rnn);
    const expected = await lossGradient(before, sequences);
    const { gradient } = new QuadraticLoss(statisticsOf(shape, sequences)).evaluate(rnn.impulseResponse());
    rnn.descend(gradient, 1);
    const after = plain(rnn);
    for (const name of ["C", "F", "W"] as const) {
      const moved = before[name].flat().map((value, k) => value - after[name].flat()[k]);
      const wanted = expected[name].flat();
      // where T = 1 W has no gradient at all
      if (wanted.every((value) => value === 0)) expect(moved.every((value) => value === 0)).toBe(true);
      else expect(largest(moved, wanted)).toBeLessThan(1e-10);
    }
  });

  it.each([0, 0.6])("follows 50 steps of the unrolled network, momentum %d", (momentum) => {
    const sequences = sequencesFor(shape, 3);
    const multipliers = { C: 1.1, F: 0.6, W: 1.7 };
    const initialisation = { nuW: 0.7, nuF: 1.3, nuC: 0.8, multipliers };
    const rnn = new LinearRnn({ ...settings(shape), initialisation, momentum });
    const loss = new QuadraticLoss(statisticsOf(shape, sequences));
    const reference = plain(rnn);
    const velocity = atRest(reference);
    const scales = { w: 1 / Math.sqrt(shape.width), c: 1 / Math.sqrt(shape.width) };
    const rate = 0.02;
    const rates = { C: rate * 1.1, F: rate * 0.6, W: rate * 1.7 };
    for (let k = 0; k < 50; k++) {
      const ours = loss.evaluate(rnn.impulseResponse());
      const theirs = throughTime(reference, sequences, scales);
      expect(ours.loss).toBeCloseTo(theirs.loss, 10);
      rnn.descend(ours.gradient, rate);
      step(reference, velocity, theirs.gradient, rates, momentum);
    }
    const final = plain(rnn);
    for (const name of ["C", "F", "W"] as const) {
      expect(largest(final[name].flat(), reference[name].flat())).toBeLessThan(1e-9);
    }
  });

  it("has the tangent kernel J Jᵀ of its Jacobian, share by share", async () => {
    const rnn = new LinearRnn(settings(shape));
    const jacobian = await responseJacobian(plain(rnn), shape.lags);
    const shares = rnn.tangentKernelShares();
    const gram = (name: "C" | "F" | "W") =>
      jacobian.flatMap((a) => {
        const row = a[name].flat();
        return jacobian.map((b) => b[name].flat().reduce((sum, v, k) => sum + v * row[k], 0));
      });
    const [readout, input, transition] = [gram("C"), gram("F"), gram("W")];
    expect(largest(Array.from(shares.readout.data), readout)).toBeLessThan(1e-10);
    expect(largest(Array.from(shares.input.data), input)).toBeLessThan(1e-10);
    if (shape.lags > 1) expect(largest(Array.from(shares.transition.data), transition)).toBeLessThan(1e-10);
    const whole = readout.map((value, k) => value + input[k] + transition[k]);
    expect(largest(Array.from(rnn.tangentKernel().data), whole)).toBeLessThan(1e-10);
  });
});

describe("a linear RNN", () => {
  const shape = { inputs: 1, outputs: 1, width: 12, lags: 6 };

  it("draws the same weights from the same seed, and others from another", () => {
    const weights = (seed: number) => Array.from(new LinearRnn(settings(shape, seed)).weights().W.data);
    expect(weights(3)).toEqual(weights(3));
    expect(weights(3)).not.toEqual(weights(4));
  });

  it("keeps the weights that it is given, and hands out copies", () => {
    const first = new LinearRnn(settings(shape));
    const second = new LinearRnn(settings(shape, 9), first.weights());
    second.weights().W.data.fill(0);
    expect(second.impulseResponse()).toEqual(first.impulseResponse());
  });

  it("trains the usual parameterisation with n times its learning rate and a multiplier of 1/n for F", () => {
    const { width: n } = shape;
    const sequences = sequencesFor(shape, 4);
    const random = new Random(8);
    const uniform = (rows: number, columns: number) =>
      nested(
        matrix(
          rows,
          columns,
          Array.from({ length: rows * columns }, () => (2 * random.uniform() - 1) / Math.sqrt(n)),
        ),
      );
    const usual: PlainRnn = { C: uniform(1, n), F: uniform(n, 1), W: uniform(n, n) };
    const root = Math.sqrt(n);
    const scaled = (a: number[][]) => flat(a.map((row) => row.map((value) => value * root)));
    const rnn = new LinearRnn(
      {
        ...shape,
        seed: 1,
        initialisation: { nuW: 1 / 3, nuF: 1 / (3 * n), nuC: 1 / 3, multipliers: { C: 1, F: 1 / n, W: 1 } },
      },
      { C: scaled(usual.C), F: flat(usual.F), W: scaled(usual.W) },
    );
    const loss = new QuadraticLoss(statisticsOf(shape, sequences));
    const velocity = atRest(usual);
    const rate = 0.05;
    for (let k = 0; k < 30; k++) {
      const { gradient } = loss.evaluate(rnn.impulseResponse());
      rnn.descend(gradient, n * rate);
      const theirs = throughTime(usual, sequences, { w: 1, c: 1 });
      step(usual, velocity, theirs.gradient, { C: rate, F: rate, W: rate }, 0);
    }
    const final = loss.evaluate(rnn.impulseResponse()).loss;
    expect(final).toBeCloseTo(throughTime(usual, sequences, { w: 1, c: 1 }).loss, 11);
  });

  it("lets states and gradients fade as nu_W^(j/2)", () => {
    // E‖Q_j‖² = n nu_F nu_W^j and E‖P_j‖² = nu_C nu_W^j in the limit; 20 networks of 400 come within a tenth
    const lags = 8;
    const nuW = 0.6;
    const squares = { hidden: new Float64Array(lags), gradient: new Float64Array(lags) };
    for (let seed = 1; seed <= 20; seed++) {
      const rnn = new LinearRnn({ inputs: 1, outputs: 1, width: 400, lags, seed, initialisation: { nuW } });
      const { hiddenState, gradient } = rnn.normsByLag();
      for (let j = 0; j < lags; j++) {
        squares.hidden[j] += hiddenState[j] ** 2 / 400 / 20;
        squares.gradient[j] += gradient[j] ** 2 / 20;
      }
    }
    for (let j = 0; j < lags; j++) {
      expect(Math.abs(squares.hidden[j] / nuW ** j - 1)).toBeLessThan(0.1);
      expect(Math.abs(squares.gradient[j] / nuW ** j - 1)).toBeLessThan(0.1);
    }
  });

  it("has a tangent kernel whose diagonal nears rho", () => {
    const rho = lagWeights({ nuW: 0.5 }, 6);
    const rnn = new LinearRnn({
      inputs: 1,
      outputs: 1,
      width: 1500,
      lags: 6,
      seed: 2,
      initialisation: { nuW: 0.5 },
    });
    const kernel = rnn.tangentKernel();
    rho.forEach((weight, j) => {
      expect(Math.abs(kernel.data[j * 6 + j] / weight - 1)).toBeLessThan(0.25);
    });
  });

  it("refuses sizes, momenta and gradients that cannot be", () => {
    expect(() => new LinearRnn({ ...settings(shape), width: 0 })).toThrow(/invalid width: 0/);
    expect(() => new LinearRnn({ ...settings(shape), lags: 2.5 })).toThrow(/invalid lags: 2.5/);
    expect(() => new LinearRnn({ ...settings(shape), momentum: 1 })).toThrow(/invalid momentum: 1/);
    expect(() => new LinearRnn({ ...settings(shape), width: 1e6 })).toThrow(/the widest is/);
    expect(() => new LinearRnn({ ...settings(shape), initialisation: { nuW: -1 } })).toThrow(
      /invalid nu_W: -1/,
    );
    expect(() => new LinearRnn(settings(shape)).descend(matrix(1, 2), 1)).toThrow(/does not fit/);
    expect(() => new LinearRnn(settings(shape)).forward(matrix(3, 2))).toThrow(/1 inputs/);
  });
});
