"""PyTorch as a peer: the same linear RNN, trained through time by automatic differentiation.

    h_t = n^(-1/2) W h_(t-1) + F x_t,    y_t = n^(-1/2) C h_t,    h_(-1) = 0
    loss = 1/2 mean over all samples of |y_t - target_t|^2

usage: torch_peer.py --case step|s1|kernel|growth --input DIR [--json]
       [--variants loop,grouped,script,compile] [--dtypes float32,float64] [--threads 1,2] [--seconds 4]

DIR is what writeInput.mjs writes (README.md has the format). One line per measurement on stdout; what the
parameters, or the kernel, became in float64 is written to DIR/out. Errors and remarks go to stderr.
"""

import argparse
import json
import os
import statistics
import sys
import time

import numpy as np
import torch


# --- the model: ways to write the recurrence, one result -----------------------------------------------


def loop(x, W, C, F, last_only: bool):
    """Outputs of a batch. x: T x sequences x n_x; W: n x n; F: n x n_x; C: n_y x n.

    Returns T x sequences x n_y, or sequences x n_y where only the last sample counts."""
    scale = W.shape[0] ** -0.5
    driven = x @ F.t()  # F x_t for all times in one product: T x sequences x n
    transition = (scale * W).t()
    h = driven[0]
    if last_only:
        for t in range(1, x.shape[0]):
            h = torch.addmm(driven[t], h, transition)
        return scale * (h @ C.t())
    states = [h]
    for t in range(1, x.shape[0]):
        h = torch.addmm(driven[t], h, transition)
        states.append(h)
    return scale * (torch.stack(states) @ C.t())


def scripted(x: torch.Tensor, W: torch.Tensor, C: torch.Tensor, F: torch.Tensor, last_only: bool):
    scale = float(W.shape[0]) ** -0.5
    driven = torch.matmul(x, F.t())
    transition = (scale * W).t()
    h = driven[0]
    states = [h]
    for t in range(1, x.shape[0]):
        h = torch.addmm(driven[t], h, transition)
        if not last_only:
            states.append(h)
    if last_only:
        return scale * torch.matmul(h, C.t())
    return scale * torch.matmul(torch.stack(states), C.t())


OUTPUTS = {
    "loop": lambda: loop,
    "grouped": lambda: loop,
    "script": lambda: torch.jit.script(scripted),
    "compile": lambda: torch.compile(loop),
}


class Training:
    """One full-batch gradient-descent step at a time; W, F and C change in place."""

    def __init__(self, arrays, learning_rate, dtype, outputs_of):
        def parameter(name):
            return torch.tensor(arrays[name], dtype=dtype, requires_grad=True)

        self.W, self.F, self.C = parameter("W"), parameter("F"), parameter("C")
        self.last_only = arrays["y"].ndim == 2
        # Time first, so that the samples of one time are contiguous rows.
        self.x = torch.tensor(arrays["x"], dtype=dtype).transpose(0, 1).contiguous()
        target = torch.tensor(arrays["y"], dtype=dtype)
        self.target = target if self.last_only else target.transpose(0, 1).contiguous()
        self.samples = self.target.numel() // self.target.shape[-1]
        self.outputs_of = outputs_of
        self.optimizer = torch.optim.SGD([self.W, self.F, self.C], lr=learning_rate)

    def loss(self):
        error = self.outputs_of(self.x, self.W, self.C, self.F, self.last_only) - self.target
        return 0.5 * error.square().sum() / self.samples

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss()
        loss.backward()
        self.optimizer.step()
        return loss


class GroupedTraining(Training):
    """Half by hand: autograd carries the adjoint of h_t back through time, and the gradient of W is then one
    product over all times instead of T - 1 accumulated ones. What a user who profiles would write."""

    def step(self):
        W, F, C, x = self.W, self.F, self.C, self.x
        scale = W.shape[0] ** -0.5
        with torch.no_grad():
            transition = (scale * W).t()
            driven = x @ F.t()
        h = driven.requires_grad_()[0]
        states = [h]
        for t in range(1, x.shape[0]):
            h = torch.addmm(driven[t], h, transition)
            states.append(h)
        states = torch.stack(states)
        error = scale * ((states[-1] if self.last_only else states) @ C.t()) - self.target
        loss = 0.5 * error.square().sum() / self.samples
        adjoint, C.grad = torch.autograd.grad(loss, [driven, C])
        F.grad = adjoint.flatten(0, 1).t() @ x.flatten(0, 1)
        W.grad = scale * (adjoint[1:].flatten(0, 1).t() @ states[:-1].detach().flatten(0, 1))
        self.optimizer.step()
        return loss


