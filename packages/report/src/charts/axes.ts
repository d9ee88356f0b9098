import { logTick, short } from "../format.js";
import type { AxisSpec, Frame, Numbers } from "./chart.js";

/** The finite ones among lists of numbers. */
export function finite(...lists: readonly Numbers[]): number[] {
  return lists.flatMap((list) => Array.from(list)).filter(Number.isFinite);
}

/** Lags 0 … T−1 with whole numbers as ticks; `pad` leaves room for bars at the ends. */
export function lagAxis(lags: number, width: number, pad = 0, label = "lag j (samples)"): AxisSpec {
  const last = Math.max(lags - 1, pad > 0 ? 0 : 1);
  return {
    label,
    domain: [-pad, last + pad],
    ticks: wholeTicks(0, Math.max(0, lags - 1), width),
    tickFormat: String,
  };
}

/** An axis over whole numbers, such as steps or samples. */
export function wholeAxis(label: string, from: number, to: number, width: number): AxisSpec {
  const end = to > from ? to : from + 1;
  return { label, domain: [from, end], ticks: wholeTicks(from, end, width), tickFormat: (v) => short(v, 6) };
}

/** An axis over real numbers; `zero` keeps zero on it, and the ends are rounded unless `exact`. */
export function linearAxis(
  label: string,
  values: readonly number[],
  { zero = true, exact = false, ticks = 5 } = {},
): AxisSpec {
  const all = zero ? [0, ...values] : values;
  let low = all.reduce((a, b) => Math.min(a, b), all[0] ?? 0);
  let high = all.reduce((a, b) => Math.max(a, b), all[0] ?? 1);
  if (low === high) [low, high] = low === 0 ? [-1, 1] : [low - Math.abs(low) / 2, high + Math.abs(high) / 2];
  const step = niceStep((high - low) / ticks);
  const domain: [number, number] = exact
    ? [low, high]
    : [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
  return { label, domain, ticks: multiples(domain, step), tickFormat: (v) => short(v, 3) };
}

/** A logarithmic axis over the positive ones of the values, at most `decades` down from the largest. */
export function logAxis(label: string, values: readonly number[], decades = 12, most = 6): AxisSpec {
  const positive = values.filter((v) => v > 0);
  const high = positive.reduce((a, b) => Math.max(a, b), positive.length > 0 ? 0 : 1);
  const low = Math.max(
    positive.reduce((a, b) => Math.min(a, b), high),
    high * 10 ** -decades,
  );
  const domain: [number, number] = high / low < 1.5 ? [low / 2, high * 2] : [low * 0.85, high * 1.15];
  return { label, type: "log", domain, ticks: logTicks(domain, most), tickFormat: logTick };
}

/** Where a value lies on an axis drawn upwards within a frame, in pixels. */
export function heightOn(axis: AxisSpec, frame: Frame, value: number): number {
  const along = axis.type === "log" ? Math.log : (v: number) => v;
  const [low, high] = axis.domain.map(along);
  const fraction = (along(value) - low) / (high - low);
  return frame.bottom - Math.min(1, Math.max(0, fraction)) * (frame.bottom - frame.top);
}

/** Where a value lies along a horizontal axis within a frame, in pixels. */
export function placeOn(axis: AxisSpec, frame: Frame, value: number): number {
  const along = axis.type === "log" ? Math.log : (v: number) => v;
  const [low, high] = axis.domain.map(along);
  return frame.left + ((along(value) - low) / (high - low)) * (frame.right - frame.left);
}

function wholeTicks(from: number, to: number, width: number): number[] {
  const room = Math.max(2, Math.floor(width / 70));
  return multiples([from, to], Math.max(1, niceStep((to - from) / room)));
}

function multiples([low, high]: readonly [number, number], step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, k) =>
    Number(((first + k) * step).toPrecision(12)),
  );
}

/** 1, 2 or 5 times a power of ten: the next that is not smaller. */
function niceStep(rough: number): number {
  if (!(rough > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((m) => m * power).find((step) => step >= rough * (1 - 1e-9)) ?? 10 * power;
}

function logTicks([low, high]: readonly [number, number], most: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const all = (multipliers: readonly number[], every: number) =>
    Array.from({ length: to - from + 1 }, (_, k) => from + k)
      .filter((exponent) => exponent % every === 0)
      .flatMap((exponent) => multipliers.map((m) => Number(`${m}e${exponent}`)))
      .filter((v) => v >= low && v <= high);
  for (const multipliers of [
    [1, 2, 3, 4, 5, 6, 8],
    [1, 2, 5],
    [1, 3],
  ]) {
    const ticks = all(multipliers, 1);
    if (ticks.length <= most && ticks.length >= 2) return ticks;
  }
  let every = 1;
  while (all([1], every).length > most) every++;
  return all([1], every);
}
