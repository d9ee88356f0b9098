import type { KindSummary } from "@lagwise/sweep";
import { Command, Option } from "commander";
import { UsageError } from "../errors.js";
import { writeJson } from "../output.js";
import { resultRows, resultsSummary } from "../terminal/resultsSummary.js";

interface ResultsOptions {
  readonly sql?: string;
  readonly csv?: string;
  readonly parquet?: string;
  readonly json?: boolean;
  readonly report?: string;
  readonly job?: string;
  readonly x?: string;
  readonly y?: string;
  readonly measure?: string;
}

export function resultsCommand(): Command {
  return new Command("results")
    .description(
      "What a sweep found: a summary, SQL over the runs, export, and a page with charts over any two settings.",
    )
    .argument("<file>", "a results file of `lagwise sweep`")
    .option("--sql <query>", "run a query: the table runs has a row a run, curves has run, name, x and y")
    .option("--csv <file>", "write the runs, or what --sql finds, as CSV")
    .addOption(new Option("--parquet <file>", "the same as Parquet").conflicts("csv"))
    .option("--json", "one JSON document on stdout, and nothing else there")
    .option("--report <file>", "draw a measure over settings, as one HTML page")
    .option("--x <setting>", "the setting along the charts (default: the one with most values)")
    .option("--y <setting>", "the second setting (default: the one with next most values)")
    .option(
      "--measure <name>",
      "what is drawn (default: test loss, evidence, kernel distance, or checks held)",
    )
    .option("--job <kind>", "draw the runs of this job, where a file has several")
    .addHelpText(
      "after",
      "\nExamples:\n  lagwise results results.duckdb\n" +
        '  lagwise results results.duckdb --sql "SELECT nuW, avg(testLoss) FROM runs GROUP BY nuW ORDER BY nuW"\n' +
        "  lagwise results results.duckdb --parquet runs.parquet\n" +
        "  lagwise results results.duckdb --report sweep.html --x nuW --y lags --measure testLoss",
    )
    .action((file: string, options: ResultsOptions) => results(file, options));
}

async function results(path: string, options: ResultsOptions): Promise<void> {
  const { sql, csv, parquet, json, report } = options;
  if (report === undefined && (options.x ?? options.y ?? options.measure ?? options.job) !== undefined) {
    throw new UsageError("--x, --y, --measure and --job say what a page draws: give --report as well");
  }
  if (sql !== undefined && report !== undefined) throw new UsageError("--sql and --report cannot both be");
  const { exportRuns, queryRows, ResultsFile, summarise } = await import("@lagwise/sweep");
  const file = await ResultsFile.toRead(path);
  try {
    const out = csv ?? parquet;
    if (out !== undefined) await exportRuns(file, csv === undefined ? "parquet" : "csv", out, sql);
    if (report !== undefined) {
      const { writeSweepPage } = await import("../sweepReport.js");
      await writeSweepPage(file, report, options);
    }
    const written = [out, report].filter((one) => one !== undefined);
    if (sql !== undefined && out === undefined) {
      const rows = await queryRows(file, sql);
      if (json) writeJson({ command: "results", rows });
      else process.stdout.write(`${resultRows(rows).join("\n")}\n`);
    } else if (json) {
      writeJson({ command: "results", file: path, written, kinds: await summarise(file) });
    } else if (written.length > 0) {
      process.stdout.write(`${written.join("\n")}\n`);
    } else {
      const kinds: readonly KindSummary[] = await summarise(file);
      process.stdout.write(`${resultsSummary(path, kinds).join("\n")}\n`);
    }
  } finally {
    file.close();
  }
}
