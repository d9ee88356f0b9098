import { useEffect } from "react";
import { ErrorNote } from "../parts/Failure.js";
import { View } from "../parts/View.js";
import { useSettings } from "../state/lab.js";
import type { Settings } from "../state/settings.js";
import { requestOf } from "../work/fittingRequest.js";
import {
  type FittingState,
  isQuick,
  keyOf,
  openFileNamed,
  openRecordingNamed,
  requestFit,
  STOPPED,
  useFitting,
} from "../work/fittingStore.js";
import { RecordingColumns } from "./RecordingColumns.js";
import { RecordingFile, useDrops } from "./RecordingFile.js";
import { RecordingOptions } from "./RecordingOptions.js";
import { RecordingProgress } from "./RecordingProgress.js";
import { RecordingResults } from "./RecordingResults.js";
import "./recording.css";

/** "Your data": a recording, what drives what in it, and the fit. */
export function RecordingView() {
  const settings = useSettings("data");
  const fitting = useFitting();
  const { recording, file } = settings;
  useEffect(() => {
    if (recording !== "") void openRecordingNamed(recording);
    else openFileNamed(file);
  }, [recording, file]);

  const request = requestOf(settings);
  const key = request && keyOf(request);
  const { description, result, findings, failure, running } = fitting;
  const open = isOpen(fitting, settings) && description !== undefined;
  const current = key !== undefined && (result?.key === key || failure?.key === key);
  // a large file is fitted when it is opened, and then when it is asked for
  const live =
    fitting.file !== undefined && (isQuick(fitting.file) || (result === undefined && failure === undefined));
  const stopped = failure?.key === key ? failure?.message === STOPPED : findings === undefined;
  const canFit = open && request !== undefined;
  useEffect(() => {
    if (canFit && !current && live && running?.key !== key) requestFit(request);
  });
  const hovering = useDrops();

  return (
    <div className={hovering ? "recording dropping" : "recording"}>
      <View
        title="How far back does your recording look?"
        lead="Drop a file, say which columns drive and which answer, and see how the one follows the other, lag by lag. Nothing is uploaded."
        controls={
          <>
            <RecordingFile settings={settings} />
            {open ? <RecordingColumns settings={settings} description={description} /> : null}
            {open ? <RecordingOptions settings={settings} fitting={fitting} /> : null}
          </>
        }
      >
        {canFit ? (
          <RecordingProgress
            fitting={fitting}
            onFit={current && !stopped ? undefined : () => requestFit(request)}
          />
        ) : null}
        <Told fitting={fitting} settings={settings} choosing={open && request === undefined} />
        {failure !== undefined && failure.message !== STOPPED && failure.key === key ? (
          <ErrorNote message={sentence(failure.message)} />
        ) : null}
        {open && result !== undefined ? (
          <RecordingResults
            fitting={fitting}
            result={result}
            settings={settings}
            stale={request !== undefined && result.key !== key && running === undefined}
          />
        ) : null}
      </View>
    </div>
  );
}

/** Why there is nothing to see, where there is nothing. */
function Told({
  fitting,
  settings,
  choosing,
}: {
  readonly fitting: FittingState;
  readonly settings: Settings<"data">;
  readonly choosing: boolean;
}) {
  const { problem, description } = fitting;
  if (problem !== undefined) return <ErrorNote message={sentence(problem)} />;
  if (settings.recording === "" && !isOpen(fitting, settings)) {
    return (
      <p className="asked">
        {settings.file === "" ? (
          "Drop a file here, or choose one."
        ) : (
          <>
            This link was made with the file <b>{settings.file}</b>: drop it here.
          </>
        )}
      </p>
    );
  }
  if (!choosing || description === undefined) return null;
  return (
    <p className="asked">
      Say which columns of <b>{settings.file || settings.recording}</b> drive and which answer: tick them, or
      type their names or numbers, such as 1,3-5.
    </p>
  );
}

/** Whether what the settings name is what is open. */
function isOpen({ file, recording }: FittingState, settings: Settings<"data">): boolean {
  if (settings.recording !== "") return recording === settings.recording && file !== undefined;
  return file !== undefined && recording === undefined && file.name === settings.file;
}

/** The library's messages are clauses; here they stand as sentences. */
function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
