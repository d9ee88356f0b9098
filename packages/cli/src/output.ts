import { jsonText } from "@lagwise/core";
import { Interrupted } from "./errors.js";

/** Writes one JSON document. */
export function writeJson(document: unknown): void {
  process.stdout.write(jsonText(document));
}

/** Shows what long work is doing, and lets Ctrl-C through to it. */
export interface Progress {
  /** aborted by Ctrl-C */
  readonly signal: AbortSignal;
  /** Says what is going on; gives the event loop its turn. Throws Interrupted after Ctrl-C. */
  update(text: string): Promise<void>;
  /** Clears the line. */
  done(): void;
}

const QUIET_MILLISECONDS = 1000;
const REDRAW_MILLISECONDS = 100;
const LINE_MILLISECONDS = 10_000;

/**
 * Progress on stderr for work of over a second: a line that is redrawn on a terminal, a new line every ten seconds
 * elsewhere.
 */
export function startProgress(): Progress {
  const start = performance.now();
  const terminal = process.stderr.isTTY === true;
  let last = start;
  let drawn = false;
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  const clear = () => {
    if (drawn && terminal) process.stderr.write("\r\x1b[2K");
    drawn = false;
  };
  return {
    signal: stop.signal,
    async update(text) {
      const now = performance.now();
      const wait = terminal ? REDRAW_MILLISECONDS : LINE_MILLISECONDS;
      if (now - last < Math.min(wait, REDRAW_MILLISECONDS)) return;
      await new Promise((resume) => setImmediate(resume));
      if (stop.signal.aborted) throw new Interrupted();
      if (now - start < QUIET_MILLISECONDS || (drawn && now - last < wait)) return;
      last = now;
      drawn = true;
      const seconds = `${((now - start) / 1000).toFixed(0)} s`;
      process.stderr.write(terminal ? `\r\x1b[2K${text} · ${seconds}` : `${text} · ${seconds}\n`);
    },
    done() {
      clear();
      process.removeListener("SIGINT", onInterrupt);
    },
  };
}

/** "12.3 s, 210 MB of memory at most": what this process has taken so far. */
export function processCost(): string {
  const seconds = process.uptime();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s, ${megabytes.toFixed(0)} MB of memory at most`;
}

/** The command line as it was typed, to be typed again: words with spaces or quotes are quoted. */
export function typedCommand(): string {
  const words = process.argv
    .slice(2)
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word)));
  return ["lagwise", ...words].join(" ");
}
