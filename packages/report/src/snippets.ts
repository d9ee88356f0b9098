import { fullInitialisation, LagwiseError, memoryHorizon, totalLagWeight } from "@lagwise/core";
import { count } from "./format.js";

export type CodeLanguage = "pytorch" | "flax" | "lagwise";

/** A network to be set up in code. */
export interface CodeSettings {
  /** nu_W, below 1 */
  readonly nuW: number;
  readonly nuF: number;
  readonly nuC: number;
  /** n */
  readonly width: number;
  /** n_x */
  readonly inputs: number;
  /** n_y */
  readonly outputs: number;
}

/** Lags that this library is asked for at most: its statistics grow with their square. */
const MOST_LAGS = 1000;

/**
 * A complete program that sets up a linear RNN whose lag weights are rho_j of these variances (arXiv 2101.07833), and
 * the optimiser that they hold for: plain gradient descent, one learning rate for all three matrices.
 *
 * In PyTorch and Flax that is the usual parameterisation h_t = W h_(t−1) + F x_t, y_t = C h_t with every weight drawn
 * from N(0, nu/n): the squared gradient norms of its impulse response tend to the three terms of rho_j themselves, as
 * they do in this library's own. The learning rate is 1/(2 n_x sum rho), to one digit. Where the inputs have mean square
 * 1, n_x sum rho is the trace of D^½ R D^½ and bounds its largest eigenvalue: whatever their spectrum, the rate is
 * stable for half the mean squared error, and for the whole of it.
 *
 * nu_W stands in the program in as few decimals as have the same 95 % horizon, rounded up.
 * Throws a LagwiseError unless 0 ≤ nu_W < 1, and where every weight is 0.
 */
export function initialisationCode(language: CodeLanguage, settings: CodeSettings): string {
  const { nuF, nuC } = fullInitialisation(settings);
  if (settings.nuW >= 1) {
    throw new LagwiseError(`invalid nu_W: ${settings.nuW} (from 1 on there is no horizon to set up)`);
  }
  const nuW = inFewDecimals({ nuW: settings.nuW, nuF, nuC });
  const horizon = memoryHorizon({ nuW, nuF, nuC });
  const rate = 0.5 / (settings.inputs * totalLagWeight({ nuW, nuF, nuC }));
  const numbers = {
    ...settings,
    nuW,
    horizon,
    rate: String(Number(rate.toPrecision(1))),
    reach: `95 % of what this network can learn lies within ${count(horizon, "lag").replaceAll("\u202f", " ")}`,
  };
  return PROGRAMS[language](numbers);
}

interface CodeNumbers extends CodeSettings {
  readonly horizon: number;
  readonly rate: string;
  readonly reach: string;
}

const PROGRAMS: Readonly<Record<CodeLanguage, (numbers: CodeNumbers) => string>> = { pytorch, flax, lagwise };

const ONE_RATE =
  "plain gradient descent, one learning rate for all three: Adam would weight the lags differently";

function pytorch({ nuW, nuF, nuC, width, inputs, outputs, rate, reach }: CodeNumbers): string {
  return `import torch
from torch import nn

# ${reach}
NU_W, NU_F, NU_C = ${nuW}, ${nuF}, ${nuC}


class LinearRNN(nn.Module):
    """h_t = W h_(t-1) + F x_t, y_t = C h_t, every weight from N(0, nu / width)."""

    def __init__(self, inputs, outputs, width):
        super().__init__()
        self.F = nn.Linear(inputs, width, bias=False)
        self.W = nn.Linear(width, width, bias=False)
        self.C = nn.Linear(width, outputs, bias=False)
        for layer, nu in ((self.F, NU_F), (self.W, NU_W), (self.C, NU_C)):
            nn.init.normal_(layer.weight, std=(nu / width) ** 0.5)

    def forward(self, x):
        """(batch, time, inputs) to (batch, time, outputs)"""
        driven = self.F(x)
        h = torch.zeros_like(driven[:, 0])
        states = []
        for step in driven.unbind(dim=1):
            h = self.W(h) + step
            states.append(h)
        return self.C(torch.stack(states, dim=1))


model = LinearRNN(inputs=${inputs}, outputs=${outputs}, width=${width})

# ${ONE_RATE}
optimizer = torch.optim.SGD(model.parameters(), lr=${rate})
`;
}

