import { datasets } from "@lagwise/data";
import { listed } from "@lagwise/report";
import { useEffect, useRef, useState } from "react";
import { announce } from "../parts/announce.js";
import { currentSettings, update } from "../state/lab.js";
import type { Settings } from "../state/settings.js";
import { datasetOf, guessedColumns } from "../work/fittingColumns.js";
import { openFile } from "../work/fittingStore.js";

const bundled = datasets.filter(({ origin }) => origin.bundled);
const others = datasets.filter(({ origin }) => !origin.bundled);

/** Where a recording comes from: a file of one's own, or one that the page has. */
export function RecordingFile({ settings }: { readonly settings: Settings<"data"> }) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <section className="file" aria-labelledby="file-heading">
      <h2 id="file-heading">Recording</h2>
      <div className="drop">
        <p>
          Drop a file anywhere on this page, or{" "}
          <button type="button" className="plain" onClick={() => chooser.current?.click()}>
            choose a file
          </button>
          .
        </p>
        <p className="hint">CSV, TSV, Parquet, NPY, NPZ or MAT (v5). It stays on your machine.</p>
        <input
          ref={chooser}
          type="file"
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = "";
            if (file !== undefined) void take(file);
          }}
        />
      </div>
      <p className="builtin">
        Or look at{" "}
        {bundled.map(({ name, title, description }) => (
          <button
            key={name}
            type="button"
            className="plain"
            title={`${title}. ${description}`}
            aria-pressed={settings.recording === name}
            onClick={() => update("data", { ...fresh, recording: name, file: "" })}
          >
            {title.replace(/ \(.*\)$/, "")}
          </button>
        ))}
      </p>
      <p className="hint">
        Also {listed(others.map(({ origin }) => origin.fileName))}: <code>lagwise data pull</code> fetches
        them, to be dropped here.
      </p>
    </section>
  );
}

/** Takes files that are dropped anywhere on the page; true while one hovers over it. */
export function useDrops(): boolean {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setHovering(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setHovering(false);
      const files = event.dataTransfer?.files;
      if (files?.[0] !== undefined) void take(files[0]);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  return hovering;
}

const fresh = { input: "", output: "", lags: 0, difference: "usual", from: 0, until: 0 } as const;

/** Opens a file. Columns that a link brought along for it stay; otherwise they are guessed where that is safe. */
async function take(file: File): Promise<void> {
  const before = currentSettings("data");
  const awaited =
    before.recording === "" && before.file === file.name && before.input !== "" && before.output !== "";
  const description = await openFile(file);
  if (awaited) return;
  const known = datasetOf(file);
  const guess = known
    ? { input: known.inputs, output: known.outputs }
    : description && guessedColumns(description);
  update("data", { ...fresh, ...guess, recording: "", file: file.name });
  if (description === undefined) return;
  announce(`${file.name} is open${guess?.input === "" ? ": choose its columns" : ""}`);
}
