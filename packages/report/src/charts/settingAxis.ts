import { clipped, short } from "../format.js";
import { linearAxis, logAxis } from "./axes.js";
import type { AxisSpec } from "./chart.js";
import { textWidth } from "./key.js";

/** A setting with the values that occur, ascending; words in any order. */
export interface SettingValues {
  readonly name: string;
  readonly values: readonly (number | string)[];
  readonly scale: "linear" | "log" | "words";
  /** whether they are the middles of bins */
  readonly binned?: boolean;
}

/** A value of a setting as people read it. */
export function valueText(value: number | string): string {
  return typeof value === "number" ? short(value) : clipped(value, 14);
}

/** Values side by side, each as wide as the others, whatever they are: value k lies at k. */
export function placesAxis({ name, values }: SettingValues, width: number, label = name): AxisSpec {
  const texts = values.map(valueText);
  const room = width / values.length;
  const every = Math.max(1, Math.ceil((Math.max(...texts.map(textWidth)) + 8) / room));
  return {
    label,
    domain: [-0.5, values.length - 0.5],
    ticks: values.map((_, k) => k).filter((k) => k % every === 0),
    tickFormat: (k) => texts[k] ?? "",
  };
}

/** Numbers where they lie, linear or logarithmic; words side by side. `at` gives the place of value k. */
export function settingAxis(
  setting: SettingValues,
  width: number,
): AxisSpec & { readonly at: (k: number) => number } {
  const { name, values, scale } = setting;
  if (scale === "words") return { ...placesAxis(setting, width), at: (k) => k };
  const numbers = values.map(Number);
  const axis =
    scale === "log"
      ? logAxis(name, numbers)
      : linearAxis(name, numbers, { zero: false, ticks: width < 480 ? 4 : 7 });
  return { ...axis, at: (k) => numbers[k] };
}
