import { type Initialisation, namedInitialisations } from "@lagwise/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "./errors.js";

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly seed: number;
}

export function addCommonOptions(command: Command, seeded = "nothing here is random"): Command {
  return command
    .option("--json", "one JSON document on stdout, and nothing else there")
    .option("--seed <k>", `seed: ${seeded}`, wholeNumber(0), 1);
}

/** The variances of an initialisation, as they are typed. */
export interface InitialisationOptions {
  readonly nuW?: number;
  readonly nuF?: number;
  readonly nuC?: number;
  readonly init?: string;
}

export function addInitialisationOptions(command: Command): Command {
  const names = namedInitialisations.map((one) => one.name.toLowerCase());
  return command
    .option("--nu-w <v>", "variance nu_W of the transition matrix; the spectral radius is its root", variance)
    .option("--nu-f <v>", "variance nu_F of the input matrix (default: 1)", variance)
    .option("--nu-c <v>", "variance nu_C of the readout (default: 1)", variance)
    .addOption(new Option("--init <name>", "variances of a default, in place of --nu-w").choices(names));
}

/** Throws a UsageError where nothing, or two things, were said. */
export function chosenInitialisation({ init, nuW, nuF, nuC }: InitialisationOptions): Initialisation {
  const named = namedInitialisations.find((one) => one.name.toLowerCase() === init);
  if (named !== undefined) {
    if (nuW !== undefined || nuF !== undefined || nuC !== undefined) {
      throw new UsageError(
        "--init already says the variances: leave out --nu-w, --nu-f and --nu-c, or --init",
      );
    }
    return named.initialisation;
  }
  if (nuW === undefined) {
    throw new UsageError("which initialisation? Give --nu-w, for example --nu-w 0.8, or --init pytorch");
  }
  return { nuW, nuF, nuC };
}

/** Reads a whole number of at least `least` and, where it is said, at most `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = numberFrom(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`Wanted: a whole number ${range}.`);
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

/** Reads a number above 0. */
export function positive(text: string): number {
  const value = numberFrom(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError("Wanted: a number above 0.");
  return value;
}

/** Reads a number of at least 0 and below 1. */
export function belowOne(text: string): number {
  const value = numberFrom(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError("Wanted: a number from 0 up to, not at, 1.");
  return value;
}

/** Reads any finite number. */
export function finiteNumber(text: string): number {
  const value = numberFrom(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError("Wanted: a number.");
  return value;
}

function numberFrom(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}
