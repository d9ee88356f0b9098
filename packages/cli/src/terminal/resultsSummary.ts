import type { KindSummary, Row } from "@lagwise/sweep";
import { colours as pc } from "./colours.js";
import { duration } from "./sweepPace.js";
import { count, grouped, short, table } from "./text.js";

/** What `lagwise results FILE` shows. */
export function resultsSummary(path: string, kinds: readonly KindSummary[]): string[] {
  if (kinds.length === 0) return [`${path} has no runs yet`];
  return [
    "",
    ...kinds.flatMap((kind) => [...kindLines(kind), ""]),
    pc.dim(`All of it: --sql, --csv, --parquet or --report`),
  ];
}

function kindLines(summary: KindSummary): string[] {
  const { kind, runs, failed, computingSeconds, failures, settings, measures, best } = summary;
  const failing = failed > 0 ? `, ${pc.red(`${grouped(failed)} failed`)}` : "";
  return [
    `${pc.bold(`${count(runs, "run")} of ${kind}`)}${failing}   ${duration(computingSeconds)} of computing`,
    ...settings.map(
      ({ name, values, least, most }) =>
        `  ${name}: ${values} values, ${cellText(least)} to ${cellText(most)}`,
    ),
    ...(measures.length > 0
      ? [
          "",
          ...table([
            ["measure", "least", "median", "most"],
            ...measures.map(({ name, least, median, most }) => [
              name,
              ...[least, median, most].map((value) => short(value)),
            ]),
          ]),
        ]
      : []),
    ...(best
      ? ["", `Best ${best.measure}: ${pc.bold(short(best.value, 4))} with ${settingsText(best.settings)}`]
      : []),
    ...(failures.length > 0
      ? ["", ...failures.map((one) => `${pc.red("✗")} ${count(one.runs, "run")}: ${one.message}`)]
      : []),
  ];
}

function settingsText(settings: Row): string {
  const given = Object.entries(settings).filter(([, value]) => value !== null);
  return given.length === 0
    ? "the only settings there are"
    : given.map(([name, value]) => `${name} ${cellText(value)}`).join(", ");
}

/** Rows of a query as a table. */
export function resultRows(rows: readonly Row[]): string[] {
  if (rows.length === 0) return ["no rows"];
  const names = Object.keys(rows[0]);
  return table([names, ...rows.map((row) => names.map((name) => cellText(row[name])))], "");
}

function cellText(value: Row[string]): string {
  if (value === null) return "";
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value);
}
