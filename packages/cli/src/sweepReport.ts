import type { SweepPageData } from "@lagwise/report";
import { rangeText } from "@lagwise/report";
import { sweepPage } from "@lagwise/report/node";
import { type MapChoice, meanCurves, type ResultsFile, type SettingMap, settingMap } from "@lagwise/sweep";
import { typedCommand } from "./output.js";
import { duration } from "./terminal/sweepPace.js";
import { count } from "./terminal/text.js";
import { version } from "./version.js";
import { writeWhole } from "./writeWhole.js";

/** Curves by what runs along them, where it is not the lag. */
const ALONG: Record<string, string> = { trainLoss: "step", testLoss: "step" };

/** Draws a measure over settings as one HTML page. Throws a LagwiseError where there is nothing to draw. */
export async function writeSweepPage(file: ResultsFile, path: string, choice: MapChoice): Promise<void> {
  const map = await settingMap(file, choice);
  const curve = map.measure in ALONG ? map.measure : "";
  const curves = curve === "" ? [] : await meanCurves(file, map, curve);
  writeWhole(
    path,
    sweepPage(pageData(map, { name: curve, along: ALONG[curve], setting: map.x.name, curves })),
  );
}

function pageData(map: SettingMap, curves: SweepPageData["meanCurves"]): SweepPageData {
  const { summary, measure, x, y, cells, smallest, averaged } = map;
  const { kind, runs, done, failed, failures, measures, best } = summary;
  return {
    title: `${measure} over ${y ? `${x.name} and ${y.name}` : x.name}, ${count(runs, "run")}`,
    command: typedCommand(),
    version: version(),
    kind,
    runs,
    done,
    failed,
    computing: duration(summary.computingSeconds),
    measure,
    smallest,
    x,
    y,
    cells,
    averaged,
    settings: summary.settings.map(({ name, values, least, most }) => [
      name,
      rangeText(values, least as number | string, most as number | string),
    ]),
    measures,
    failures,
    best: best && { ...best, settings: settingsText(best.settings) },
    meanCurves: curves,
  };
}

function settingsText(settings: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(settings).filter(([, value]) => value !== null);
  return given
    .map(([name, value]) => `${name} ${typeof value === "number" ? Number(value.toPrecision(4)) : value}`)
    .join(", ");
}
