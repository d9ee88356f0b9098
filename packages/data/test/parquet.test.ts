import { describe, expect, it } from "vitest";
import { describeFile, openRecording } from "../src/index.js";
import { fixture, readAll, readOpened, sentence } from "./reading.js";

const upTo = (rows: number, at: (i: number) => number[]) => Array.from({ length: rows }, (_, i) => at(i));

describe.each(["snappy", "zstd", "gzip", "none"])("Parquet: %s", (codec) => {
  const source = fixture(`${codec}.parquet`);

  it("reads numbers of every kind across row groups", async () => {
    const opened = await openRecording(source, { inputs: "f8,i8,flag", outputs: 'f4,u1,"comma, name"' });
    for (const _pass of [1, 2]) {
      const read = await readOpened(opened);
      expect(read.inputs).toEqual([upTo(25, (i) => [i / 4 - 3, i * 1000 - 7, i % 2])]);
      expect(read.outputs).toEqual([upTo(25, (i) => [i / 4 - 3, i % 50, i])]);
    }
  });

  it("takes nulls for gaps", async () => {
    const read = await readAll(source, { inputs: "holes", outputs: "1" });
    expect(read.inputs.map((segment) => segment.flat())).toEqual([
      [0, 0.5, 1, 1.5],
      upTo(11, (i) => [(i + 6) / 2]).flat(),
      upTo(7, (i) => [(i + 18) / 2]).flat(),
    ]);
    const money = await readAll(source, { inputs: "money", outputs: "f8" });
    expect(money.inputs.flat(2)).toEqual(
      upTo(25, (i) => [i])
        .flat()
        .filter((i) => i !== 2),
    );
  });

  it("refuses text, dates and lists, and names the nearest column", async () => {
    const complain = (inputs: string) => sentence(readAll(source, { inputs, outputs: "f8" }));
    expect(await complain("word")).toContain('column "word" holds text or bytes');
    expect(await complain("when")).toContain('column "when" holds dates or times (TIMESTAMP)');
    expect(await complain("list")).toContain('column "list" is nested');
    expect(await complain("hols")).toContain('did you mean "holes"?');
  });

  it("describes its columns", async () => {
    const { rows, columns } = await describeFile(source);
    expect(rows).toBe(25);
    expect(columns.filter((column) => !column.usable).map((column) => column.name)).toEqual([
      "word",
      "when",
      "list",
    ]);
    expect(columns[columns.length - 1].cols).toBe('"comma, name"');
  });
});

describe("Parquet", () => {
  it("says that there are no rows", async () => {
    expect(await sentence(readAll(fixture("empty.parquet"), { inputs: "a", outputs: "b" }))).toContain(
      "no data rows",
    );
  });
});
