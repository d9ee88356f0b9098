import type { TrainingNews, TrainingOrder, TrainingReport } from "./trainingMessages.js";
import { TrainingPace } from "./trainingPace.js";
import { TrainingRun } from "./trainingRun.js";

// The worker that trains: at full speed, in slices between which it listens to the page.

const SLICE_MILLISECONDS = 25;
/** The kernel is computed no more often than this, … */
const KERNEL_MILLISECONDS = 700;
/** … and takes no more than one part in so many of the time. */
const KERNEL_SHARE = 20;

let run: TrainingRun | undefined;
let playing = false;
let every = 0;
let reportDue = 0;
let kernelDue = 0;
let kernelStep = 0;
let pace = new TrainingPace();
const turn = new MessageChannel();

turn.port1.onmessage = () => sayingWhatFails(slice);

addEventListener("message", ({ data }: MessageEvent<TrainingOrder>) => sayingWhatFails(() => obey(data)));

function obey(order: TrainingOrder): void {
  switch (order.kind) {
    case "begin":
      every = order.every;
      begin(new TrainingRun(order.plan));
      if (order.playing) play();
      break;
    case "play":
      play();
      break;
    case "step":
      playing = false;
      rest(run?.step());
      break;
    case "pause":
      rest();
      break;
  }
}

function begin(begun: TrainingRun): void {
  run = begun;
  const { rho, target, learningRate, largestStableRate } = begun;
  tell({
    kind: "begun",
    rho,
    target,
    learningRate,
    largestStableRate,
    report: reportOf(begun),
    kernel: begun.kernel(),
  });
}

function play(): void {
  if (playing || run === undefined) return;
  playing = true;
  pace = new TrainingPace(performance.now(), run.at.step);
  turn.port2.postMessage(null);
}

/** Stops where it stands and shows all of it. */
function rest(why?: ReturnType<TrainingRun["step"]>): void {
  playing = false;
  report();
  if (kernelStep !== run?.at.step) kernel();
  if (why !== undefined) tell({ kind: "rest", why });
}

function slice(): void {
  if (!playing || run === undefined) return;
  const until = performance.now() + SLICE_MILLISECONDS;
  let now = 0;
  while (now < until) {
    const why = run.step();
    if (why !== undefined) {
      rest(why);
      return;
    }
    now = performance.now();
  }
  if (now >= reportDue) report();
  if (now >= kernelDue) kernel();
  turn.port2.postMessage(null);
}

function report(): void {
  if (run === undefined) return;
  tell(reportOf(run));
  reportDue = performance.now() + every;
}

function reportOf(of: TrainingRun): TrainingReport {
  const { step, gap, largestGap, gapStep, network, convolution } = of.at;
  return {
    kind: "report",
    playing,
    step,
    gap,
    largestGap,
    gapStep,
    responses: {
      network: network.response.coefficients.data,
      convolution: convolution.response.coefficients.data,
    },
    losses: of.takeLosses(),
    stepsPerSecond: playing ? pace.at(performance.now(), step) : undefined,
  };
}

function kernel(): void {
  if (run === undefined) return;
  const from = performance.now();
  tell({ kind: "kernel", kernel: run.kernel() });
  kernelStep = run.at.step;
  const now = performance.now();
  kernelDue = now + Math.max(KERNEL_MILLISECONDS, KERNEL_SHARE * (now - from));
}

function sayingWhatFails(work: () => void): void {
  try {
    work();
  } catch (error) {
    // what came before the failure is shown too
    playing = false;
    report();
    tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

function tell(news: TrainingNews): void {
  postMessage(news);
}
