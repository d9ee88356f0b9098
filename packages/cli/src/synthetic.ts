import { type LagStatistics, simulatedParts, type Teacher, teacherOf } from "@lagwise/core";
import { type Command, Option } from "commander";
import { belowOne, finiteNumber, positive, wholeNumber } from "./options.js";
import { count, short } from "./terminal/text.js";

/** A recording to be made up, as it is typed. */
export interface SyntheticOptions {
  readonly synthetic?: Teacher["kind"];
  readonly delay: number;
  readonly radius: number;
  readonly period: number;
  readonly sequences: number;
  readonly length?: number;
  readonly snr: number;
}

export function addSyntheticOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--synthetic <teacher>", "learn from a made-up system").choices([
        "rnn",
        "delay",
        "oscillator",
      ]),
    )
    .option("--delay <d>", "delay: the output is the input of d steps ago", wholeNumber(0), 5)
    .option(
      "--radius <r>",
      "rnn (4 hidden units), oscillator: what is left of the response a step later",
      belowOne,
      0.9,
    )
    .option("--period <p>", "oscillator: steps of one swing", positive, 8)
    .option("--sequences <k>", "how many sequences train, and as many test", wholeNumber(1), 50)
    .option("--length <N>", "samples of each sequence (default: the number of lags)", wholeNumber(1))
    .option("--snr <dB>", "signal over noise, in decibels", finiteNumber, 20);
}

export interface SyntheticParts {
  readonly title: string;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly train: LagStatistics;
  readonly test: LagStatistics;
}

/** Training and test statistics of a made-up recording; every sequence starts from a zero state. */
export function syntheticParts(options: SyntheticOptions, lags: number, seed: number): SyntheticParts {
  const { sequences, length = lags, snr } = options;
  const teacher = teacherOf(options.synthetic ?? "rnn", { ...options, seed });
  const title = `${nameOf(teacher)} · ${count(sequences, "sequence")} of ${count(length, "sample")}, ${short(snr)} dB`;
  const parts = simulatedParts(teacher, { lags, sequences, length, snr, seed });
  return { title, inputNames: ["x1"], outputNames: ["y1"], ...parts };
}

function nameOf(teacher: Teacher): string {
  switch (teacher.kind) {
    case "delay":
      return `A pure delay of ${count(teacher.delay, "step")}`;
    case "oscillator":
      return `A damped oscillation, period ${short(teacher.period)}, radius ${short(teacher.radius)}`;
    case "rnn":
      return `A linear RNN of 4 hidden units, spectral radius ${short(teacher.radius)}`;
  }
}
