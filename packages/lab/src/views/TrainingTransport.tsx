import { grouped, short } from "@lagwise/report";
import { useEffect } from "react";
import { ErrorNote } from "../parts/Failure.js";
import { isPlaying, pause, play, reset, stepOnce, useTraining } from "../work/trainingStore.js";

/** Play, pause, step, reset; and where the training stands. */
export function TrainingTransport() {
  const failed = useTraining((state) => state.phase === "failed");
  const playing = useTraining(isPlaying);
  const note = useTraining((state) => state.note);
  useShortcuts(playing);
  return (
    <>
      <section className="training-transport" aria-label="Training">
        <button
          type="button"
          className="button primary"
          title="Space, where no control has the focus"
          aria-keyshortcuts="Space"
          onClick={playing ? pause : play}
        >
          {playing ? "Pause" : "Play"}
        </button>
        <button
          type="button"
          className="button"
          title="Arrow right, where no control has the focus"
          aria-keyshortcuts="ArrowRight"
          onClick={stepOnce}
        >
          One step
        </button>
        <button
          type="button"
          className="button"
          title="Backspace, where no control has the focus"
          aria-keyshortcuts="Backspace"
          onClick={reset}
        >
          Reset
        </button>
        <Steps />
      </section>
      <Figures />
      {note === undefined ? null : failed ? <ErrorNote message={note} /> : <p className="hint">{note}</p>}
    </>
  );
}

/** How far it is, and how fast it goes. */
function Steps() {
  const drawing = useTraining((state) => state.phase === "drawing");
  const step = useTraining((state) => state.report?.step ?? 0);
  const pace = useTraining((state) => state.report?.stepsPerSecond);
  if (drawing) return <span className="hint">drawing the network …</span>;
  return (
    <span className="training-steps">
      step {grouped(step)}
      {pace === undefined ? null : (
        <span className="hint"> · {grouped(Number(pace.toPrecision(2)))} a second</span>
      )}
    </span>
  );
}

function Figures() {
  const report = useTraining((state) => state.report);
  const distance = useTraining((state) => state.kernel?.distance);
  const { gap, largestGap = 0, gapStep = 0 } = report ?? {};
  return (
    <dl className="training-figures">
      <Entry name="|network − convolution|, of the training loss" value={short(gap, 2)} />
      <Entry name="largest so far" value={`${short(largestGap, 2)} at step ${grouped(gapStep)}`} />
      <Entry name="kernel’s distance from its limit" value={short(distance, 2)} />
    </dl>
  );
}

function Entry({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Space, arrow right and Backspace, unless they belong to the control that has the focus, or a key is held with them. */
function useShortcuts(playing: boolean): void {
  useEffect(() => {
    const actions: Record<string, () => void> = {
      " ": playing ? pause : play,
      ArrowRight: stepOnce,
      Backspace: reset,
    };
    const onKey = (event: KeyboardEvent) => {
      const act = actions[event.key];
      if (act === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      if (event.target instanceof Element && event.target.closest(CONTROLS)) return;
      event.preventDefault();
      if (!event.repeat || event.key === "ArrowRight") act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [playing]);
}

const CONTROLS = "a, button, input, select, textarea, summary, [contenteditable]";
