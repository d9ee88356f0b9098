// TensorFlow.js as a peer: WebAssembly backend, float32, gradients by tf.variableGrads.
//
// Two ways to multiply: `matMul` as the library differentiates it, and `transposed`, the same with the
// transposes made beforehand, because only products of untransposed matrices reach the backend's XNNPACK
// kernels. Threads: on Node the backend runs on one (tensorflow/tfjs#3830).

import { join } from "node:path";
import { importFrom, parsePeerArguments, printMeasurement, timeOf, versionOf } from "./peer.mjs";

const options = parsePeerArguments();
const tf = await importFrom(options.prefix, "@tensorflow/tfjs");
const wasm = await importFrom(options.prefix, "@tensorflow/tfjs-backend-wasm");
wasm.setWasmPaths(join(options.prefix, "node_modules/@tensorflow/tfjs-backend-wasm/dist/"));
if (!(await tf.setBackend("wasm"))) throw new Error("the WebAssembly backend did not start");
await tf.ready();

for (const [variant, product] of [
  ["matMul", (a, b) => tf.matMul(a, b)],
  ["transposed", productOfTransposes],
]) {
  const training = startTraining(options.data, product);
  const losses = [];
  for (let step = 0; step < options.data.settings.steps; step++) losses.push(training.step());
  losses.push(training.loss());
  training.setLearningRate(0); // the same work, but numbers that stay where they are
  const times = await timeOf(training.step, options.seconds);
  training.dispose();
  const description = { peer: "tfjs", version: versionOf(options.prefix, "@tensorflow/tfjs"), case: "step" };
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  printMeasurement({ ...description, variant, dtype: "float32", threads: 1, simd }, times, losses, options);
}

/** W is kept transposed, as h W^T is what every sample needs; its values are the same. */
function startTraining({ settings, arrays }, product) {
  const tensor = ({ values, shape }) => tf.tensor(Float32Array.from(values), shape);
  const parameter = (array) => tf.tidy(() => tf.variable(tf.transpose(tensor(array))));
  const [W, F, C] = [arrays.W, arrays.F, arrays.C].map(parameter);
  const [sequences, lags, inputs] = arrays.x.shape;
  const outputs = arrays.y.shape[2];
  const n = arrays.W.shape[0];
  const scale = n ** -0.5;
  const timeFirst = (array) => tf.tidy(() => tf.transpose(tensor(array), [1, 0, 2]));
  const x = tf.tidy(() => timeFirst(arrays.x).reshape([lags * sequences, inputs]));
  const y = tf.tidy(() => timeFirst(arrays.y).reshape([lags * sequences, outputs]));

  const lossOf = () => {
    const driven = tf.unstack(product(x, F).reshape([lags, sequences, n]));
    const transition = tf.mul(W, scale);
    const states = [driven[0]];
    for (let t = 1; t < lags; t++) states.push(tf.add(driven[t], product(states[t - 1], transition)));
    const error = tf.sub(tf.mul(product(tf.concat(states), C), scale), y);
    return tf.mul(tf.sum(tf.square(error)), 0.5 / (lags * sequences));
  };

  let optimizer = tf.train.sgd(settings.learningRate);
  return {
    step() {
      const { value, grads } = tf.variableGrads(lossOf, [W, F, C]);
      optimizer.applyGradients(grads);
      const loss = value.dataSync()[0]; // waits until the step is done
      tf.dispose([value, grads]);
      return loss;
    },
    loss: () => tf.tidy(() => lossOf().dataSync()[0]),
    setLearningRate(rate) {
      optimizer = tf.train.sgd(rate);
    },
    dispose: () => tf.dispose([W, F, C, x, y]),
  };
}

/** a b, whose gradients dy b^T and a^T dy are products of matrices that were transposed in memory. */
function productOfTransposes(a, b) {
  return tf.customGrad((left, right, save) => {
    save([left, right]);
    const gradFunc = (dy, [savedLeft, savedRight]) => [
      tf.matMul(dy, tf.transpose(savedRight)),
      tf.matMul(tf.transpose(savedLeft), dy),
    ];
    return { value: tf.matMul(left, right), gradFunc };
  })(a, b);
}
