import { Command } from "commander";
import { addCommonOptions, type CommonOptions, wholeNumber } from "../options.js";
import { writeJson } from "../output.js";
import { colours as pc } from "../terminal/colours.js";

interface LabOptions extends CommonOptions {
  readonly port?: number;
  readonly host: string;
  readonly open: boolean;
}

export function labCommand(): Command {
  const command = new Command("lab")
    .description(
      "Serves the browser lab from this machine, and opens it. Nothing is uploaded; Ctrl-C ends it.",
    )
    .option("--port <p>", "port (default: a free one near 4173)", wholeNumber(0, 65_535))
    .option("--host <h>", "address to serve at; 0.0.0.0 lets other machines in", "127.0.0.1")
    .option("--no-open", "open no browser; none is opened either where the output is no terminal");
  return addCommonOptions(command, "nothing here is random; the page has its own")
    .addHelpText("after", "\nExamples:\n  lagwise lab\n  lagwise lab --port 8080 --no-open")
    .action((options: LabOptions) => lab(options));
}

async function lab({ port, host, open, json }: LabOptions): Promise<void> {
  const { serveLab } = await import("../labServer.js");
  const { address, close } = await serveLab(host, port);
  const ended = interrupted();
  if (json) writeJson({ command: "lab", address });
  else process.stdout.write(`The lab is at ${pc.bold(address)} until Ctrl-C.\n`);
  if (open && !json && process.stdout.isTTY && !process.env.CI) await openBrowser(address);
  await ended;
  await close();
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** A machine without a browser still serves one elsewhere: the address is said already. */
async function openBrowser(address: string): Promise<void> {
  const { default: open } = await import("open");
  const none = () => process.stderr.write("No browser could be opened: open the address in one.\n");
  try {
    (await open(address)).once("error", none);
  } catch {
    none();
  }
}
