import { LagwiseError } from "@lagwise/core";
import { Command, CommanderError } from "commander";
import { dataCommand } from "./commands/data.js";
import { fitCommand } from "./commands/fit.js";
import { initCommand } from "./commands/init.js";
import { kernelCommand } from "./commands/kernel.js";
import { labCommand } from "./commands/lab.js";
import { reproduceCommand } from "./commands/reproduce.js";
import { resultsCommand } from "./commands/results.js";
import { statsCommand } from "./commands/stats.js";
import { sweepCommand } from "./commands/sweep.js";
import { trainCommand } from "./commands/train.js";
import { workerCommand } from "./commands/worker.js";
import { Interrupted, UsageError } from "./errors.js";
import { errorColours } from "./terminal/colours.js";
import { version } from "./version.js";

/** Done, the work failed, wrong usage, and what a shell calls a program that Ctrl-C ended. */
const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Runs one command line and returns its exit status. What goes wrong is said in one line on stderr. */
export async function run(words: readonly string[]): Promise<number> {
  process.stdout.on("error", endWithoutStdout);
  process.stderr.on("error", () => {}); // there is nobody left to tell
  try {
    await program().parseAsync(words, { from: "user" });
    return EXIT.done;
  } catch (error) {
    return report(error);
  }
}

function program(): Command {
  const program = new Command("lagwise")
    .description(
      "Shows, lag by lag, what a linear recurrent network can learn, and fits your recordings with it.",
    )
    .version(version())
    .option("--no-color", "plain text (also: the environment variable NO_COLOR)")
    .helpCommand(false)
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  lagwise fit sales                                   the recording that comes with lagwise\n" +
        "  lagwise fit log.csv --input valve --output flow     a file of your own\n" +
        "  lagwise kernel --nu-w 0.8 --lags 40                 how far back a network can learn to look\n" +
        "  lagwise init --horizon 25                           the initialisation that reaches 25 lags\n" +
        "  lagwise lab                                         all of it under your fingers, in the browser\n" +
        "\nExit status: 0 done, 1 the work failed, 2 wrong usage. LAGWISE_DEBUG=1 shows where an error arose.",
    );
  for (const command of [
    fitCommand(),
    trainCommand(),
    statsCommand(),
    kernelCommand(),
    initCommand(),
    reproduceCommand(),
    sweepCommand(),
    workerCommand(),
    resultsCommand(),
    dataCommand(),
    labCommand(),
  ]) {
    program.addCommand(command);
  }
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
    command
      .exitOverride()
      .showHelpAfterError(false)
      .configureOutput({ outputError: () => {} });
  }
  return program;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.done;
    if (error.code === "commander.help") return EXIT.usage;
    return say(`${inOneLine(error.message).replace(/^error: /, "")} (see --help)`, EXIT.usage);
  }
  if (process.env.LAGWISE_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  if (error instanceof Interrupted) return say(error.message, EXIT.interrupted);
  if (error instanceof UsageError) return say(error.message, EXIT.usage);
  if (error instanceof LagwiseError) return say(error.message, EXIT.failed);
  const what = error instanceof Error ? error.message : String(error);
  return say(
    `internal error: ${inOneLine(what)} (LAGWISE_DEBUG=1 shows where; please report it)`,
    EXIT.failed,
  );
}

function say(message: string, status: number): number {
  process.stderr.write(`${errorColours.red("lagwise:")} ${message}\n`);
  return status;
}

function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}

/** `lagwise … | head` closes our output early, which is no error of ours; a full disk is one. */
function endWithoutStdout({ code, message }: NodeJS.ErrnoException): void {
  if (code === "EPIPE") process.exit(EXIT.done);
  const what = code === "ENOSPC" ? "no room left on the disk" : (code ?? inOneLine(message));
  process.exit(
    say(`the output cannot be written (${what}): what is there of it is not complete`, EXIT.failed),
  );
}
