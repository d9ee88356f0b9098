import { fitDocument, jsonText } from "@lagwise/core";
import { fitPage } from "@lagwise/report";
import { version } from "../../package.json";
import { CopyBlock } from "../parts/CopyBlock.js";
import { save } from "../parts/save.js";
import { fitCommandLine } from "../work/fittingRequest.js";
import type { FittingState } from "../work/fittingStore.js";

interface RecordingDownloadsProps {
  readonly title: string;
  readonly fitting: FittingState;
  readonly result: NonNullable<FittingState["result"]>;
}

/** What can be taken along: the page, the model, the command line. */
export function RecordingDownloads({ title, fitting, result }: RecordingDownloadsProps) {
  const { file, recording, findings, points } = fitting;
  const fileName = file?.name ?? "";
  const base = recording ?? (fileName.replace(/\.[^.]*$/, "") || fileName);
  const reportName = `${base}.html`;
  const command = (report?: string) => fitCommandLine(recording, fileName, result.request, result, report);
  return (
    <section className="take">
      <h3>Take it along</h3>
      <p className="buttons">
        <button
          type="button"
          className="button"
          disabled={findings === undefined || points !== undefined}
          onClick={() => {
            const meta = { title, command: command(reportName), version, ...findings };
            save(reportName, fitPage(result.fit, meta, document), "text/html");
          }}
        >
          Report (HTML)
        </button>
        <button
          type="button"
          className="button"
          onClick={() => save(`${base}.json`, jsonText(fitDocument(result.fit)), "application/json")}
        >
          Model (JSON)
        </button>
      </p>
      <p className="hint">The same on the command line, to the same bits:</p>
      <CopyBlock label="command line" text={command()} />
    </section>
  );
}
