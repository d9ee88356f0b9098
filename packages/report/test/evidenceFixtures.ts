// Test-only: evidence of every claim, of the right shape and with plausible numbers. Nothing here was measured.

import { lagWeightShares, lagWeights } from "@lagwise/core";
import type {
  BiasEvidence,
  ClaimId,
  ClaimResult,
  DataEvidence,
  FiniteWidthEvidence,
  GradientsEvidence,
  KernelsEvidence,
  LossCurves,
  TrainingEvidence,
} from "@lagwise/experiments";
import type { StatedClaim } from "@lagwise/report";

interface Sizes {
  readonly lags: number;
  readonly seeds: number;
  readonly test: boolean;
}

const range = (length: number) => Array.from({ length }, (_, k) => k);
const widths = [64, 256, 1024];

function falling(seeds: number, nuW: number) {
  const typical = widths.map((n) => (3 * nuW) / Math.sqrt(n));
  return {
    nuW,
    widths,
    values: typical.map((value) => range(seeds).map((s) => value * (1 + 0.3 * Math.sin(7 * s + value)))),
    typical,
    slope: seeds > 1 ? -0.49 : -0.5,
    slopeInterval: [-0.55, -0.44] as const,
  };
}

function losses(rate: number, test: boolean): LossCurves {
  const train = range(60).map((step) => 0.02 + 0.98 * Math.exp(-step * rate));
  return { train, test: test ? train.map((value) => value * 1.1) : [] };
}

function kernels({ lags, seeds }: Sizes): KernelsEvidence {
  const rho = Array.from(lagWeights({ nuW: 0.8 }, lags));
  return {
    lags,
    widths,
    series: [0.3, 0.8].map((nuW) => {
      const { values, ...rest } = falling(seeds, nuW);
      return { ...rest, distances: values };
    }),
    example: {
      nuW: 0.8,
      width: 1024,
      kernel: rho.map((value, j) => rho.map((_, k) => (j === k ? value : 0.05 * Math.sin(3 * (j + k))))),
      rho,
    },
  };
}

function training({ seeds, test }: Sizes): TrainingEvidence {
  return {
    teacher: "a linear RNN of 4 units",
    runs: [0.3, 0.8].map((nuW) => ({
      nuW,
      width: 1000,
      learningRate: 0.4,
      network: losses(0.11, test),
      convolution: losses(0.1, test),
      closedForm: losses(0.1, test),
      largestGap: 0.02,
    })),
    gaps: [0.3, 0.8].map((nuW) => {
      const { values, ...rest } = falling(seeds, nuW);
      return { ...rest, gaps: values };
    }),
  };
}

function bias({ lags }: Sizes): BiasEvidence {
  const delays = lags > 4 ? [0, 4, 8, 12, 16] : [0];
  return {
    width: 1000,
    steps: 100,
    delays,
    runs: [0.3, 0.8, 1].map((nuW) => {
      const rho = Array.from(lagWeights({ nuW }, lags));
      const error = delays.map((d) => Math.exp(-4 * nuW ** d * (1 + d)));
      return {
        nuW,
        horizon: nuW === 1 ? Number.POSITIVE_INFINITY : Math.round(3 / (1 - nuW)),
        networkError: error.map((value) => value * 1.02),
        predictedError: error,
        initialError: error.map(() => 1.02),
        movedOverRho: rho.map((_, j) => 0.8 + 0.2 * Math.cos(j)),
        bound: 1.1,
        rho,
        moved: rho.map((value) => 0.9 * value),
        movedDelay: 0,
        pulled: rho.map(() => 0.9),
      };
    }),
  };
}

function gradients({ lags, seeds }: Sizes): GradientsEvidence {
  return {
    width: 500,
    lags,
    seeds,
    runs: [0.5, 1, 1.5].map((nuW) => {
      const shares = lagWeightShares({ nuW }, lags);
      const limit = {
        readout: [...shares.readout],
        input: [...shares.input],
        transition: [...shares.transition],
      };
      return { nuW, limit, network: limit, distance: limit.input.map(() => 0.01) };
    }),
    spectralRadius: [0.5, 1, 1.5].map((nuW) => ({
      nuW,
      predicted: Math.sqrt(nuW),
      measured: range(seeds).map((s) => Math.sqrt(nuW) * (1 + 0.02 * Math.cos(s))),
    })),
  };
}

function data({ test }: Sizes): DataEvidence {
  return {
    name: "sales",
    inputs: 1,
    outputs: 1,
    samples: 150,
    training: {
      nuW: 0.4,
      width: 500,
      lags: 12,
      network: losses(0.1, test),
      convolution: losses(0.1, test),
      largestGap: 0.01,
    },
    byLags: [4, 8, 16].map((lags) => ({ lags, flat: 0.6 - lags / 100, rnn: test ? 0.6 : Number.NaN })),
    evidenceCurve: range(30).map((k) => ({ nuW: 0.05 * k, logEvidence: -40 * (0.05 * k - 0.6) ** 2 })),
    flatEvidence: -20,
    chosen: { nuW: 0.6, nu: 1, horizon: 9, testR2: 0.6 },
    defaults: [
      { name: "PyTorch", nuW: 1 / 3, logEvidence: -3, testR2: 0.58 },
      { name: "He", nuW: 2, logEvidence: -80, testR2: 0.2 },
    ],
  };
}

function finiteWidth(): FiniteWidthEvidence {
  const run = (width: number) => {
    const lags = range(2 * Math.sqrt(width) + 1);
    const predicted = lags.map((j) => Math.exp(j ** 2 / width / 2));
    return {
      width,
      lags,
      predicted,
      ratio: predicted.map((p) => p * 1.02),
      standardError: predicted.map((p) => 0.03 * p),
    };
  };
  return { nuW: 1, runs: [64, 256].map(run), reach: [{ width: 64, lagOverRoot: 0.97 }] };
}

/** Every claim with made-up evidence; the claim on real data fails. */
export function claimFixtures(sizes: Sizes = { lags: 16, seeds: 5, test: true }): {
  readonly claims: StatedClaim[];
  readonly results: ClaimResult[];
} {
  const evidence: Record<ClaimId, unknown> = {
    kernels: kernels(sizes),
    training: training(sizes),
    bias: bias(sizes),
    gradients: gradients(sizes),
    data: data(sizes),
    "finite-width": finiteWidth(),
  };
  const ids = Object.keys(evidence) as ClaimId[];
  const checks = (holds: boolean) => [{ what: "largest gap", value: 0.02, bound: "≤ 0.05", holds }];
  return {
    claims: ids.map((id) => ({
      id,
      title: `The claim on ${id} <${id}>`,
      statement: "What the paper states & means.",
      formula: "\\rho_j = \\nu_F \\nu_W^j",
      criterion: "Settled beforehand.",
    })),
    results: ids.map((id) => ({
      id,
      effort: "quick",
      seed: 1,
      evidence: evidence[id],
      verdict: { passes: id !== "data", sentence: "The gap is 0.02.", checks: checks(id !== "data") },
    })),
  };
}
