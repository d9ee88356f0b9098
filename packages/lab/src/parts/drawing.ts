// Drawing takes turns: so many milliseconds of a frame are for charts, the rest is for the reader's hand. A chart that
// is asked for again before its turn is drawn once, as it was asked for last.

const BUDGET_MILLISECONDS = 6;

const waiting = new Map<object, () => void>();
let asked = false;

/** Draws in one of the next frames. `owner` is whose drawing it is: a later one takes the place of an earlier. */
export function drawSoon(owner: object, draw: () => void): void {
  waiting.set(owner, draw);
  if (asked) return;
  asked = true;
  requestAnimationFrame(drawWaiting);
}

/** Takes back what has not been drawn yet. */
export function drawNever(owner: object): void {
  waiting.delete(owner);
}

function drawWaiting(): void {
  const until = performance.now() + BUDGET_MILLISECONDS;
  for (const [owner, draw] of waiting) {
    waiting.delete(owner);
    draw();
    if (performance.now() > until) break;
  }
  asked = waiting.size > 0;
  if (asked) requestAnimationFrame(drawWaiting);
}
