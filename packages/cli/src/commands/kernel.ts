import {
  fullInitialisation,
  lagWeightShares,
  lagWeights,
  memoryHorizon,
  namedInitialisations,
} from "@lagwise/core";
import { Command } from "commander";
import { finiteKernels, finiteWidthDocument, finiteWidthRows } from "../finiteKernels.js";
import {
  addCommonOptions,
  addInitialisationOptions,
  type CommonOptions,
  chosenInitialisation,
  type InitialisationOptions,
  wholeNumber,
} from "../options.js";
import { writeJson } from "../output.js";
import { bar } from "../terminal/bars.js";
import { colours as pc } from "../terminal/colours.js";
import { count, padded, short, whole } from "../terminal/text.js";

interface KernelOptions extends CommonOptions, InitialisationOptions {
  readonly lags: number;
  readonly width?: number;
  readonly seeds: number;
}

/** So many weights still make a JSON document of a sensible size. */
const MOST_LAGS = 1_000_000;
/** Rows of a chart after which the rest is summed up. */
const MOST_ROWS = 60;
const BAR_WIDTH = 44;

export function kernelCommand(): Command {
  const command = new Command("kernel").description(
    "The lag weights rho that a wide linear RNN learns with: how strongly training can move each lag. With --width, " +
      "the tangent kernel of networks of finite width beside it.",
  );
  addInitialisationOptions(command)
    .option("--lags <T>", "how many lags to show", wholeNumber(1, MOST_LAGS), 20)
    .option("--width <n>", "also draw networks of so many hidden units, and compare", wholeNumber(1))
    .option("--seeds <k>", "how many networks of that width", wholeNumber(1, 1000), 5);
  return addCommonOptions(command, "the first network's; the others follow")
    .addHelpText(
      "after",
      "\nExamples:\n  lagwise kernel --nu-w 0.8 --lags 40\n  lagwise kernel --init pytorch --lags 12 --json\n" +
        "  lagwise kernel --nu-w 0.3 --lags 20 --width 1000 --seeds 5",
    )
    .action((options: KernelOptions) => showKernel(options));
}

async function showKernel(options: KernelOptions): Promise<void> {
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
  const finiteWidth =
    options.width === undefined ? undefined : await finiteKernels(initialisation, rho, options);
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
      finiteWidth: finiteWidth && finiteWidthDocument(finiteWidth),
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
      : nuW < 1
        ? "The weights hardly fall: 95 % of them reach back further than ten million lags."
        : "The weights do not add up: there is no memory horizon.",
    pc.dim(
      `For comparison, 95 % horizons: ${namedInitialisations
        .map((one) => `${one.name} ${whole(memoryHorizon(one.initialisation))}`)
        .join(", ")}.`,
    ),
    ...(finiteWidth ? finiteWidthRows(finiteWidth) : []),
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function weightRows(rho: Float64Array, transition: Float64Array): string[] {
  const largest = rho.reduce((a, b) => Math.max(a, b), 0);
  const rows = Array.from(rho.subarray(0, MOST_ROWS), (weight, j) => {
    const cells = bar(weight, largest, BAR_WIDTH);
    const own = Math.round((1 - (weight > 0 ? transition[j] / weight : 0)) * cells.length);
    const drawn = pc.cyan(cells.slice(0, own)) + pc.yellow(cells.slice(own));
    return `  lag ${String(j).padStart(3)}  ${padded(drawn, BAR_WIDTH)}  ${short(weight)}`;
  });
  if (rho.length > MOST_ROWS)
    rows.push(pc.dim(`  … and ${count(rho.length - MOST_ROWS, "lag")} more (--json has all)`));
  return rows;
}
