import { on } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { uniform } from "./files.js";
import { folderWith, outcomeOf, start } from "./lagwise.js";

/** A recording of 40 inputs: with 30 lags its search takes seconds, and one step of it a fraction of one. */
function manyInputs(): string {
  const draw = uniform(5);
  const row = () => Array.from({ length: 41 }, () => draw().toFixed(3)).join(",");
  return `${Array.from({ length: 3000 }, row).join("\n")}\n`;
}

const PATIENCE_MILLISECONDS = 2000;

/** Runs a command, presses Ctrl-C once it says that it is under way, and checks how it ends. */
async function stopped(words: readonly string[], cwd?: string, underWay = /asking the data/): Promise<void> {
  const child = start(words, { cwd });
  const ended = outcomeOf(child);
  for await (const piece of on(child.stderr as NodeJS.ReadableStream, "data", { close: ["end"] })) {
    if (underWay.test(String(piece))) break;
  }
  expect(child.exitCode, "it is to be under way still").toBeNull();
  const asked = performance.now();
  child.kill("SIGINT");
  const { status, stdout, stderr } = await ended;
  expect(performance.now() - asked).toBeLessThan(PATIENCE_MILLISECONDS);
  expect({ status, stdout }).toEqual({ status: 130, stdout: "" });
  const said = stderr.split("\n").filter((line) => line !== "" && !/ · \d+ s$/.test(line));
  expect(said).toEqual(["lagwise: stopped"]);
}

describe.skipIf(process.platform === "win32")("Ctrl-C", () => {
  it.each([[], ["--json"]])(
    "stops a fit in one line, soon, and leaves nothing behind %s",
    async (...more) => {
      const folder = folderWith({ "log.csv": manyInputs() });
      await stopped(["fit", "log.csv", "--input", "1-40", "--output", "41", "--lags", "30", ...more], folder);
      expect(readdirSync(folder)).toEqual(["log.csv"]);
    },
  );

  it("stops training in one line", async () => {
    const words = ["train", "--synthetic", "rnn", "--nu-w", "0.3", "--width", "600", "--steps", "100000"];
    await stopped(words, undefined, /step \d+ of 100000/);
  });

  const s1 = join(process.env.LAGWISE_DATA ?? "", "s1_data.mat");
  const haveS1 = Boolean(process.env.LAGWISE_DATA) && existsSync(s1);
  if (!haveS1) console.warn("LAGWISE_DATA is not set: Ctrl-C is not tested on the S1 recording");

  it.skipIf(!haveS1)("stops a fit of a long real recording", async () => {
    await stopped(["fit", s1, "--input", "spikes", "--output", "vel", "--lags", "30"]);
  });
});
