import { bytesOf, describeFile, openRecording } from "@lagwise/data";
import { describe, expect, it } from "vitest";
import { chosenColumns, columnList, guessedColumns, withColumn } from "../src/work/fittingColumns.js";

const table = (header: string) => {
  const count = header.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).length;
  const row = (t: number) => Array.from({ length: count }, (_, k) => t * (k + 1)).join(",");
  return bytesOf("a.csv", new TextEncoder().encode(`${header}\n${[1, 2, 3].map(row).join("\n")}\n`));
};
const many = Array.from({ length: 53 }, (_, k) => `c${String.fromCharCode(97 + (k % 26))}${k}`).join(",");

/** The columns that the reader of the file takes for a list: the oracle, by their numbers from 0. */
async function read(source: ReturnType<typeof table>, list: string): Promise<number[]> {
  const { columns } = await describeFile(source);
  const spare = columns.length - 1;
  const { inputNames } = await openRecording(source, { inputs: list, outputs: String(spare + 1) });
  return inputNames.map((name) => columns.findIndex((column) => column.name === name));
}

describe("column lists", () => {
  it.each(["ca0", "3", "2-5,9", "CB1,7-7", "ca0,cb1,12-20", " ca0 , 4 - 6 "])(
    "mean in the page what they mean to the reader: %s",
    async (list) => {
      const source = table(many);
      const { columns } = await describeFile(source);
      const chosen = [...chosenColumns(list, columns).keys()].sort((a, b) => a - b);
      expect(chosen).toEqual((await read(source, list)).sort((a, b) => a - b));
    },
  );

  it.each([[[0]], [[4, 2]], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11]], [Array.from({ length: 52 }, (_, k) => k)]])(
    "written for ticks choose just these: %j",
    async (numbers) => {
      const source = table(many);
      const { columns } = await describeFile(source);
      const list = columnList(numbers, columns);
      expect(await read(source, list)).toEqual([...numbers].sort((a, b) => a - b));
      expect(list.length).toBeLessThan(80);
    },
  );

  it("name what a name with a comma, a quote or a number for a name means", async () => {
    const source = table('"a,b","say ""x""",2,7,last');
    const { columns } = await describeFile(source);
    for (const number of [0, 1, 2, 3]) {
      const list = columnList([number], columns);
      expect(await read(source, list)).toEqual([number]);
      expect([...chosenColumns(list, columns).keys()]).toEqual([number]);
    }
  });

  it("take and leave one column, and leave a part of an array alone", () => {
    const columns = ["spikes", "vel", "pos"].map((name) => ({
      name,
      cols: name,
      type: "double",
      usable: true,
      shape: [100, 5],
    }));
    expect([...chosenColumns("spikes.1-3,vel", columns)]).toEqual([
      [0, "part"],
      [1, "all"],
    ]);
    expect(withColumn("spikes.1-3,vel", 1, false, columns)).toBe("spikes.1-3");
    expect(withColumn("spikes.1-3", 2, true, columns)).toBe("spikes.1-3,pos");
    expect(withColumn("spikes.1-3,vel", 0, false, columns)).toBe("vel");
    expect(withColumn("vel", 2, true, columns)).toBe("vel,pos");
    expect(withColumn("vel", 1, false, columns)).toBe("");
  });

  it("are guessed for two columns of numbers only", async () => {
    expect(guessedColumns(await describeFile(table("valve,flow")))).toEqual({
      input: "valve",
      output: "flow",
    });
    expect(guessedColumns(await describeFile(table("valve,heater,flow")))).toEqual({ input: "", output: "" });
  });
});
