// A job that does nothing but a fixed amount of work, and brings back what a training would: for sweep.ts.

interface BenchJob {
  readonly settings: { readonly rounds: number };
}

const steps = Array.from({ length: 201 }, (_, step) => step);
const curve = { x: steps, y: steps.map((step) => Math.exp(-step / 50)) };

/** So many rounds of a loop; `work` is the milliseconds that they took here. */
export function runInThread({ settings }: BenchJob): unknown {
  const start = performance.now();
  let value = 1;
  for (let k = 0; k < settings.rounds; k++) value = (value * 1.000001) % 7;
  const work = performance.now() - start;
  const curves = {
    trainLoss: curve,
    testLoss: curve,
    convolutionTrainLoss: curve,
    convolutionTestLoss: curve,
  };
  return { ok: true, result: { measures: { work, value }, curves } };
}