# --- the cases -----------------------------------------------------------------------------------------


def time_steps(arrays, meta, options, case, extra):
    """Every variant, number format and thread count; then the parameters after meta.steps steps in float64."""
    for variant in options.variants:
        for dtype in options.dtypes:
            for threads in options.threads:
                torch.set_num_threads(threads)
                try:
                    yield timed_training(arrays, meta, options, case, variant, dtype, threads) | extra
                except Exception as error:  # a variant that cannot run here is told, and the others go on
                    reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
                    yield {"peer": "pytorch", "case": case, "variant": variant, "dtype": dtype, "missing": reason}


def timed_training(arrays, meta, options, case, variant, dtype, threads):
    torch.compiler.reset()
    rate = meta["learningRate"]
    kind = GroupedTraining if variant == "grouped" else Training
    training = kind(arrays, rate, getattr(torch, dtype), OUTPUTS[variant]())
    losses = [float(training.step().detach()) for _ in range(meta["steps"])]
    losses.append(float(training.loss().detach()))
    if variant == "loop" and dtype == "float64":
        for name in ("W", "F", "C"):
            write_array(options.output, name, getattr(training, name).detach().numpy())
    # A learning rate of zero keeps the numbers where they are however long is measured; the work is the same.
    training.optimizer.param_groups[0]["lr"] = 0.0
    return measurement(case, variant, dtype, threads, time_of(training.step, options.seconds)) | {
        "loss": losses[-1],
        "losses": losses,
        "steps": meta["steps"],
        **shapes_of(training),
    }


def shapes_of(training):
    lags, sequences, inputs = training.x.shape
    return {
        "width": training.W.shape[0],
        "lags": lags,
        "sequences": sequences,
        "inputs": inputs,
        "outputs": training.C.shape[0],
    }


def case_step(meta, directory, options):
    arrays = read_arrays(meta, directory, ["W", "F", "C", "x", "y"])
    yield from time_steps(arrays, meta, options, "step", {})


def case_s1(meta, directory, options):
    """Each sample's window of T past samples is one sequence, and only its last output counts."""
    arrays = read_arrays(meta, directory, ["W", "F", "C", "x", "y"])
    recording, target = arrays["x"], arrays["y"]
    samples, batch = len(recording), min(meta["batch"], len(recording))
    padded = np.vstack([np.zeros((meta["lags"] - 1, recording.shape[1])), recording[:batch]])
    windows = np.lib.stride_tricks.sliding_window_view(padded, meta["lags"], axis=0).transpose(0, 2, 1)
    arrays |= {"x": np.ascontiguousarray(windows), "y": target[:batch]}
    for line in time_steps(arrays, meta, options, "s1", {"samples": samples, "scale": samples / batch}):
        if "milliseconds" in line:
            line["millisecondsFullBatch"] = line["milliseconds"] * line["scale"]
        yield line


def case_kernel(meta, directory, options):
    """K = J J^T, with J the Jacobian of the impulse response (L_0 ... L_(T-1)) in all parameters. 1 -> 1."""
    arrays = read_arrays(meta, directory, ["W", "F", "C"])
    W, F, C = (torch.tensor(arrays[name], dtype=torch.float64) for name in ("W", "F", "C"))
    lags = meta["lags"]

    def impulse_response(W, F, C):
        scale = W.shape[0] ** -0.5
        q, states = F, [F]
        for _ in range(lags - 1):
            q = scale * (W @ q)
            states.append(q)
        return scale * (C @ torch.cat(states, dim=1)).flatten()

    def gram(jacobian):
        rows = [part.reshape(lags, -1) for part in jacobian]
        return sum(row @ row.T for row in rows)

    def jacrev():
        return gram(torch.func.jacrev(impulse_response, argnums=(0, 1, 2))(W, F, C))

    def backward():
        parameters = [p.detach().requires_grad_() for p in (W, F, C)]
        response = impulse_response(*parameters)
        rows = [torch.autograd.grad(response[j], parameters, retain_graph=True, allow_unused=True) for j in range(lags)]
        zero = [torch.zeros_like(p) for p in parameters]  # L_0 does not depend on W
        stacks = [torch.stack([zero[i] if row[i] is None else row[i] for row in rows]) for i in range(3)]
        return gram(stacks)

    kernel = backward()
    write_array(options.output, "K", kernel.numpy())
    for variant, compute in (("backward", backward), ("jacrev", jacrev)):
        for threads in options.threads:
            torch.set_num_threads(threads)
            yield measurement("kernel", variant, "float64", threads, time_of(compute, options.seconds)) | {
                "width": W.shape[0],
                "lags": lags,
                "trace": float(kernel.trace()),
            }


