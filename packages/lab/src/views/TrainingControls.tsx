import { short } from "@lagwise/report";
import { Choice } from "../parts/Choice.js";
import { Slider } from "../parts/Slider.js";
import { move, settle, update, useSettings } from "../state/lab.js";
import { useTraining } from "../work/trainingStore.js";

/** What is to be learnt, and the network that learns it. */
export function TrainingControls() {
  return (
    <>
      <TeacherControls />
      <NetworkControls />
    </>
  );
}

function TeacherControls() {
  const { teacher, delay, period, radius, snr, lags } = useSettings("training");
  return (
    <>
      <Choice
        label="Teacher"
        value={teacher}
        options={[
          { value: "delay", name: "delay" },
          { value: "oscillator", name: "oscillator" },
          { value: "rnn", name: "small RNN" },
        ]}
        onChoose={(value) => update("training", { teacher: value })}
      />
      {teacher === "delay" ? (
        <Slider
          label="Delay"
          unit="samples"
          value={Math.min(delay, lags - 1)}
          least={0}
          most={lags - 1}
          step={1}
          hint={delay >= lags ? `${lags} lags reach a delay of ${lags - 1} at most.` : undefined}
          onMove={(value) => move("training", { delay: value })}
          onSettle={settle}
        />
      ) : null}
      {teacher === "oscillator" ? (
        <Slider
          label="Period"
          unit="samples"
          value={period}
          least={2}
          most={50}
          limits={[2, 200]}
          step={0.5}
          onMove={(value) => move("training", { period: value })}
          onSettle={settle}
        />
      ) : null}
      {teacher !== "delay" ? (
        <Slider
          label={teacher === "rnn" ? "Its spectral radius" : "Left a sample later"}
          value={radius}
          least={0.5}
          most={0.999}
          limits={[0, 0.999]}
          step={0.001}
          onMove={(value) => move("training", { radius: value })}
          onSettle={settle}
        />
      ) : null}
      <Slider
        label="Signal over noise"
        unit="dB"
        value={snr}
        least={-10}
        most={60}
        limits={[-20, 80]}
        step={1}
        onMove={(value) => move("training", { snr: value })}
        onSettle={settle}
      />
      <Slider
        label="Lags"
        value={lags}
        least={2}
        most={100}
        limits={[2, 200]}
        step={1}
        onMove={(value) => move("training", { lags: value })}
        onSettle={settle}
      />
    </>
  );
}

function NetworkControls() {
  const { width, nuW, rate, seed } = useSettings("training");
  const largest = useTraining((state) => state.run?.begun.largestStableRate);
  return (
    <>
      <Slider
        label={
          <>
            Hidden units <i>n</i>
          </>
        }
        value={width}
        least={10}
        most={2000}
        limits={[1, 2000]}
        step={100}
        logarithmic
        onMove={(value) => move("training", { width: value })}
        onSettle={settle}
      />
      <Slider
        label={
          <>
            Transition variance <i>ν</i>
            <sub>W</sub>
          </>
        }
        value={nuW}
        least={0}
        most={1.2}
        step={0.01}
        hint={nuW > 1 ? "Above 1 what is far is loud: the learning rate has to be small for it." : undefined}
        onMove={(value) => move("training", { nuW: value })}
        onSettle={settle}
      />
      <Slider
        label="Learning rate"
        unit="× largest"
        value={rate}
        least={0.01}
        most={1}
        limits={[0.001, 1]}
        step={0.01}
        hint={
          largest === undefined ? undefined : `${short(rate * largest)}; largest stable: ${short(largest)}`
        }
        onMove={(value) => move("training", { rate: value })}
        onSettle={settle}
      />
      <Slider
        label="Seed"
        value={seed}
        least={1}
        most={20}
        limits={[0, 2 ** 32 - 1]}
        step={1}
        onMove={(value) => move("training", { seed: value })}
        onSettle={settle}
      />
    </>
  );
}
