import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { sayNote } from "../engineOptions.js";
import { Interrupted } from "../errors.js";
import { wholeNumber } from "../options.js";
import { writeJson } from "../output.js";
import { count } from "../terminal/text.js";

interface WorkerOptions {
  readonly queue: string;
  readonly concurrency?: number;
  readonly json?: boolean;
}

export function workerCommand(): Command {
  return new Command("worker")
    .description(
      "Takes jobs of `lagwise sweep` and `lagwise stats` from a queue on Redis or Valkey, until Ctrl-C.",
    )
    .addOption(
      new Option("--queue <url>", "address of the server, rediss:// with TLS")
        .env("LAGWISE_QUEUE")
        .makeOptionMandatory(),
    )
    .option("--concurrency <k>", "how many jobs at once (default: as many as cores)", wholeNumber(1, 1024))
    .option("--json", "at the end one JSON document on stdout, and nothing else there")
    .addHelpText(
      "after",
      "\nCtrl-C finishes the jobs under way and ends; a second Ctrl-C, or SIGTERM, hands them back to the queue. The jobs of a\n" +
        "worker that dies go to others after some ten seconds. A worker takes only jobs of sweeps with its own version." +
        "\n\nExamples:\n  lagwise worker --queue redis://localhost:6379\n" +
        "  LAGWISE_QUEUE=rediss://user:password@server:6379 lagwise worker --concurrency 16",
    )
    .action((options: WorkerOptions) => work(options));
}

async function work({ queue, concurrency = availableParallelism(), json }: WorkerOptions): Promise<void> {
  const { codeIdentity, shownAddress, startWorker } = await import("@lagwise/sweep");
  const ended = { done: 0, failed: 0 };
  const worker = await startWorker({
    url: queue,
    concurrency,
    onNotice: sayNote,
    onJob: (_, { ok }) => {
      if (ok) ended.done++;
      else ended.failed++;
    },
  });
  const threads = count(concurrency, "job");
  sayNote(
    `taking jobs from ${shownAddress(queue)}, ${threads} at a time, for code ${codeIdentity()}; Ctrl-C ends`,
  );
  const handedBack = await untilStopped({
    finish() {
      const left = worker.underWay();
      if (left > 0) sayNote(`finishing ${count(left, "job")}; Ctrl-C again hands them back to the queue`);
      return worker.finish();
    },
    handBack: () => worker.handBack(),
  });
  if (json) writeJson({ command: "worker", ...ended, handedBack });
  else process.stdout.write(`${count(ended.done, "job")} done, ${ended.failed} failed\n`);
  if (handedBack) throw new Interrupted("stopped: what was under way is back in the queue");
}

interface Stopping {
  finish(): Promise<void>;
  handBack(): Promise<void>;
}

/** Resolves when the worker has ended: true where jobs were handed back. */
function untilStopped({ finish, handBack }: Stopping): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let asked = false;
    let back = false;
    const end = () => {
      process.removeListener("SIGINT", onInterrupt);
      process.removeListener("SIGTERM", onTerminate);
      resolve(back);
    };
    const onTerminate = () => {
      back = true;
      handBack().then(end, reject);
    };
    const onInterrupt = () => {
      if (asked) return onTerminate();
      asked = true;
      finish().then(end, reject);
    };
    process.on("SIGINT", onInterrupt);
    process.on("SIGTERM", onTerminate);
  });
}
