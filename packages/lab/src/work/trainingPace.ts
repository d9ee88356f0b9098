/** How long a pace is measured back, in milliseconds: at least this, at most twice as long. */
const WINDOW = 1000;

/** Steps per second over the last second or two. */
export class TrainingPace {
  #older: readonly [time: number, step: number];
  #newer: readonly [time: number, step: number];

  /** `time` in milliseconds */
  constructor(time = 0, step = 0) {
    this.#older = this.#newer = [time, step];
  }

  /** The pace when `step` is reached at `time`; undefined before anything can be said. */
  at(time: number, step: number): number | undefined {
    if (time - this.#newer[0] > WINDOW) {
      this.#older = this.#newer;
      this.#newer = [time, step];
    }
    const [from, first] = this.#older;
    return time > from ? (1000 * (step - first)) / (time - from) : undefined;
  }
}