function flax({ nuW, nuF, nuC, width, inputs, outputs, rate, reach }: CodeNumbers): string {
  return `import jax
import jax.numpy as jnp
import optax
from flax import nnx

# ${reach}
NU_W, NU_F, NU_C = ${nuW}, ${nuF}, ${nuC}


class LinearRNN(nnx.Module):
    """h_t = W h_(t-1) + F x_t, y_t = C h_t, every weight from N(0, nu / width)."""

    def __init__(self, inputs, outputs, width, rngs):
        def layer(fan_in, fan_out, nu):
            draw = nnx.initializers.normal((nu / width) ** 0.5)
            return nnx.Linear(fan_in, fan_out, use_bias=False, kernel_init=draw, rngs=rngs)

        self.F = layer(inputs, width, NU_F)
        self.W = layer(width, width, NU_W)
        self.C = layer(width, outputs, NU_C)

    def __call__(self, x):
        """(batch, time, inputs) to (batch, time, outputs)"""

        def step(h, driven):
            h = self.W(h) + driven
            return h, h

        driven = jnp.swapaxes(self.F(x), 0, 1)
        _, states = jax.lax.scan(step, jnp.zeros_like(driven[0]), driven)
        return self.C(jnp.swapaxes(states, 0, 1))


model = LinearRNN(inputs=${inputs}, outputs=${outputs}, width=${width}, rngs=nnx.Rngs(0))

# ${ONE_RATE}
optimizer = nnx.Optimizer(model, optax.sgd(${rate}), wrt=nnx.Param)
`;
}

function lagwise({ nuW, nuF, nuC, width, inputs, outputs, horizon, rate, reach }: CodeNumbers): string {
  const lags = Math.min(Math.max(horizon, 2), MOST_LAGS);
  return `import { gradientDescent, LagAccumulator, LinearRnn, matrix, Random } from "@lagwise/core";

// ${reach}
const initialisation = { nuW: ${nuW}, nuF: ${nuF}, nuC: ${nuC} };
const shape = { inputs: ${inputs}, outputs: ${outputs}, lags: ${lags}, initialisation };
const network = new LinearRnn({ ...shape, width: ${width}, seed: 1 });

// what it learns from: a small network's answers to white noise here, a recording of yours in their place
const samples = 2000;
const inputs = matrix(samples, shape.inputs, new Random(2).normals(samples * shape.inputs));
const outputs = new LinearRnn({ ...shape, width: 8, initialisation: { nuW: 0.5 }, seed: 3 }).forward(inputs);
const recorded = new LagAccumulator(shape.lags, shape.outputs, shape.inputs);
recorded.add({ inputs, outputs });

// one learning rate for all three matrices
const settings = { train: recorded.statistics(), learningRate: ${rate}, steps: 200 };
for (const { step, trainLoss } of gradientDescent(network, settings)) {
  if (step % 40 === 0) console.log(\`step \${step}: loss \${trainLoss.toFixed(4)}\`);
}
`;
}

/** nu_W rounded up to as few decimals, four at least, as leave the horizon as it is. */
function inFewDecimals({ nuW, nuF, nuC }: Pick<CodeSettings, "nuW" | "nuF" | "nuC">): number {
  const horizon = memoryHorizon({ nuW, nuF, nuC });
  for (let decimals = 4; decimals <= 12; decimals++) {
    const rounded = Math.ceil(nuW * 10 ** decimals - 1e-6) / 10 ** decimals;
    if (rounded < 1 && memoryHorizon({ nuW: rounded, nuF, nuC }) === horizon) return rounded;
  }
  return nuW;
}
