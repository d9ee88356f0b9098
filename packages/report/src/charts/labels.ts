import * as Plot from "@observablehq/plot";
import { heightOn, placeOn } from "./axes.js";
import type { AxisSpec, Frame } from "./chart.js";
import { textWidth } from "./key.js";

/** A label at the end of a line. */
export interface EndLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

const LINE_HEIGHT = 15;

/** Labels to the right of where their lines end, moved apart where they would touch. */
export function endLabels(labels: readonly EndLabel[], y: AxisSpec, frame: Frame): Plot.Markish[] {
  const wanted = labels
    .map((label) => ({ label, at: heightOn(y, frame, label.y) }))
    .sort((a, b) => a.at - b.at);
  const placed = spread(
    wanted.map(({ at }) => at),
    frame.top + 4,
    frame.bottom - 4,
  );
  return wanted.map(({ label, at }, k) =>
    Plot.text([label], {
      x: "x",
      y: "y",
      text: "text",
      dx: 7,
      dy: Math.round(placed[k] - at),
      textAnchor: "start",
      fill: label.colour,
      fontWeight: 600,
    }),
  );
}

/** How much room to the right the labels need. */
export function labelRoom(texts: readonly string[]): number {
  return Math.ceil(Math.max(0, ...texts.map(textWidth)) * 1.12) + 14;
}

/** A vertical rule over the frame with a label of its own above it. */
export interface RuleLabel {
  readonly x: number;
  readonly text: string;
  readonly colour: string;
}

export const RULE_ROW = 15;

/**
 * Vertical rules with their labels stacked above the frame, each in the first row where it touches no other: needs a
 * `headroom` of `ruleRows(…) * RULE_ROW`.
 */
export function labelledRules(rules: readonly RuleLabel[], x: AxisSpec, frame: Frame): Plot.Markish[] {
  const placed = inRows(rules, x, frame);
  const top = frame.top - RULE_ROW * rowsOf(placed);
  return placed.flatMap(({ rule, start, row }) => [
    Plot.ruleX([rule.x], { stroke: rule.colour, strokeWidth: 1.25, strokeDasharray: "2 3", insetTop: 0 }),
    Plot.text([rule], {
      x: "x",
      frameAnchor: "top",
      text: "text",
      dx: Math.round(start - placeOn(x, frame, rule.x)),
      dy: Math.round(top - frame.top + row * RULE_ROW - 3),
      textAnchor: "start",
      fill: rule.colour,
      fontWeight: 600,
      lineAnchor: "top",
    }),
  ]);
}

/** How many rows the labels of the rules take. */
export function ruleRows(rules: readonly RuleLabel[], x: AxisSpec, frame: Frame): number {
  return rowsOf(inRows(rules, x, frame));
}

interface PlacedRule {
  readonly rule: RuleLabel;
  readonly start: number;
  readonly row: number;
}

function rowsOf(placed: readonly PlacedRule[]): number {
  return placed.reduce((most, { row }) => Math.max(most, row + 1), 0);
}

function inRows(rules: readonly RuleLabel[], x: AxisSpec, frame: Frame): PlacedRule[] {
  const ends: number[] = [];
  return [...rules]
    .sort((a, b) => a.x - b.x)
    .map((rule) => {
      const width = textWidth(rule.text) * 1.12;
      const at = placeOn(x, frame, rule.x);
      const start = Math.max(4, Math.min(at - 2, frame.right + 10 - width));
      let row = ends.findIndex((end) => end + 8 <= start);
      if (row < 0) row = ends.push(0) - 1;
      ends[row] = start + width;
      return { rule, start, row };
    });
}

/** Heights at least a line apart, as near to where they were as can be, within the frame. */
function spread(heights: readonly number[], top: number, bottom: number): number[] {
  const placed = [...heights];
  for (let k = 1; k < placed.length; k++) placed[k] = Math.max(placed[k], placed[k - 1] + LINE_HEIGHT);
  let limit = bottom;
  for (let k = placed.length - 1; k >= 0; k--) {
    placed[k] = Math.min(placed[k], limit);
    limit = placed[k] - LINE_HEIGHT;
  }
  let least = top;
  return placed.map((height) => {
    const moved = Math.max(height, least);
    least = moved + LINE_HEIGHT;
    return moved;
  });
}
