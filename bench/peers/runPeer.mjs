// Runs one peer on one case in a process of its own, and reads the measurements that it prints.
//   node bench/peers/runPeer.mjs DIR [CASE …]     all peers on the folders DIR/CASE; JSON lines on stdout

import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installPeers } from "./installPeers.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const scripts = { pytorch: "torch_peer.py", tfjs: "tfjs_peer.mjs", "jax-js": "jaxjs_peer.mjs" };

/** Measurements of `peer` on the case whose input folder is `input`; `more` are further flags of the peer. */
export async function runPeer(installed, peer, peerCase, input, more = []) {
  const command = peer === "pytorch" ? installed.python : installed.node && process.execPath;
  if (!command) throw new Error(`${peer}: ${installed.missing[peer] ?? "not installed"}`);
  const place = peer === "pytorch" ? [] : ["--prefix", installed.node];
  const args = [join(here, scripts[peer]), "--case", peerCase, "--input", input, "--json", ...place, ...more];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    const written = { out: "", error: "" };
    child.stdout.on("data", (chunk) => {
      written.out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      written.error += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0)
        return reject(new Error(`${peer}, ${peerCase}: ${written.error.trim().split("\n").pop()}`));
      const lines = written.out.split("\n").filter((line) => line.startsWith("{"));
      resolve(lines.map((line) => JSON.parse(line)));
    });
  });
}

async function main([directory, ...cases]) {
  if (!directory) throw new Error("usage: node runPeer.mjs DIR [CASE …]");
  const installed = await installPeers();
  for (const peerCase of cases.length ? cases : ["step"]) {
    for (const peer of peerCase === "step" ? Object.keys(scripts) : ["pytorch"]) {
      const input = join(directory, peerCase === "growth" ? "step" : peerCase);
      const measurements = await runPeer(installed, peer, peerCase, input).catch((error) => [
        { peer, case: peerCase, missing: error.message },
      ]);
      for (const measurement of measurements) process.stdout.write(`${JSON.stringify(measurement)}\n`);
    }
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await main(process.argv.slice(2));
