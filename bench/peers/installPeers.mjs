// Installs the benchmark's peers into a cache folder outside of the repository, once:
//   node bench/peers/installPeers.mjs        prints {python, node, missing} as JSON
// The folder is LAGWISE_BENCH_CACHE, or ~/.cache/lagwise-bench. What it installs is told on stderr.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const torchVersion = "2.15.0";
const pythonPackages = ["numpy==2.4.6"];
/** What `import torch` needs besides; the CUDA libraries and triton (4 GB) are left out, see cpu_only_torch.py. */
const torchPackages = [
  ...pythonPackages,
  "filelock",
  "fsspec",
  "jinja2",
  "networkx",
  "setuptools",
  "sympy",
  "typing_extensions",
];
const cudaRuntime = "nvidia-cuda-runtime==13.2.86";
const nodePackages = {
  "@tensorflow/tfjs": "4.22.0",
  "@tensorflow/tfjs-backend-wasm": "4.22.0",
  "@jax-js/jax": "0.1.25",
};
const here = dirname(fileURLToPath(import.meta.url));

/**
 * Makes sure that the peers are there. A second call finds them and returns at once.
 *
 * @returns {Promise<{python?: string, node?: string, missing: Record<string, string>}>} `python`: the interpreter
 *   that has torch; `node`: the npm prefix; `missing`: one line why, by peer (pytorch, tfjs, jax-js)
 */
export async function installPeers() {
  const cache = process.env.LAGWISE_BENCH_CACHE || join(homedir(), ".cache", "lagwise-bench");
  const missing = {};
  const python = await attempt(() => installTorch(cache), ["pytorch"], missing);
  const node = await attempt(() => installNodePeers(cache), ["tfjs", "jax-js"], missing);
  return { ...(python && { python }), ...(node && { node }), missing };
}

async function attempt(install, peers, missing) {
  try {
    return await install();
  } catch (error) {
    for (const peer of peers) missing[peer] = String(error.message).split("\n")[0];
    return undefined;
  }
}

async function installTorch(cache) {
  const venv = join(cache, `torch-${torchVersion}`);
  const python = join(venv, "bin", "python");
  await once(venv, async () => {
    await makeVenv(venv);
    const smaller = process.platform === "linux" && process.arch === "x64";
    if (smaller && (await installCpuOnly(python))) return;
    tell(`installing torch ${torchVersion} as it is (on Linux x64 with CUDA: 5.5 GB)`);
    await makeVenv(venv);
    await pip(python, [`torch==${torchVersion}`, ...pythonPackages]);
    await run(python, ["-c", "import torch"]);
  });
  return python;
}

async function makeVenv(venv) {
  rmSync(venv, { recursive: true, force: true });
  await run(process.env.LAGWISE_BENCH_PYTHON || "python3", ["-m", "venv", venv]);
}

/** The same wheel without the CUDA libraries: 1.4 GB. Returns whether PyTorch works so. */
async function installCpuOnly(python) {
  tell(`installing torch ${torchVersion} without CUDA (540 MB to fetch, 1.4 GB on disk) for ${python}`);
  try {
    await pip(python, ["--no-deps", `torch==${torchVersion}`, cudaRuntime]);
    await pip(python, torchPackages);
    await run(python, [join(here, "cpu_only_torch.py")]);
    await run(python, [
      "-c",
      "import torch; a = torch.ones(2, 2, requires_grad=True); (a @ a).sum().backward()",
    ]);
    return true;
  } catch (error) {
    tell(`that did not work: ${String(error.message).split("\n")[0]}`);
    return false;
  }
}

async function installNodePeers(cache) {
  const specifiers = Object.entries(nodePackages).map(([name, version]) => `${name}@${version}`);
  const prefix = join(cache, `node-${Object.values(nodePackages).join("-")}`);
  await once(prefix, async () => {
    tell(`installing ${specifiers.join(", ")} (310 MB on disk) into ${prefix}`);
    rmSync(prefix, { recursive: true, force: true });
    mkdirSync(prefix, { recursive: true });
    writeFileSync(join(prefix, "package.json"), '{ "private": true }\n');
    await run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...specifiers], prefix);
  });
  return prefix;
}

/** Runs `install` unless it was completed before: the mark is written last. */
async function once(folder, install) {
  const mark = join(folder, ".installed");
  if (existsSync(mark)) return;
  mkdirSync(dirname(folder), { recursive: true });
  await install();
  writeFileSync(mark, `${new Date().toISOString()}\n`);
}

function pip(python, packages) {
  return run(python, [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--no-cache-dir",
    "--disable-pip-version-check",
    ...packages,
  ]);
}

function tell(line) {
  process.stderr.write(`bench peers: ${line}\n`);
}

/** Runs a command; where it fails, the error's one line has the command and the last line that it wrote. */
function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
    let written = "";
    child.stderr.on("data", (chunk) => {
      written += chunk;
    });
    child.on("error", (error) => reject(new Error(`${command}: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) return resolve();
      const lines = written.trim().split("\n");
      reject(
        new Error(`${command} ${args.slice(0, 3).join(" ")} failed (${code}): ${lines[lines.length - 1]}`),
      );
    });
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(`${JSON.stringify(await installPeers(), null, 1)}\n`);
}
