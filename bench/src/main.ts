// Measures what DESIGN promises, ours and the peers' and the machine's limit, in one run on one machine, and
// writes docs/benchmark.md and docs/benchmark.json. Ratios hold; the milliseconds are this machine's.
//   npm run bench                 everything; installs the peers into a cache folder the first time
//   npm run bench -- --no-peers   ours and the machine's limit alone

import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { QuadraticLoss } from "@lagwise/core";
import { kernelRows } from "./kernels.js";
import { drawNetwork, drawSequences, growth, roofline, STEP, stepOf } from "./network.js";
import { runPeers } from "./peers.js";
import { fitProcessSeconds, standardisedS1, statisticsTime } from "./recordings.js";
import { type Benchmark, markdown } from "./report.js";
import { time } from "./timing.js";

const say = (text: string) => process.stderr.write(`${text}\n`);
const docs = (name: string) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

say("kernels");
const kernels = kernelRows();
say("gradient step against the machine's limit");
const step = drawSequences(STEP.lags, STEP.sequences);
const machine = roofline(step.statistics);
say("growth");
const ourGrowth = growth();
const s1 = await standardisedS1();
if (!s1) say("S1 is not measured: LAGWISE_DATA does not name a folder with s1_data.mat");
const s1Statistics = s1 && statisticsTime(s1, 15);
const s1Step =
  s1Statistics &&
  time(stepOf(drawNetwork(1000, 15, 52, 2), new QuadraticLoss(s1Statistics.statistics)), { runs: 21 });
say("fit of 20 000 samples as a process");
const fitSeconds = fitProcessSeconds();
const peers = process.argv.includes("--no-peers") ? undefined : await runPeers(step, s1, say);

const benchmark: Benchmark = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.versions.node}`,
  kernels: kernels.rows,
  readMilliseconds: kernels.read,
  roofline: machine,
  growth: ourGrowth,
  s1: s1Statistics &&
    s1Step && { statisticsMilliseconds: s1Statistics.milliseconds, stepMilliseconds: s1Step.median },
  fitSeconds,
  peers,
};
const text = markdown(benchmark);
writeFileSync(docs("benchmark.json"), `${JSON.stringify(benchmark, null, 2)}\n`);
writeFileSync(docs("benchmark.md"), text);
process.stdout.write(text);
