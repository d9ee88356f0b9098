import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { datasetInfo } from "../src/index.js";
import { fileSource } from "../src/node.js";
import { readAll } from "./reading.js";

const folder = process.env.LAGWISE_DATA ?? "";
const have = (file: string) => folder !== "" && existsSync(join(folder, file));
if (!have("s1_data.mat")) console.warn("LAGWISE_DATA is not set: the real recordings are not tested");

const columnSums = (rows: number[][]) =>
  rows.reduce(
    (sums, row) => row.map((value, j) => value + sums[j]),
    rows[0].map(() => 0),
  );

describe("real recordings", () => {
  it.skipIf(!have("s1_data.mat"))("reads S1 as SciPy does", async () => {
    const { inputs, outputs } = datasetInfo("s1");
    const read = await readAll(await fileSource(join(folder, "s1_data.mat")), { inputs, outputs });
    expect(read.inputs.length).toBe(1);
    expect(read.inputs[0].length).toBe(35129);
    const spikes = columnSums(read.inputs[0]);
    expect(spikes.length).toBe(52);
    expect(spikes.slice(0, 4)).toEqual([2895, 5677, 5532, 29921]);
    expect(spikes[51]).toBe(10317);
    expect(spikes.reduce((a, b) => a + b)).toBe(842910);
    const [vx, vy] = columnSums(read.outputs[0]);
    expect(vx).toBeCloseTo(496.3583727033124, 8);
    expect(vy).toBeCloseTo(-8135.27380734383, 8);
    expect(read.outputs[0][0]).toEqual([expect.closeTo(0.15103688, 8), expect.closeTo(0.15091548, 8)]);
  });

  it.skipIf(!have("gas-furnace.csv"))("reads the gas furnace", async () => {
    const { inputs, outputs } = datasetInfo("gas-furnace");
    const read = await readAll(await fileSource(join(folder, "gas-furnace.csv")), { inputs, outputs });
    expect(read.inputs[0].length).toBe(296);
    expect(read.inputs[0].slice(0, 4).flat()).toEqual([-0.109, 0, 0.178, 0.339]);
    expect(read.outputs[0][0]).toEqual([53.8]);
  });
});
