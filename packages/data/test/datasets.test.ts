import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { datasetInfo, datasets } from "../src/index.js";
import { datasetPath, fileSource, listDatasets } from "../src/node.js";
import { readAll, sentence } from "./reading.js";

describe("data sets", () => {
  it("ships Box and Jenkins's sales with the values that were published", async () => {
    const { inputs, outputs } = datasetInfo("sales");
    const read = await readAll(await fileSource(await datasetPath("sales")), { inputs, outputs });
    const lead = read.inputs[0].flat();
    const sales = read.outputs[0].flat();
    expect([lead.length, sales.length]).toEqual([150, 150]);
    expect(lead.slice(0, 5)).toEqual([10.01, 10.07, 10.32, 9.75, 10.33]);
    expect(sales.slice(0, 5)).toEqual([200.1, 199.5, 199.4, 198.9, 199]);
    expect(sales.slice(-2)).toEqual([262.2, 262.7]);
  });

  it("has sales that answer the indicator three periods later", async () => {
    const rows = readFileSync(await datasetPath("sales"), "utf8")
      .trim()
      .split("\n")
      .slice(1);
    const [lead, sales] = [0, 1].map((j) => rows.map((row) => Number(row.split(",")[j])));
    const change = (series: number[]) => series.slice(1).map((value, i) => value - series[i]);
    const [x, y] = [change(lead), change(sales)];
    const products = Array.from({ length: 10 }, (_, lag) =>
      x.slice(0, x.length - lag).reduce((sum, value, i) => sum + value * y[i + lag], 0),
    );
    expect(products.indexOf(Math.max(...products))).toBe(3);
  });

  it("are found by name", async () => {
    expect(datasets.map((one) => one.name)).toEqual(["sales", "gas-furnace", "s1"]);
    expect(datasetInfo("S1").outputs).toBe("vel");
    expect(await sentence(() => datasetInfo("s2"))).toBe(
      'there is no data set "s2": choose from sales, gas-furnace, s1',
    );
    expect((await listDatasets())[0].path).toMatch(/sales\.csv$/);
  });
});
