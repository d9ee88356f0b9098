import { type Teacher, teacherOf } from "@lagwise/core";
import type { Settings } from "../state/settings.js";

/** What is trained, on what, and how. */
export interface TrainingPlan {
  readonly teacher: Teacher;
  /** signal over noise, in decibels */
  readonly snr: number;
  readonly width: number;
  readonly lags: number;
  readonly nuW: number;
  /** the learning rate as a part of the largest stable one */
  readonly rate: number;
  readonly seed: number;
}

/** As many sequences train, and as many test, as on the command line; each is as long as there are lags. */
export const SEQUENCES = 50;

/** What the view's settings ask for. A delay that the lags do not reach is the longest that they do. */
export function planOf(settings: Settings<"training">): TrainingPlan {
  const { snr, width, lags, nuW, rate, seed } = settings;
  const delay = Math.min(settings.delay, lags - 1);
  return { teacher: teacherOf(settings.teacher, { ...settings, delay }), snr, width, lags, nuW, rate, seed };
}

/** The command line that trains the same to the same numbers, of `learningRate` and over so many steps. */
export function commandOf(plan: TrainingPlan, learningRate: number, steps: number): string {
  const { teacher, snr, width, lags, nuW, rate, seed } = plan;
  const words: (string | number)[] = ["lagwise train --synthetic", teacher.kind];
  if (teacher.kind === "delay") words.push("--delay", teacher.delay);
  else words.push("--radius", teacher.radius);
  if (teacher.kind === "oscillator") words.push("--period", teacher.period);
  words.push("--snr", snr, "--width", width, "--lags", lags, "--nu-w", nuW);
  // half of the largest stable rate is what the command line takes by itself
  if (rate !== 0.5) words.push("--learning-rate", learningRate);
  words.push("--seed", seed, "--steps", steps);
  return words.join(" ");
}
