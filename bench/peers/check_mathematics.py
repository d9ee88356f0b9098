"""Checks that the peers compute the gradient that Lagwise computes: NumPy alone, in the impulse-response domain.

usage: check_mathematics.py DIR [DIR ...]      (after torch_peer.py wrote DIR/out)

For each input folder the parameters after meta.steps gradient steps, or the tangent kernel, are computed here a
second time from the lag statistics (R, S, G = L R - S and the adjoint recursion), and compared with
DIR/out. Prints the largest difference relative to the largest change of a parameter (or entry of the kernel);
exits with 1 above 1e-10.
"""

import json
import os
import sys

import numpy as np


def lag_statistics(x, y, lags):
    """R = mean z z^T, S = mean y z^T, c = mean |y|^2 with z_t = [x_t; x_(t-1); ...] zero-padded at the start.

    x: segments x samples x n_x; y: segments x samples x n_y."""
    segments, samples, inputs = x.shape
    z = np.zeros((segments, samples, lags, inputs))
    for lag in range(min(lags, samples)):
        z[:, lag:, lag] = x[:, : samples - lag]
    z, y = z.reshape(-1, lags * inputs), y.reshape(-1, y.shape[2])
    return z.T @ z / len(z), y.T @ z / len(z), (y**2).sum() / len(y)


def gradient_step(W, F, C, R, S, lags, rate):
    """One step of gradient descent on 1/2 (c - 2 <L, S> + <L R, L>); returns W, F, C and L before it."""
    scale = len(W) ** -0.5
    P = [scale * C]
    for _ in range(lags - 1):
        P.append(scale * P[-1] @ W)
    L = np.hstack([p @ F for p in P])
    G = np.split(L @ R - S, lags, axis=1)
    A = [G[-1] @ F.T]
    for g in reversed(G[:-1]):
        A.insert(0, g @ F.T + scale * A[0] @ W.T)
    dW = scale * sum(P[j].T @ A[j + 1] for j in range(lags - 1))
    dF = sum(p.T @ g for p, g in zip(P, G))
    return W - rate * dW, F - rate * dF, C - rate * scale * A[0], L


def tangent_kernel(W, F, C, lags):
    """K[j,k] = Q_j.Q_k / n + P_j.P_k + sum_(a<j) sum_(b<k) P_a.P_b Q_(j-1-a).Q_(k-1-b) / n for one input and output."""
    scale = len(W) ** -0.5
    P, Q = [scale * C[0]], [F[:, 0]]
    for _ in range(lags - 1):
        P.append(scale * P[-1] @ W)
        Q.append(scale * W @ Q[-1])
    GP, GQ = np.array(P) @ np.array(P).T, np.array(Q) @ np.array(Q).T / len(W)
    K = GP + GQ
    for j in range(lags):
        for k in range(lags):
            K[j, k] += sum(GP[a, b] * GQ[j - 1 - a, k - 1 - b] for a in range(j) for b in range(k))
    return K


def expected(meta, arrays):
    lags = meta["lags"]
    W, F, C = arrays["W"], arrays["F"], arrays["C"]
    if "x" not in arrays:
        return {"K": tangent_kernel(W, F, C, lags)}
    x, y = arrays["x"], arrays["y"]
    if x.ndim == 2:  # one recording, of which a batch of samples counts
        x, y = x[None, : meta["batch"]], y[None, : meta["batch"]]
    R, S, c = lag_statistics(x, y, lags)
    for _ in range(meta["steps"]):
        W, F, C, L = gradient_step(W, F, C, R, S, lags, meta["learningRate"])
        print(f"  loss {0.5 * (c - 2 * (L * S).sum() + (L @ R * L).sum()):.15g}")
    return {"W": W, "F": F, "C": C}


def check(directory):
    with open(os.path.join(directory, "meta.json"), encoding="utf-8") as file:
        meta = json.load(file)
    arrays = {
        name: np.fromfile(os.path.join(directory, entry["file"]), dtype="<f8").reshape(entry["shape"])
        for name, entry in meta["arrays"].items()
    }
    worst = 0.0
    for name, values in expected(meta, arrays).items():
        found = np.fromfile(os.path.join(directory, "out", f"{name}.f64"), dtype="<f8").reshape(values.shape)
        change = values - arrays.get(name, 0.0)  # a parameter's difference is held against how far it was trained
        difference = np.abs(found - values).max() / np.abs(change).max()
        print(f"  {name}: largest difference {difference:.1e} of the largest change {np.abs(change).max():.1e}")
        worst = max(worst, difference)
    return worst


def main():
    worst = 0.0
    for directory in sys.argv[1:]:
        print(directory)
        worst = max(worst, check(directory))
    return 0 if worst < 1e-10 else 1


if __name__ == "__main__":
    sys.exit(main())
