import { count } from "@lagwise/report";
import { useEffect, useState } from "react";
import { Symbols } from "../parts/Symbols.js";
import { type FittingState, STOPPED, stop } from "../work/fittingStore.js";

/** What is going on, and what can be done about it. */
export function RecordingProgress({
  fitting,
  onFit,
}: {
  readonly fitting: FittingState;
  /** undefined where the fit is there already */
  readonly onFit?: () => void;
}) {
  const { running, points, failure } = fitting;
  const busy = running !== undefined || points !== undefined;
  const shown = useLasting(busy);
  if (busy) {
    if (!shown) return null;
    return (
      <div className="progress">
        <p id="fit-progress">
          <Symbols text={running ? stageText(running) : "evidence over nu_W"} />
        </p>
        <progress aria-labelledby="fit-progress" max={1} value={partDone(fitting)} />
        <button type="button" className="button" onClick={stop}>
          Stop
        </button>
      </div>
    );
  }
  if (onFit === undefined) return null;
  return (
    <div className="progress">
      {failure?.message === STOPPED ? <p>{STOPPED}</p> : null}
      <button type="button" className="button primary" onClick={onFit}>
        Fit
      </button>
    </div>
  );
}

const UNNOTICED_MILLISECONDS = 300;

/** Whether something has lasted long enough to be worth a word: what flashes by is not. */
export function useLasting(busy: boolean): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setLasting(true), UNNOTICED_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [busy]);
  return lasting;
}

/** About as many evaluations of the evidence as a search takes. */
const USUAL_EVALUATIONS = 60;

function stageText({ stage, done }: NonNullable<FittingState["running"]>): string {
  switch (stage) {
    case "reading":
      return `reading: ${count(done, "sample")}`;
    case "statistics":
      return `lag statistics: ${count(done, "sample")}`;
    case "evidence":
      return `asking the data for their lag weights: ${count(done, "evaluation")} of about ${USUAL_EVALUATIONS}`;
    case "posterior":
      return "impulse response and its error bands";
  }
}

/** From 0 to 1; undefined where nobody knows. */
function partDone({ running, points }: FittingState): number | undefined {
  if (running?.stage === "evidence") return Math.min(1, running.done / USUAL_EVALUATIONS);
  if (running?.stage === "posterior") return 1;
  return points && points.done / Math.max(1, points.of);
}
