/** Repeated timings of one piece of work, in milliseconds. */
export interface Timing {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

/** Times pieces of work in turn, A B C A B C …, so that a machine whose speed drifts slows all of them alike. */
export function timeInTurn<Name extends string>(
  work: Record<Name, () => void>,
  { runs = 15, warmUps = 3 }: { runs?: number; warmUps?: number } = {},
): Record<Name, Timing> {
  const names = Object.keys(work) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let run = -warmUps; run < runs; run++) {
    for (const name of names) {
      const start = performance.now();
      work[name]();
      const elapsed = performance.now() - start;
      if (run >= 0) times[name].push(elapsed);
    }
  }
  return Object.fromEntries(names.map((name) => [name, summary(times[name])])) as Record<Name, Timing>;
}

/** Times one piece of work alone; `before` each run, not timed, sets the stage. */
export function time(
  work: () => void,
  {
    runs = 15,
    warmUps = 3,
    before = () => {},
  }: { runs?: number; warmUps?: number; before?: () => void } = {},
): Timing {
  const times: number[] = [];
  for (let run = -warmUps; run < runs; run++) {
    before();
    const start = performance.now();
    work();
    if (run >= 0) times.push(performance.now() - start);
  }
  return summary(times);
}

function summary(times: number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  return {
    median: sorted[sorted.length >> 1],
    min: sorted[0],
    max: sorted[sorted.length - 1],
    runs: sorted.length,
  };
}
