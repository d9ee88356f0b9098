import { count, fitFigures, fitVerdict, grouped, listed } from "@lagwise/report";
import { useEffect, useMemo } from "react";
import { announce } from "../parts/announce.js";
import { FigureView } from "../parts/FigureView.js";
import { Symbols } from "../parts/Symbols.js";
import type { Settings } from "../state/settings.js";
import { titleOf } from "../work/fittingRequest.js";
import type { FittingState } from "../work/fittingStore.js";
import { RecordingDownloads } from "./RecordingDownloads.js";
import { RecordingPrediction } from "./RecordingPrediction.js";
import { RecordingScores } from "./RecordingScores.js";

export interface RecordingResultsProps {
  readonly fitting: FittingState;
  readonly result: NonNullable<FittingState["result"]>;
  readonly settings: Settings<"data">;
  /** true where the settings have been changed since */
  readonly stale: boolean;
}

/** The fit, from its verdict to its downloads. */
export function RecordingResults({ fitting, result, settings, stale }: RecordingResultsProps) {
  const { fit, notes } = result;
  const { findings } = fitting;
  const { response, weights } = useMemo(() => fitFigures(fit, {}), [fit]);
  const evidence = useMemo(() => findings && fitFigures(fit, findings).evidence, [fit, findings]);
  const verdict = fitVerdict(fit);
  useEffect(() => announce(verdict), [verdict]);
  const title = titleOf(fitting.recording, fitting.file?.name ?? "", result.request);
  return (
    <div className={stale ? "fit stale" : "fit"}>
      <h2>{title}</h2>
      <p className="verdict">
        <Symbols text={verdict} />
      </p>
      <p className="hint">
        {listed(fit.inputNames)} → {listed(fit.outputNames)} · {count(fit.samples, "sample")}: the first{" "}
        {grouped(fit.trainSamples)} train,{" "}
        {fit.testSamples > 0 ? `the last ${grouped(fit.testSamples)} test` : "none test"} ·{" "}
        {count(fit.lags, "lag")}
      </p>
      {result.lagsByCost ? (
        <p className="hint">
          {count(fit.lags, "lag")}, so that it takes seconds: the time grows with the third power of lags ×
          inputs. Ask for more with the slider.
        </p>
      ) : null}
      {notes.map((note) => (
        <p className="hint" key={note}>
          {note}.
        </p>
      ))}
      {stale ? (
        <p className="hint">This is the fit before you changed the settings: press Fit for the new one.</p>
      ) : null}
      <FigureView figure={response} level={3} />
      <FigureView figure={weights} level={3} />
      {evidence ? <FigureView figure={evidence} level={3} /> : null}
      {fit.testSamples > 0 ? (
        <RecordingPrediction fitting={fitting} result={result} settings={settings} />
      ) : null}
      <RecordingScores fit={fit} />
      <RecordingDownloads title={title} fitting={fitting} result={result} />
    </div>
  );
}
