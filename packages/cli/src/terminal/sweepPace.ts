import type { SweepProgress } from "@lagwise/sweep";
import { grouped, short } from "./text.js";

/** How far a sweep is, how fast it goes, and how long it takes still, as a line. */
export interface SweepPace {
  readonly onProgress: (progress: SweepProgress) => void;
  line(): string;
}

/** The pace of about the last half minute is what is said of the future. */
const WINDOW_MILLISECONDS = 30_000;

export function sweepPace(runs: number, now: () => number = () => performance.now()): SweepPace {
  let last: SweepProgress = { present: 0, done: 0, failed: 0, failedBefore: 0 };
  const marks = [{ at: now(), ended: 0 }];
  return {
    onProgress(progress) {
      last = progress;
      const at = now();
      if (at - marks[marks.length - 1].at < 500) return;
      marks.push({ at, ended: progress.done + progress.failed });
      while (marks.length > 2 && at - marks[1].at > WINDOW_MILLISECONDS) marks.shift();
    },
    line() {
      const ended = last.done + last.failed;
      const seconds = (now() - marks[0].at) / 1000;
      const rate = seconds > 0 ? (ended - marks[0].ended) / seconds : 0;
      const left = runs - last.present - ended;
      const failed = last.failed > 0 ? ` (${grouped(last.failed)} failed)` : "";
      const pace = rate > 0 ? `, ${short(rate)} runs/s, about ${duration(left / rate)} left` : "";
      return `${grouped(last.present + ended)} of ${grouped(runs)} runs${failed}${pace}`;
    },
  };
}

/** 4.2 ms, 1.5 s, 2 min, 3.5 h, 12 days. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${short(1000 * seconds, 2)} ms`;
  if (seconds < 90) return `${short(seconds, 2)} s`;
  if (seconds < 5400) return `${short(seconds / 60, 2)} min`;
  if (seconds < 172_800) return `${short(seconds / 3600, 2)} h`;
  return `${grouped(Math.round(seconds / 86_400))} days`;
}
