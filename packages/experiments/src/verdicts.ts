import type { Verdict } from "./Claim.js";

export type Check = Verdict["checks"][number];

/** A verdict passes where every check holds, and none without a check. */
export function verdictOf(sentence: string, checks: readonly Check[]): Verdict {
  return { passes: checks.length > 0 && checks.every(({ holds }) => holds), sentence, checks };
}

/** The value must not be above the bound; what is not a number does not hold. */
export function atMost(what: string, value: number, bound: number): Check {
  return { what, value, bound: `≤ ${figure(bound)}`, holds: value <= bound };
}

/** The value must not be below the bound. */
export function atLeast(what: string, value: number, bound: number): Check {
  return { what, value, bound: `≥ ${figure(bound)}`, holds: value >= bound };
}

/** The value must lie from `low` to `high`. */
export function between(what: string, value: number, low: number, high: number): Check {
  return { what, value, bound: `${figure(low)} … ${figure(high)}`, holds: value >= low && value <= high };
}

/** A number as a sentence shows it: three digits, a minus sign that is one. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const plain = size !== 0 && (size < 1e-3 || size >= 1e5);
  const text = plain ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  return text.replaceAll("-", "−");
}

/** "0.3, 0.5 and 0.8" */
export function listed(parts: readonly (string | number)[]): string {
  const texts = parts.map((part) => (typeof part === "number" ? figure(part) : part));
  return texts.length < 2
    ? texts.join("")
    : `${texts.slice(0, -1).join(", ")} and ${texts[texts.length - 1]}`;
}
