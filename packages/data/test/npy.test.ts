import { describe, expect, it } from "vitest";
import { describeFile } from "../src/index.js";
import { fixture, floatAt, integerAt, readAll, sentence, table } from "./reading.js";

const codes = ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"];
const formulas: Record<string, (i: number, j: number) => number> = {
  b: (i, j) => (i + j) % 2,
  f: floatAt,
};

describe("NPY", () => {
  it.each(codes)("reads %s, little-endian by rows and big-endian by columns", async (code) => {
    const at = formulas[code[0]] ?? integerAt;
    for (const order of ["rows", "columns"]) {
      const read = await readAll(fixture(`${code}-${order}.npy`), { inputs: "3,1", outputs: "2" });
      expect(read.inputs).toEqual([table(7, [2, 0], at)]);
      expect(read.outputs).toEqual([table(7, [1], at)]);
      expect(read.opened).toMatchObject({ format: "npy", inputNames: ["3", "1"], outputNames: ["2"] });
    }
  });

  it("reads versions 2 and 3, and takes the longer dimension for time", async () => {
    for (const name of ["version2", "version3", "wide", "thin"]) {
      const read = await readAll(fixture(`${name}.npy`), { inputs: "1-2", outputs: "3" });
      expect(read.inputs, name).toEqual([table(7, [0, 1], floatAt)]);
      expect(read.opened.notes.length, name).toBe(name === "wide" ? 1 : 0);
    }
  });

  it("says what cannot be read", async () => {
    const complain = (name: string) =>
      sentence(readAll(fixture(`${name}.npy`), { inputs: "1", outputs: "2" }));
    expect(await complain("list")).toContain("has 1 column, numbered from 1: there is no column 2");
    expect(await complain("three")).toContain("has 3 dimensions (2 × 3 × 4)");
    expect(await complain("complex")).toContain('holds values of type "<c8"');
    expect(await complain("records")).toContain('holds values of type "records"');
    expect(await complain("none")).toContain("is empty (0 × 3)");
  });

  it("describes its columns", async () => {
    const about = await describeFile(fixture("f8-rows.npy"));
    expect(about).toMatchObject({ format: "npy", rows: 7 });
    expect(about.columns.map((column) => column.cols)).toEqual(["1", "2", "3"]);
  });
});
