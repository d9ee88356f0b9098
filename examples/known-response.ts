import { fit, matrix, Random, recording } from "@lagwise/core";

// 2000 samples of a system that answers its input two samples later and then loses a third of it at every step
const random = new Random(1);
const x = random.normals(2000);
const state = new Float64Array(2000);
for (let t = 2; t < 2000; t++) state[t] = (2 / 3) * state[t - 1] + x[t - 2];
const noise = random.normals(2000, 0.1);
const y = state.map((value, t) => value + noise[t]);

const segment = { inputs: matrix(2000, 1, x), outputs: matrix(2000, 1, y) };
const { prior, mean, test } = await fit(recording(["x"], ["y"], [segment]), { lags: 12 });

console.log(
  `the data ask for nu_W = ${prior.initialisation?.nuW.toFixed(2)}; test R² ${test?.r2[0].toFixed(3)}`,
);
console.log("impulse response:", Array.from(mean.coefficients.data, (value) => value.toFixed(2)).join(" "));
