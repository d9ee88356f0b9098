// Automatic differentiation in float64 by an independent library. It expects a global that Node 20 lacks.
(globalThis as Record<string, unknown>).Float16Array ??= class extends Uint16Array {};
const jax = await import("@jax-js/jax");
await jax.init("wasm");
jax.defaultDevice("wasm");
const { grad, numpy: np } = jax;

const float64 = { dtype: np.float64 };
type Value = ReturnType<typeof np.array>;

export interface Weights {
  readonly C: number[][];
  readonly F: number[][];
  readonly W: number[][];
}

/** ∂/∂C, ∂/∂F, ∂/∂W of ½ mean |y − ŷ|² of a linear RNN unrolled over sequences of equal length. */
export async function lossGradient(
  weights: Weights,
  sequences: readonly { readonly x: number[][]; readonly y: number[][] }[],
): Promise<Weights> {
  const n = weights.W.length;
  const length = sequences[0].x.length;
  const scale = 1 / Math.sqrt(n);
  // at each time, one column per sequence
  const columns = (key: "x" | "y", t: number) =>
    np.array(
      sequences[0][key][t].map((_, channel) => sequences.map((one) => one[key][t][channel])),
      float64,
    );
  const loss = ({ C, F, W }: { C: Value; F: Value; W: Value }) => {
    let h = np.zeros([n, sequences.length], float64);
    let total = np.array(0, float64);
    for (let t = 0; t < length; t++) {
      h = np.add(np.multiply(np.matmul(W.ref, h), scale), np.matmul(F.ref, columns("x", t)));
      const error = np.subtract(np.multiply(np.matmul(C.ref, h.ref), scale), columns("y", t));
      total = np.add(total, np.sum(np.multiply(error.ref, error)));
    }
    return np.multiply(total, 0.5 / (sequences.length * length));
  };
  return read(grad(loss)(toArrays(weights)));
}

/** The Jacobian's rows: the gradient of each L_j[o][i], in the order (j, o, i). */
export async function responseJacobian(weights: Weights, lags: number): Promise<Weights[]> {
  const n = weights.W.length;
  const [ny, nx] = [weights.C.length, weights.F[0].length];
  const scale = 1 / Math.sqrt(n);
  const rows: Weights[] = [];
  for (let j = 0; j < lags; j++) {
    for (let o = 0; o < ny; o++) {
      for (let i = 0; i < nx; i++) {
        const pick = np.array(
          Array.from({ length: ny }, (_, p) =>
            Array.from({ length: nx }, (_, h) => (p === o && h === i ? 1 : 0)),
          ),
          float64,
        );
        const entry = ({ C, F, W }: { C: Value; F: Value; W: Value }) => {
          let column = F.ref;
          for (let k = 0; k < j; k++) column = np.multiply(np.matmul(W.ref, column), scale);
          return np.sum(np.multiply(np.multiply(np.matmul(C.ref, column), scale), pick.ref));
        };
        rows.push(await read(grad(entry)(toArrays(weights))));
      }
    }
  }
  return rows;
}

function toArrays({ C, F, W }: Weights) {
  return { C: np.array(C, float64), F: np.array(F, float64), W: np.array(W, float64) };
}

async function read(gradient: { C: Value; F: Value; W: Value }): Promise<Weights> {
  const [C, F, W] = await Promise.all([gradient.C.js(), gradient.F.js(), gradient.W.js()]);
  return { C, F, W } as Weights;
}
