// jax-js as a peer: valueAndGrad and jit on its WebAssembly backend, float32 and float64.

import { importFrom, parsePeerArguments, printMeasurement, timeOf, versionOf } from "./peer.mjs";

globalThis.Float16Array ??= class Float16Array extends Uint16Array {}; // jax-js names it; Node 20 lacks it

const options = parsePeerArguments();
const jax = await importFrom(options.prefix, "@jax-js/jax");
const np = jax.numpy;
await jax.init("wasm");
jax.defaultDevice("wasm");

for (const dtype of (options.dtypes ?? "float32,float64").split(",")) {
  const training = startTraining(options.data, dtype);
  const losses = [];
  for (let step = 0; step < options.data.settings.steps; step++) losses.push(await training.step());
  losses.push(await training.loss());
  training.setLearningRate(0); // the same work, but numbers that stay where they are
  const times = await timeOf(training.step, options.seconds);
  const description = { peer: "jax-js", version: versionOf(options.prefix, "@jax-js/jax"), case: "step" };
  printMeasurement({ ...description, variant: "jit", dtype, threads: 1 }, times, losses, options);
}

function startTraining({ settings, arrays }, dtype) {
  const Values = dtype === "float64" ? Float64Array : Float32Array;
  const array = ({ values, shape }) => np.array(Values.from(values), { dtype: np[dtype] }).reshape(shape);
  const timeFirst = (entry) => np.transpose(array(entry), [1, 0, 2]);
  const [sequences, lags] = arrays.x.shape;
  // A plain number would enter a float64 product as float32.
  const constant = (value) => np.array(Values.of(value), { dtype: np[dtype] }).reshape([]);
  const scale = constant(arrays.W.shape[0] ** -0.5);
  const half = constant(0.5 / (lags * sequences));
  const x = timeFirst(arrays.x);
  const y = timeFirst(arrays.y);
  let parameters = { W: array(arrays.W), F: array(arrays.F), C: array(arrays.C) };
  let rate = settings.learningRate;

  const lossOf = ({ W, F, C }, x, y) => {
    const driven = np.matmul(x, F.transpose());
    const transition = W.transpose().mul(scale.ref);
    const states = [driven.ref.slice(0)];
    for (let t = 1; t < lags; t++) {
      const before = states[t - 1].ref;
      states.push(driven.ref.slice(t).add(np.matmul(before, transition.ref)));
    }
    driven.dispose();
    transition.dispose();
    const error = np.matmul(np.stack(states), C.transpose()).mul(scale.ref).sub(y);
    return error.ref.mul(error).sum().mul(half.ref);
  };
  const update = jax.jit((parameters, x, y, rate) => {
    const [loss, gradient] = jax.valueAndGrad(lossOf)(jax.tree.ref(parameters), x, y);
    const descend = (value, slope) => value.sub(slope.mul(rate.ref));
    const next = jax.tree.map(descend, parameters, gradient);
    rate.dispose();
    return [loss, next];
  });
  const loss = jax.jit(lossOf);

  return {
    async step() {
      const [value, next] = update(parameters, x.ref, y.ref, constant(rate));
      parameters = next;
      await jax.blockUntilReady(jax.tree.ref(next));
      return (await value.data())[0];
    },
    loss: async () => (await loss(jax.tree.ref(parameters), x.ref, y.ref).data())[0],
    setLearningRate(value) {
      rate = value;
    },
  };
}
