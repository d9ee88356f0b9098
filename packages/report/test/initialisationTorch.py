"""Measures the PyTorch program on standard input: see snippets.test.ts."""

import json
import statistics
import sys

import torch

program = {}
exec(sys.stdin.read(), program)
drawn, optimizer = program["model"], program["optimizer"]
draws, lags = int(sys.argv[1]), int(sys.argv[2])
torch.manual_seed(1)


def another():
    layers = drawn.F, drawn.C
    return program["LinearRNN"](layers[0].in_features, layers[1].out_features, layers[0].out_features)


def squared_gradient_norms(model):
    impulse = torch.zeros(1, lags, model.F.in_features)
    impulse[0, 0, 0] = 1
    response = model(impulse)[0, :, 0]
    assert response.shape == (lags,)
    for coefficient in response:
        gradients = torch.autograd.grad(coefficient, list(model.parameters()), retain_graph=True, allow_unused=True)
        yield sum(float((g**2).sum()) for g in gradients if g is not None)


models = [another() for _ in range(draws)]
norms = list(zip(*(squared_gradient_norms(model) for model in models)))
weights = {name: [getattr(model, name).weight.detach() for model in models] for name in "FWC"}

before = {name: getattr(drawn, name).weight.detach().clone() for name in "FWC"}
optimizer.zero_grad()
drawn(torch.randn(2, 5, drawn.F.in_features)).sum().backward()
optimizer.step()
moved = {name: (before[name] - getattr(drawn, name).weight.detach()) for name in "FWC"}
rates = {name: float((moved[name].norm() / getattr(drawn, name).weight.grad.norm())) for name in "FWC"}

print(
    json.dumps(
        {
            "variance": {name: float(torch.stack(all).pow(2).mean()) for name, all in weights.items()},
            "entries": {name: all[0].numel() for name, all in weights.items()},
            "lagWeights": [statistics.mean(one) for one in norms],
            "standardErrors": [statistics.stdev(one) / draws**0.5 for one in norms],
            "rates": rates,
        }
    )
)