def case_growth(_meta, _directory, options):
    """How a step's time grows with width, lags and sequences, one at a time from 1000, 20, 50 (random data)."""
    base = {"width": 1000, "lags": 20, "sequences": 50}
    grid = {"width": [250, 500, 1000, 2000], "lags": [10, 20, 40], "sequences": [50, 200, 800]}
    settings = [(key, base | {key: value}) for key, values in grid.items() for value in values]
    options.variants, options.dtypes = options.variants[:1], options.dtypes[:1]  # the better setting alone
    for varied, sizes in settings:
        random = np.random.default_rng(0)
        n, lags, sequences = sizes["width"], sizes["lags"], sizes["sequences"]
        arrays = {
            "W": random.normal(scale=0.5**0.5, size=(n, n)),
            "F": random.normal(size=(n, 1)),
            "C": random.normal(size=(1, n)),
            "x": random.normal(size=(sequences, lags, 1)),
            "y": random.normal(size=(sequences, lags, 1)),
        }
        yield from time_steps(arrays, {"learningRate": 0.0, "steps": 0}, options, "growth", {"varied": varied})


CASES = {"step": case_step, "s1": case_s1, "kernel": case_kernel, "growth": case_growth}


# --- measuring, reading, writing -----------------------------------------------------------------------


def time_of(run, seconds):
    """Milliseconds of each run: two to warm up, then for `seconds`, at least 5 and at most 101."""
    for _ in range(2):
        run()
    times, end = [], time.perf_counter() + seconds
    while len(times) < 5 or (time.perf_counter() < end and len(times) < 101):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return times


def measurement(case, variant, dtype, threads, times):
    return {
        "peer": "pytorch",
        "version": torch.__version__,
        "case": case,
        "variant": variant,
        "dtype": dtype,
        "threads": threads,
        "milliseconds": statistics.median(times),
        "min": min(times),
        "max": max(times),
        "runs": len(times),
    }


def read_arrays(meta, directory, names):
    arrays = {}
    for name in names:
        entry = meta["arrays"][name]
        values = np.fromfile(os.path.join(directory, entry["file"]), dtype="<f8")
        arrays[name] = values.reshape(entry["shape"])
    return arrays


def write_array(directory, name, values):
    os.makedirs(directory, exist_ok=True)
    np.ascontiguousarray(values, dtype="<f8").tofile(os.path.join(directory, f"{name}.f64"))


def parse():
    parser = argparse.ArgumentParser(description="PyTorch's time for one gradient step of a linear RNN")
    parser.add_argument("--case", required=True, choices=CASES)
    parser.add_argument("--input", help="folder with meta.json; growth needs none")
    parser.add_argument("--json", action="store_true", help="one JSON document per line (else a short text)")
    parser.add_argument("--variants", default="loop,grouped")
    parser.add_argument("--dtypes", default="float32,float64")
    parser.add_argument("--threads", default=",".join(sorted({"1", str(os.cpu_count())})))
    parser.add_argument("--seconds", type=float, default=4.0, help="time spent on each measurement")
    options = parser.parse_args()
    if options.input is None and options.case != "growth":
        parser.error("--input DIR is needed: the folder that writeInput.mjs wrote")
    options.variants = options.variants.split(",")
    options.dtypes = options.dtypes.split(",")
    options.threads = [int(threads) for threads in options.threads.split(",")]
    options.output = os.path.join(options.input or ".", "out")
    return options


def main():
    options = parse()
    meta = {}
    if options.input is not None:
        with open(os.path.join(options.input, "meta.json"), encoding="utf-8") as file:
            meta = json.load(file)
    for line in CASES[options.case](meta, options.input, options):
        if options.json:
            print(json.dumps(line), flush=True)
        else:
            time_or_reason = line.get("missing") or f"{line['milliseconds']:.2f} ms"
            print(line["case"], line["variant"], line["dtype"], line.get("threads", ""), time_or_reason, flush=True)


if __name__ == "__main__":
    sys.exit(main())
