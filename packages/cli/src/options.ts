import { namedInitialisations } from "@lagwise/core";
import { type Command, InvalidArgumentError, Option } from "commander";

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly seed: number;
}

export function addCommonOptions(command: Command): Command {
  return command
    .option("--json", "one JSON document on stdout, and nothing else there")
    .option(
      "--seed <k>",
      "seed of everything random (this command draws nothing unless it says so)",
      wholeNumber(0),
      1,
    );
}

/** Reads a whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = numberFrom(text);
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`Wanted: a whole number of at least ${least}.`);
    }
    return value;
  };
}

/** Reads a variance: a number of at least 0. */
export function variance(text: string): number {
  const value = numberFrom(text);
  if (!(value >= 0 && Number.isFinite(value)))
    throw new InvalidArgumentError("Wanted: a variance, 0 or more.");
  return value;
}

/** Reads a fraction above 0 and at most 1. */
export function fraction(text: string): number {
  const value = numberFrom(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError("Wanted: a fraction above 0 and at most 1.");
  return value;
}

/** `--init NAME`, one of the named initialisations. */
export function initialisationOption(): Option {
  const names = namedInitialisations.map((one) => one.name.toLowerCase());
  return new Option("--init <name>", "variances of a default initialisation, in place of --nu-w").choices(
    names,
  );
}

function numberFrom(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}
