import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { LagwiseError } from "@lagwise/core";
import { type Claim, type ClaimResult, claims, type Effort } from "@lagwise/experiments";
import { Argument, Command } from "commander";
import { UsageError } from "../errors.js";
import { openData } from "../openData.js";
import { addCommonOptions, type CommonOptions } from "../options.js";
import { type Progress, processCost, startProgress, writeJson } from "../output.js";
import { keepResult, keptResult } from "../results.js";
import { colours as pc } from "../terminal/colours.js";
import { version } from "../version.js";
import { writeWhole } from "../writeWhole.js";

interface ReproduceOptions extends CommonOptions {
  readonly quick?: boolean;
  readonly full?: boolean;
  readonly fresh?: boolean;
  readonly out: string;
}

export function reproduceCommand(): Command {
  const ids = claims.map((claim) => claim.id);
  const command = new Command("reproduce")
    .description("Tests the paper's claims by experiment and writes one HTML page with the evidence.")
    .addArgument(new Argument("[claims...]", `which ones (default: all): ${ids.join(", ")}`).choices(ids))
    .option("--quick", "a glance: fewer seeds, narrower networks")
    .option("--full", "the widest networks and the most seeds; minutes")
    .option("--out <dir>", "where evidence and report go", "lagwise-reproduction")
    .option("--fresh", "run again what is there already");
  return addCommonOptions(command, "of everything that is drawn; the same seed gives the same evidence")
    .addHelpText(
      "after",
      "\nEvidence is kept claim by claim, so that a run that was stopped goes on where it was. Exit status 1 if a claim fails." +
        "\n\nExamples:\n  lagwise reproduce\n  lagwise reproduce kernels training --quick\n  lagwise reproduce --full --seed 7 --out full",
    )
    .action((wanted: string[], options: ReproduceOptions) => runReproduce(wanted, options));
}

async function runReproduce(wanted: readonly string[], options: ReproduceOptions): Promise<void> {
  if (options.quick && options.full) throw new UsageError("--quick and --full cannot both be");
  const effort: Effort = options.quick ? "quick" : options.full ? "full" : "standard";
  const chosen = claims.filter((claim) => wanted.length === 0 || wanted.includes(claim.id));
  makeFolder(join(options.out, "evidence"));
  const recording = await realRecording();
  const { codeIdentity } = await import("@lagwise/sweep");
  const identity = {
    version: version(),
    code: codeIdentity(),
    effort,
    seed: options.seed,
    recording: recording.name,
  };
  const progress = startProgress();
  const results: ClaimResult[] = [];
  try {
    for (const claim of chosen) {
      const file = join(options.out, "evidence", `${claim.id}.json`);
      const kept = options.fresh ? undefined : keptResult(file, identity);
      const result =
        kept ??
        (await runClaim(claim, results.length, chosen.length, { effort, recording, ...options }, progress));
      if (kept === undefined) keepResult(file, identity, result);
      results.push(result);
      if (!options.json) {
        progress.done();
        process.stdout.write(claimLines(claim, result, kept !== undefined));
      }
    }
  } finally {
    progress.done();
  }
  const report = join(options.out, "report.html");
  const flags = `${effort === "standard" ? "" : ` --${effort}`} --seed ${options.seed}`;
  const meta = { version: version(), command: `lagwise reproduce${flags}`, recording: recording.name };
  const { reproductionPage } = await import("@lagwise/report/node");
  writeWhole(report, reproductionPage(results, claims, meta));
  const failed = results.filter((result) => !result.verdict.passes);
  if (options.json) {
    writeJson({
      command: "reproduce",
      effort,
      seed: options.seed,
      recording: recording.name,
      report,
      results,
    });
  } else {
    const holds = `${results.length - failed.length} of ${results.length} claims hold`;
    process.stdout.write(`\n${pc.bold(holds)}. The evidence, drawn: ${pc.bold(report)}\n`);
    process.stderr.write(`${processCost()}\n`);
  }
  if (failed.length > 0) {
    const titles = failed.map(({ id }) => `"${chosen.find((claim) => claim.id === id)?.title}"`);
    throw new LagwiseError(`${failed.length} of ${results.length} claims fail: ${titles.join(", ")}`);
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new LagwiseError(`the folder ${path} cannot be made (${code}): name another one with --out`);
  }
}

/** S1 where it is on this machine, and otherwise the recording that comes along. */
async function realRecording() {
  const open = async (name: string) => {
    const { title, source } = await openData(name, {});
    return { name: title, source };
  };
  return open("s1").catch(() => open("sales"));
}

interface ClaimSettings extends ReproduceOptions {
  readonly effort: Effort;
  readonly recording: Awaited<ReturnType<typeof realRecording>>;
}

function runClaim(
  claim: Claim,
  index: number,
  count: number,
  { effort, seed, recording }: ClaimSettings,
  progress: Progress,
): Promise<ClaimResult> {
  const start = performance.now();
  const onProgress = (done: number) => {
    const elapsed = (performance.now() - start) / 1000;
    const left = done > 0.05 ? `, about ${Math.ceil((elapsed * (1 - done)) / done)} s left` : "";
    return progress.update(`${index + 1} of ${count}: ${claim.title}, ${Math.round(100 * done)} %${left}`);
  };
  return claim.run({ effort, seed, recording, onProgress });
}

function claimLines(claim: Claim, { verdict }: ClaimResult, kept: boolean): string {
  const mark = verdict.passes ? pc.green("✓ holds") : pc.red("✗ fails");
  return `\n${mark}  ${pc.bold(claim.title)}${kept ? pc.dim("  (kept from an earlier run)") : ""}\n         ${verdict.sentence}\n`;
}
