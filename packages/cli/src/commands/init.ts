import { designTransitionVariance, memoryHorizon } from "@lagwise/core";
import type { CodeLanguage } from "@lagwise/report";
import { Command, Option } from "commander";
import { addCommonOptions, type CommonOptions, variance, wholeNumber } from "../options.js";
import { writeJson } from "../output.js";
import { colours as pc } from "../terminal/colours.js";
import { count, short } from "../terminal/text.js";

interface InitOptions extends CommonOptions {
  readonly horizon: number;
  readonly nuF: number;
  readonly nuC: number;
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly code?: CodeLanguage;
}

/** As far as the search for an initialisation goes. */
const FARTHEST_HORIZON = 9_999_999;

const LANGUAGES: readonly CodeLanguage[] = ["pytorch", "flax", "lagwise"];

export function initCommand(): Command {
  return addCommonOptions(
    new Command("init")
      .description("The initialisation whose memory reaches a wanted lag: the smallest such nu_W.")
      .requiredOption(
        "--horizon <h>",
        "how many lags are to hold 95 % of the weight",
        wholeNumber(1, FARTHEST_HORIZON),
      )
      .option("--nu-f <v>", "variance nu_F of the input matrix", variance, 1)
      .option("--nu-c <v>", "variance nu_C of the readout", variance, 1)
      .option("--width <n>", "hidden units, for the standard deviations", wholeNumber(1), 100)
      .addOption(
        new Option("--code <language>", "only the program that sets it up")
          .choices(LANGUAGES)
          .conflicts("json"),
      )
      .option("--inputs <k>", "inputs of the network in that program", wholeNumber(1), 1)
      .option("--outputs <k>", "outputs of the network in that program", wholeNumber(1), 1)
      .addHelpText(
        "after",
        "\nExamples:\n  lagwise init --horizon 25 --width 256\n  lagwise init --horizon 25 --width 256 --code pytorch",
      )
      .action((options: InitOptions) =>
        options.code ? writeCode(options, options.code) : showInit(options),
      ),
  );
}

async function writeCode({ horizon, ...settings }: InitOptions, language: CodeLanguage): Promise<void> {
  // drawing, which comes with it, is loaded by those who ask for it
  const { initialisationCode } = await import("@lagwise/report");
  const nuW = designTransitionVariance(horizon, settings);
  process.stdout.write(initialisationCode(language, { ...settings, nuW }));
}

function showInit({ horizon, nuF, nuC, width, json }: InitOptions): void {
  const nuW = designTransitionVariance(horizon, { nuF, nuC });
  const reached = memoryHorizon({ nuW, nuF, nuC });
  const deviation = (nu: number) => Math.sqrt(nu / width);
  const standardDeviation = { W: deviation(nuW), F: deviation(nuF), C: deviation(nuC) };
  if (json) {
    const spectralRadius = Math.sqrt(nuW);
    writeJson({
      command: "init",
      horizon,
      horizon95: reached,
      nuW,
      nuF,
      nuC,
      spectralRadius,
      width,
      standardDeviation,
    });
    return;
  }
  const lines = [
    "",
    `${pc.bold(`nu_W = ${short(nuW, 4)}`)}  (spectral radius ${short(Math.sqrt(nuW), 4)}) is the smallest whose horizon reaches ` +
      `${count(horizon, "lag")}, with nu_F = ${short(nuF)}, nu_C = ${short(nuC)}.`,
    "",
    `With ${width} hidden units and one learning rate, as in PyTorch's nn.RNN with a linear readout, draw`,
    `  W (weight_hh)  normal, standard deviation ${short(standardDeviation.W, 4)}`,
    `  F (weight_ih)  normal, standard deviation ${short(standardDeviation.F, 4)}`,
    `  C (readout)    normal, standard deviation ${short(standardDeviation.C, 4)}`,
    pc.dim(
      "that is, √(nu/n) each. PyTorch's own default is nu = 1/3 for all three, with a horizon of 4 lags.",
    ),
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
