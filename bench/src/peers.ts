import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LagStatistics, Matrix, RnnWeights, Segment } from "@lagwise/core";
import { installPeers } from "../peers/installPeers.mjs";
import { type PeerMeasurement, runPeer } from "../peers/runPeer.mjs";
import { readOutput, writeInput } from "../peers/writeInput.mjs";
import { drawNetwork, STEP, tangentKernel, trained } from "./network.js";

type Peer = PeerMeasurement["peer"];
type Case = PeerMeasurement["case"];

/** A line that says why a peer has no figure. */
export interface MissingPeer {
  readonly peer: Peer;
  readonly case: Case;
  readonly reason: string;
}

export interface PeerResults {
  readonly measurements: PeerMeasurement[];
  readonly missing: MissingPeer[];
  /** largest relative difference of weights after three steps, and of the tangent kernel, from PyTorch's float64 */
  readonly differences: { weights?: number; kernel?: number };
  readonly kernelMilliseconds: number;
}

const RATE = 0.1;
const STEPS = 3;
const S1_BATCH = 2000;

/** Runs every peer on the same numbers as ours, and compares the results where a peer writes them. */
export async function runPeers(
  step: { x: Float64Array; y: Float64Array; statistics: LagStatistics },
  s1: Segment | undefined,
  say: (text: string) => void,
): Promise<PeerResults> {
  const folder = mkdtempSync(join(tmpdir(), "lagwise-peers-"));
  const measurements: PeerMeasurement[] = [];
  const missing: MissingPeer[] = [];
  const differences: PeerResults["differences"] = {};
  try {
    const { width, lags, sequences } = STEP;
    const weights = drawNetwork(width, lags).weights();
    const array = (a: Matrix) => ({ shape: [a.rows, a.columns], values: a.data });
    const arrays = { W: array(weights.W), F: array(weights.F), C: array(weights.C) };
    const shape = [sequences, lags, 1];
    const at = (name: Case) => join(folder, name);
    writeInput(
      at("step"),
      { lags, learningRate: RATE, steps: STEPS },
      { ...arrays, x: { shape, values: step.x }, y: { shape, values: step.y } },
    );
    writeInput(at("kernel"), { lags }, arrays);
    if (s1) writeS1(at("s1"), s1);
    const installed = await installPeers();
    const run = async (peer: Peer, name: Case, input: string) => {
      say(`${peer}: ${name}`);
      try {
        for (const one of await runPeer(installed, peer, name, input)) {
          if (one.missing === undefined) measurements.push(one);
          else missing.push({ peer, case: name, reason: `${one.variant}, ${one.dtype}: ${one.missing}` });
        }
      } catch (error) {
        missing.push({ peer, case: name, reason: error instanceof Error ? error.message : String(error) });
      }
    };
    for (const peer of ["pytorch", "tfjs", "jax-js"] as const) await run(peer, "step", at("step"));
    await run("pytorch", "kernel", at("kernel"));
    if (s1) await run("pytorch", "s1", at("s1"));
    await run("pytorch", "growth", at("step"));
    const ours = tangentKernel(weights, lags);
    if (
      measurements.some((one) => one.peer === "pytorch" && one.case === "step" && one.dtype === "float64")
    ) {
      differences.weights = weightDifference(weights, step.statistics, at("step"));
    }
    if (measurements.some((one) => one.case === "kernel")) {
      differences.kernel = relative(ours.kernel.data, readOutput(at("kernel"), "K"));
    }
    return { measurements, missing, differences, kernelMilliseconds: ours.timing.median };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function weightDifference(weights: RnnWeights, statistics: LagStatistics, folder: string): number {
  const { weights: after } = trained(weights, statistics, STEP.lags, RATE, STEPS);
  return Math.max(
    ...(["W", "F", "C"] as const).map((name) => relative(after[name].data, readOutput(folder, name))),
  );
}

function writeS1(folder: string, { inputs, outputs }: Segment): void {
  const weights = drawNetwork(1000, 15, 52, 2).weights();
  const array = (a: Matrix) => ({ shape: [a.rows, a.columns], values: a.data });
  writeInput(
    folder,
    { lags: 15, learningRate: 0.001, steps: STEPS, batch: S1_BATCH },
    { W: array(weights.W), F: array(weights.F), C: array(weights.C), x: array(inputs), y: array(outputs) },
  );
}

/** ‖a − b‖∞ / ‖b‖∞ */
function relative(a: Float64Array, b: Float64Array): number {
  let [difference, size] = [0, 0];
  for (let k = 0; k < b.length; k++) {
    difference = Math.max(difference, Math.abs(a[k] - b[k]));
    size = Math.max(size, Math.abs(b[k]));
  }
  return difference / size;
}
