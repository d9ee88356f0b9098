"""Measures the Flax program on standard input: see snippets.test.ts."""

import json
import statistics
import sys

import jax
import jax.numpy as jnp
from flax import nnx

program = {}
exec(sys.stdin.read(), program)
drawn, optimizer = program["model"], program["optimizer"]
draws, lags = int(sys.argv[1]), int(sys.argv[2])
inputs, width = drawn.F.kernel[...].shape
outputs = drawn.C.kernel[...].shape[1]
impulse = jnp.zeros((1, lags, inputs)).at[0, 0, 0].set(1)


def kernels(model):
    return {name: getattr(model, name).kernel[...] for name in "FWC"}


@jax.jit
def squared_gradient_norms(graph, state):
    def response(state):
        return nnx.merge(graph, state)(impulse)[0, :, 0]

    jacobian = jax.jacrev(response)(state)
    return sum((leaf**2).reshape(lags, -1).sum(axis=1) for leaf in jax.tree.leaves(jacobian))


models = [program["LinearRNN"](inputs, outputs, width, rngs=nnx.Rngs(seed)) for seed in range(1, draws + 1)]
norms = list(zip(*(squared_gradient_norms(*nnx.split(model)).tolist() for model in models)))
weights = {name: [kernels(model)[name] for model in models] for name in "FWC"}

before = kernels(drawn)
x = jax.random.normal(jax.random.key(1), (2, 5, inputs))
gradients = nnx.grad(lambda model: model(x).sum())(drawn)
optimizer.update(drawn, gradients)
after = kernels(drawn)
rates = {
    name: float(jnp.linalg.norm(before[name] - after[name]) / jnp.linalg.norm(gradients[name]["kernel"][...]))
    for name in "FWC"
}

print(
    json.dumps(
        {
            "variance": {name: float(jnp.mean(jnp.stack(all) ** 2)) for name, all in weights.items()},
            "entries": {name: all[0].size for name, all in weights.items()},
            "lagWeights": [statistics.mean(one) for one in norms],
            "standardErrors": [statistics.stdev(one) / draws**0.5 for one in norms],
            "rates": rates,
        }
    )
)
