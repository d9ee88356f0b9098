import { Choice } from "../parts/Choice.js";
import { Slider } from "../parts/Slider.js";
import { move, settle, update } from "../state/lab.js";
import type { Settings } from "../state/settings.js";
import { isDifferenced } from "../work/fittingRequest.js";
import type { FittingState } from "../work/fittingStore.js";

interface RecordingOptionsProps {
  readonly settings: Settings<"data">;
  readonly fitting: FittingState;
}

/** The options of `lagwise fit`. */
export function RecordingOptions({ settings, fitting }: RecordingOptionsProps) {
  const usual = fitting.result?.request.lags === 0 ? fitting.result.fit.lags : 30;
  return (
    <>
      <Slider
        label="Lags"
        value={settings.lags || usual}
        least={1}
        most={100}
        limits={[1, 1000]}
        step={1}
        hint={
          settings.lags === 0 ? (
            "as many as suit the recording"
          ) : (
            <button type="button" className="plain" onClick={() => update("data", { lags: 0 })}>
              as many as suit the recording
            </button>
          )
        }
        onMove={(lags) => move("data", { lags })}
        onSettle={settle}
      />
      <Slider
        label="Part that trains; the rest tests"
        value={settings.trainFraction}
        least={0.1}
        most={1}
        limits={[0.01, 1]}
        step={0.05}
        onMove={(trainFraction) => move("data", { trainFraction })}
        onSettle={settle}
      />
      <Choice
        label="Model"
        value={isDifferenced(settings) ? "yes" : "no"}
        options={[
          { value: "no", name: "levels" },
          { value: "yes", name: "differences" },
        ]}
        onChoose={(difference) => update("data", { difference })}
      />
      <Choice
        label="Lag weights"
        value={settings.prior}
        options={[
          { value: "rnn", name: "of an RNN" },
          { value: "none", name: "flat" },
        ]}
        onChoose={(prior) => update("data", { prior })}
      />
    </>
  );
}
