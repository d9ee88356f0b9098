import type { Engine } from "@lagwise/sweep";
import { type Command, Option } from "commander";
import { wholeNumber } from "./options.js";

/** Where jobs run: on this machine's cores, or wherever workers take them from a queue. */
export interface EngineOptions {
  readonly queue?: string;
  readonly concurrency?: number;
}

export function addEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--queue <url>",
        "hand the jobs to `lagwise worker` on any machine, over Redis or Valkey at this address",
      ).env("LAGWISE_QUEUE"),
    )
    .option(
      "--concurrency <k>",
      "without a queue: how many jobs at once (default: as many as cores)",
      wholeNumber(1),
    );
}

/**
 * Close it when the work is done. `retryFailed` runs again what the queue keeps as failed from an earlier time. Throws
 * a LagwiseError where the queue is not reached.
 */
export async function openEngine(
  { queue, concurrency }: EngineOptions,
  { retryFailed }: { readonly retryFailed: boolean },
): Promise<Engine> {
  // queues and threads are loaded by those who use them
  const { localEngine, queueEngine } = await import("@lagwise/sweep");
  return queue === undefined
    ? localEngine({ concurrency })
    : queueEngine({ url: queue, retryFailed, onNotice: sayNote });
}

/** A line on stderr that stays, also where a progress line is drawn. */
export function sayNote(line: string): void {
  process.stderr.write(`${process.stderr.isTTY ? "\r\x1b[2K" : ""}note: ${line}\n`);
}
