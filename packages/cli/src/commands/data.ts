import { listDatasets, pullDataset } from "@lagwise/data/node";
import { Command } from "commander";
import { Interrupted } from "../errors.js";
import { addCommonOptions, type CommonOptions } from "../options.js";
import { startProgress, writeJson } from "../output.js";
import { colours as pc } from "../terminal/colours.js";

export function dataCommand(): Command {
  const data = new Command("data")
    .description("Recordings that lagwise knows by name.")
    .helpCommand(false)
    .addHelpText("after", "\nExamples:\n  lagwise data list\n  lagwise data pull s1");
  data.addCommand(
    addCommonOptions(
      new Command("list")
        .description("What there is, and what is on this machine.")
        .addHelpText("after", "\nExample:\n  lagwise data list --json")
        .action((options: CommonOptions) => list(options)),
    ),
  );
  data.addCommand(
    addCommonOptions(
      new Command("pull")
        .description("Fetches a data set from its public home into your cache, and checks it.")
        .argument("<name>", "a name from `lagwise data list`")
        .addHelpText("after", "\nExample:\n  lagwise data pull gas-furnace")
        .action((name: string, options: CommonOptions) => pull(name, options)),
    ),
  );
  return data;
}

async function list({ json }: CommonOptions): Promise<void> {
  const found = await listDatasets();
  if (json) {
    writeJson({ command: "data list", datasets: found });
    return;
  }
  const lines = found.flatMap((one) => [
    "",
    `${pc.bold(one.name)}  ${one.title}  ${one.path ? pc.green("here") : pc.dim(`lagwise data pull ${one.name}`)}`,
    `  ${one.description}`,
    pc.dim(
      `  lagwise fit ${one.name}   input ${one.inputs}, output ${one.outputs}   source: ${one.source}; ${one.licence}`,
    ),
  ]);
  process.stdout.write(`${lines.join("\n")}\n\n`);
}

async function pull(name: string, { json }: CommonOptions): Promise<void> {
  const progress = startProgress();
  try {
    const path = await pullDataset(name, {
      signal: progress.signal,
      onProgress: (received, total) => {
        // Ctrl-C stops the download itself, so that what `update` throws has nothing to add
        progress.update(`fetching ${name}: ${((100 * received) / total).toFixed(0)} %`).catch(() => {});
      },
    });
    progress.done();
    if (json) writeJson({ command: "data pull", name, path });
    else process.stdout.write(`${path}\nNow: lagwise fit ${name}\n`);
  } catch (error) {
    throw progress.signal.aborted ? new Interrupted() : error;
  } finally {
    progress.done();
  }
}
