import { describe, expect, it } from "vitest";
import { bytesOf, describeFile } from "../src/index.js";
import { fixture, fixtureBytes, floatAt, integerAt, readAll, sentence, table } from "./reading.js";

describe.each(["stored.npz", "deflated.npz"])("NPZ: %s", (name) => {
  it("reads arrays, their columns, and arrays whose time runs the other way", async () => {
    const read = await readAll(fixture(name), { inputs: "x.2-3,t.0", outputs: "y" });
    expect(read.opened.inputNames).toEqual(["x.2", "x.3", "t.0"]);
    expect(read.opened.outputNames).toEqual(["y.1", "y.2"]);
    expect(read.opened.notes).toEqual(['time runs along the columns of "y"']);
    expect(read.inputs).toEqual([table(7, [1, 2, 3], (i, j) => (j === 3 ? i / 8 : floatAt(i, j)))]);
    expect(read.outputs).toEqual([table(7, [0, 1], integerAt)]);
  });

  it("says what is wrong with a selection", async () => {
    const complain = (inputs: string, outputs: string) =>
      sentence(readAll(fixture(name), { inputs, outputs }));
    expect(await complain("z", "y")).toContain('no array "z" (input): ');
    expect(await complain("x.4", "y")).toContain(
      'array "x" has 3 columns, numbered from 1: there is no column 4',
    );
    expect(await complain("x.mean", "y")).toContain("write x.3 or x.3-7");
    expect(await complain("words", "y")).toContain('"words" holds values of type');
    expect(await complain("x", "odd")).toContain("x is 7 × 3, odd is 4 × 5");
    expect(await complain("x", "x.2")).toContain('column "x.2" cannot be both input and output');
    expect(await complain("x,x.2", "y")).toContain('column "x.2" is listed twice as input');
  });

  it("describes its arrays", async () => {
    const { columns } = await describeFile(fixture(name));
    expect(columns.map(({ name, shape, usable }) => [name, shape, usable])).toEqual([
      ["x", [7, 3], true],
      ["y", [2, 7], true],
      ["t.0", [7], true],
      ["words", [2], false],
      ["odd", [4, 5], true],
    ]);
  });
});

describe("NPZ", () => {
  it("notices a changed byte by its checksum", async () => {
    const bytes = fixtureBytes("stored.npz");
    bytes[160 + 40] ^= 1;
    expect(await sentence(readAll(bytesOf("s.npz", bytes), { inputs: "x.1", outputs: "x.2" }))).toContain(
      "checksum",
    );
  });

  it("says what other archives are", async () => {
    const zip = (entry: string) => {
      const bytes = fixtureBytes("stored.npz");
      const latin = Buffer.from(bytes).toString("latin1");
      return bytesOf(
        "a.zip",
        new Uint8Array(
          Buffer.from(
            latin.replaceAll(/[\w.]{1,5}\.npy/g, (m) => entry.slice(0, m.length).padEnd(m.length, "x")),
            "latin1",
          ),
        ),
      );
    };
    const selection = { inputs: "1", outputs: "2" };
    expect(await sentence(readAll(zip("readme.md.txt"), selection))).toContain(
      "ZIP archive without NPY arrays",
    );
    expect(await sentence(readAll(zip("xl/sheets.xml"), selection))).toContain(
      "Excel workbook: save the sheet as CSV",
    );
  });
});
