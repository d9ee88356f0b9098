import { useState } from "react";
import { announce } from "./announce.js";

const SHOWN_MILLISECONDS = 2000;

/** Code or a command line, to be copied as it is. */
export function CopyBlock({ text, label }: { readonly text: string; readonly label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce(`${label}: copied`);
    setTimeout(() => setCopied(false), SHOWN_MILLISECONDS);
  };
  return (
    <div className="copy">
      <pre>
        <code>{text}</code>
      </pre>
      <button type="button" onClick={copy} aria-label={`Copy: ${label}`}>
        {copied ? "copied" : "copy"}
      </button>
    </div>
  );
}
