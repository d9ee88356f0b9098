import {
  fullInitialisation,
  type Initialisation,
  lagWeightShares,
  lagWeights,
  memoryHorizon,
  namedInitialisations,
} from "@lagwise/core";
import { Command } from "commander";
import pc from "picocolors";
import { UsageError } from "../errors.js";
import {
  addCommonOptions,
  type CommonOptions,
  initialisationOption,
  variance,
  wholeNumber,
} from "../options.js";
import { writeJson } from "../output.js";
import { bar } from "../terminal/bars.js";
import { count, padded, short } from "../terminal/text.js";

interface KernelOptions extends CommonOptions {
  readonly nuW?: number;
  readonly nuF?: number;
  readonly nuC?: number;
  readonly init?: string;
  readonly lags: number;
}

/** Rows of a chart after which the rest is summed up. */
const MOST_ROWS = 60;
const BAR_WIDTH = 44;

export function kernelCommand(): Command {
  return addCommonOptions(
    new Command("kernel")
      .description(
        "The lag weights rho that a wide linear RNN learns with: how strongly training can move each lag.",
      )
      .option(
        "--nu-w <v>",
        "variance nu_W of the transition matrix; the spectral radius is its root",
        variance,
      )
      .option("--nu-f <v>", "variance nu_F of the input matrix (default: 1)", variance)
      .option("--nu-c <v>", "variance nu_C of the readout (default: 1)", variance)
      .addOption(initialisationOption())
      .option("--lags <T>", "how many lags to show", wholeNumber(1), 20)
      .addHelpText(
        "after",
        "\nExamples:\n  lagwise kernel --nu-w 0.8 --lags 40\n  lagwise kernel --init pytorch --lags 12 --json",
      )
      .action((options: KernelOptions) => showKernel(options)),
  );
}

function showKernel(options: KernelOptions): void {
  const initialisation = chosenInitialisation(options);
  const rho = lagWeights(initialisation, options.lags);
  const horizon = memoryHorizon(initialisation);
  const { nuW, nuF, nuC } = fullInitialisation(initialisation);
  if (nuW >= 1) {
    const growth = nuW === 1 ? "nu_W = 1 is the edge of stability" : `nu_W = ${short(nuW)} is above 1`;
    process.stderr.write(
      `lagwise: ${growth}: the weights do not fall with the lag, and hidden states and gradients ` +
        `${nuW === 1 ? "do not fade" : "explode"}; there is no memory horizon\n`,
    );
  }
  const shares = lagWeightShares(initialisation, options.lags);
  if (options.json) {
    const finite = Number.isFinite(horizon) ? horizon : null;
    writeJson({
      command: "kernel",
      nuW,
      nuF,
      nuC,
      lags: options.lags,
      lagWeights: rho,
      shares,
      horizon95: finite,
    });
    return;
  }
  const lines = [
    "",
    `${pc.bold("Lag weights")}  nu_W = ${short(nuW)}, nu_F = ${short(nuF)}, nu_C = ${short(nuC)}   ` +
      `${pc.cyan("█")} readout C and input F   ${pc.yellow("█")} transition W`,
    "",
    ...weightRows(rho, shares.transition),
    "",
    Number.isFinite(horizon)
      ? `95 % of all weight lies within ${pc.bold(count(horizon, "lag"))}: what is further back, such a network hardly learns.`
      : "The weights do not add up: there is no memory horizon.",
    pc.dim(
      `For comparison, 95 % horizons: ${namedInitialisations
        .map((one) => `${one.name} ${short(memoryHorizon(one.initialisation))}`)
        .join(", ")}.`,
    ),
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function weightRows(rho: Float64Array, transition: Float64Array): string[] {
  const largest = rho.reduce((a, b) => Math.max(a, b), 0);
  const rows = Array.from(rho.subarray(0, MOST_ROWS), (weight, j) => {
    const whole = bar(weight, largest, BAR_WIDTH);
    const own = Math.round((1 - (weight > 0 ? transition[j] / weight : 0)) * whole.length);
    const drawn = pc.cyan(whole.slice(0, own)) + pc.yellow(whole.slice(own));
    return `  lag ${String(j).padStart(3)}  ${padded(drawn, BAR_WIDTH)}  ${short(weight)}`;
  });
  if (rho.length > MOST_ROWS)
    rows.push(pc.dim(`  … and ${count(rho.length - MOST_ROWS, "lag")} more (--json has all)`));
  return rows;
}

function chosenInitialisation({ init, nuW, nuF, nuC }: KernelOptions): Initialisation {
  if (init !== undefined) {
    if (nuW !== undefined || nuF !== undefined || nuC !== undefined) {
      throw new UsageError(
        "--init already says the variances: leave out --nu-w, --nu-f and --nu-c, or --init",
      );
    }
    const named = namedInitialisations.find((one) => one.name.toLowerCase() === init);
    if (named) return named.initialisation;
  }
  if (nuW === undefined)
    throw new UsageError("which initialisation? Give --nu-w, for example --nu-w 0.8, or --init pytorch");
  return { nuW, nuF, nuC };
}
