import { useEffect, useMemo } from "react";
import { CopyBlock } from "../parts/CopyBlock.js";
import { View } from "../parts/View.js";
import { addressOf, useSettings } from "../state/lab.js";
import { commandOf, planOf } from "../work/trainingPlan.js";
import { follow, leave, useTraining } from "../work/trainingStore.js";
import { TrainingControls } from "./TrainingControls.js";
import { KernelPicture, LossPicture, ResponsePicture } from "./TrainingPictures.js";
import { TrainingTransport } from "./TrainingTransport.js";
import "./training.css";

export function TrainingView() {
  const settings = useSettings("training");
  const plan = useMemo(() => planOf(settings), [settings]);
  useEffect(() => follow(plan), [plan]);
  useEffect(() => leave, []);
  return (
    <View
      title="A network and its convolution, learning"
      lead="Press play: a linear recurrent network and a convolution learn the same task from the same start. The wider the network, the closer the two curves."
      controls={<TrainingControls />}
    >
      <TrainingTransport />
      <LossPicture />
      <ResponsePicture />
      <KernelPicture />
      <ToTry />
      <Command />
    </View>
  );
}

function ToTry() {
  return (
    <section>
      <h2>Three things to try</h2>
      <ul className="training-tries">
        <li>
          <a href={addressOf("training", { teacher: "delay", delay: 12, lags: 20, nuW: 0.3 })}>
            A delay that is out of reach
          </a>
          : at lag 12 a variance of 0.3 leaves next to no weight, and the loss stays near 1.{" "}
          <a href={addressOf("training", { teacher: "delay", delay: 12, lags: 20, nuW: 0.8 })}>
            The same at 0.8
          </a>{" "}
          is learnt.
        </li>
        <li>
          <a href={addressOf("training", { width: 30 })}>A narrow network</a>: the two curves part, and the
          kernel is far from its limit.
        </li>
        <li>
          <a href={addressOf("training", { teacher: "oscillator", nuW: 0.6, lags: 40 })}>
            A ringing that fades
          </a>
          : what is near is learnt first, and the swings further back follow one by one.
        </li>
      </ul>
    </section>
  );
}

/** As many steps as a command line is given for before any has been taken. */
const COMMAND_STEPS = 200;

function Command() {
  const run = useTraining((state) => state.run);
  const restedAt = useTraining((state) => state.restedAt);
  if (run === undefined) return null;
  return (
    <section>
      <h2>The same on the command line</h2>
      <p>It prints the same losses, to the last digit.</p>
      <CopyBlock
        label="Command line that trains the same"
        text={commandOf(run.plan, run.begun.learningRate, restedAt || COMMAND_STEPS)}
      />
    </section>
  );
}
