import { describe, expect, it } from "vitest";
import { bytesOf, describeFile } from "../src/index.js";
import { fixture, fixtureBytes, floatAt, integerAt, readAll, sentence, table } from "./reading.js";

describe.each(["plain.mat", "compressed.mat"])("MAT: %s", (name) => {
  it.each(["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"])("reads %s", async (code) => {
    const read = await readAll(fixture(name), { inputs: code, outputs: "x.1" });
    expect(read.inputs).toEqual([table(7, [0, 1, 2], integerAt)]);
    expect(read.outputs).toEqual([table(7, [0], floatAt)]);
    expect(read.opened.inputNames).toEqual([`${code}.1`, `${code}.2`, `${code}.3`]);
  });

  it("reads double, single and logical arrays, and rows as time series", async () => {
    const read = await readAll(fixture(name), { inputs: "x,single.2", outputs: "flags.3" });
    expect(read.inputs).toEqual([table(7, [0, 1, 2, 1], floatAt)]);
    expect(read.outputs).toEqual([table(7, [2], (i, j) => (i + j) % 2)]);
    const rows = await readAll(fixture(name), { inputs: "row", outputs: "row2" });
    expect(rows.inputs).toEqual([table(9, [0], (i) => i / 2)]);
    expect(rows.outputs).toEqual([table(9, [0], (i) => 10 + i)]);
    expect(rows.opened.notes.length).toBe(2);
    expect(rows.opened.inputNames).toEqual(["row"]);
  });

  it("takes NaN for a gap", async () => {
    const read = await readAll(fixture(name), { inputs: "gaps", outputs: "y.1" });
    expect(read.inputs.map((segment) => segment.length)).toEqual([3, 3]);
    const without = await readAll(fixture(name), { inputs: "gaps.1", outputs: "y.1" });
    expect(without.inputs.length).toBe(1);
  });

  it("says what cannot be read", async () => {
    const complain = (inputs: string) => sentence(readAll(fixture(name), { inputs, outputs: "x" }));
    expect(await complain("wave")).toBe(
      `${name}: "wave" holds complex numbers; only arrays of real numbers are read`,
    );
    expect(await complain("words")).toContain('"words" is a char array');
    expect(await complain("cells")).toContain('"cells" is a cell array');
    expect(await complain("record")).toContain('"record" is a struct array');
    expect(await complain("thin")).toContain('"thin" is a sparse array');
    expect(await complain("cube")).toContain('"cube" has 3 dimensions (2 × 3 × 4)');
    expect(await complain("row")).toContain("row is 1 × 9, x is 7 × 3");
    expect(await complain("singel")).toContain('did you mean "single"?');
  });

  it("describes its variables", async () => {
    const { columns } = await describeFile(fixture(name));
    expect(columns.find((column) => column.name === "x")).toEqual({
      name: "x",
      cols: "x",
      type: "double",
      shape: [7, 3],
      usable: true,
    });
    expect(
      columns
        .filter((column) => !column.usable)
        .map((column) => column.name)
        .sort(),
    ).toEqual(["cells", "cube", "record", "thin", "wave", "words"]);
  });
});

describe("MAT", () => {
  it("reads big-endian files, values stored in a smaller type, and elements of at most four bytes", async () => {
    const read = await readAll(fixture("big-endian.mat"), { inputs: "x", outputs: "packed" });
    expect(read.inputs).toEqual([table(7, [0, 1, 2], floatAt)]);
    expect(read.outputs).toEqual([table(7, [0, 1, 2], integerAt)]);
    const tiny = await describeFile(fixture("big-endian.mat"));
    expect(tiny.columns[2]).toMatchObject({ name: "tiny", type: "int16", shape: [1, 2] });
  });

  it("says how to save HDF5 files", async () => {
    const selection = { inputs: "a", outputs: "b" };
    const v73 = new TextEncoder().encode("MATLAB 7.3 MAT-file, Platform: GLNXA64".padEnd(512));
    expect(await sentence(readAll(bytesOf("a.mat", v73), selection))).toBe(
      "a.mat is a MATLAB v7.3 file (HDF5): save it with -v7",
    );
    const hdf5 = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0);
    expect(await sentence(readAll(bytesOf("a.mat", hdf5), selection))).toContain("HDF5");
  });

  it("notices a changed byte by its checksum", async () => {
    const bytes = fixtureBytes("compressed.mat");
    let noticed = 0;
    for (let at = 136; at < 210; at++) {
      const changed = bytes.slice();
      changed[at] ^= 4;
      const said = await readAll(bytesOf("c.mat", changed), { inputs: "x.1", outputs: "x.2" }).catch(
        (e) => e.message,
      );
      if (typeof said === "string") noticed++;
    }
    expect(noticed).toBeGreaterThan(70);
  });
});
