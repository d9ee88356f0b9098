import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blobSource, describeFile, openRecording } from "../src/index.js";
import { inPieces, readAll, readOpened, sentence, text } from "./reading.js";

const xy = { inputs: "x", outputs: "y" };

/** The shortest decimal that means this double; `String` forgets the sign of zero. */
const written = (value: number) => (Object.is(value, -0) ? "-0" : String(value));

async function inputsOf(content: string, selection = xy, name = "t.csv"): Promise<number[][][]> {
  return (await readAll(text(name, content), selection)).inputs;
}

async function complaint(content: string, selection: Parameters<typeof readAll>[1] = xy, name = "t.csv") {
  return sentence(readAll(text(name, content), selection));
}

describe("delimited text", () => {
  it("reads comma, semicolon and tab, with BOM, CRLF, lone returns and padding", async () => {
    const expected = [[[1], [-2.5]]];
    expect(await inputsOf("x,y\n1,2\n-2.5,3\n")).toEqual(expected);
    expect(await inputsOf("\ufeffx;y\r\n1;2\r\n-2.5;3")).toEqual(expected);
    expect(await inputsOf("x\ty\r1\t2\r-2.5\t3\r")).toEqual(expected);
    expect(await inputsOf('note,x,y\n"a,b;c", 1 ,2\n"q ""z""\n",-2.5,3\n')).toEqual(expected);
    const tabs = await readAll(text("t.tsv", "x,1\ty,z\n1,\t2\n"), { inputs: '"y,z"', outputs: "1" }).catch(
      String,
    );
    expect(tabs).toContain('line 2, column "x,1": "1,"');
  });

  it("reads any table of doubles back bit by bit, however it is quoted, ended and cut into pieces", async () => {
    const cell = fc.double({ noNaN: true, noDefaultInfinity: true });
    const rows = fc
      .integer({ min: 2, max: 5 })
      .chain((columns) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 30 }),
      );
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        async (table, delimiter, end, quotes, pieces, lastEnd, header) => {
          let count = 0;
          const quoted = (value: string) => (quotes[count++ % quotes.length] ? `"${value}"` : value);
          const names = table[0].map((_, j) => `name ${j}`);
          const lines = [...(header ? [names] : []), ...table.map((row) => row.map(written))];
          const content =
            lines.map((line) => line.map(quoted).join(delimiter)).join(end) + (lastEnd ? end : "");
          const columns = table[0].length;
          const source = inPieces("t.csv", new TextEncoder().encode(content), pieces);
          const read = await readAll(source, { inputs: `1-${columns - 1}`, outputs: `${columns}` });
          const back = read.inputs[0].map((row, i) => [...row, ...read.outputs[0][i]]);
          expect(back).toEqual(table);
          expect(read.inputs.length).toBe(1);
          expect(read.opened.inputNames).toEqual(
            (header ? names : names.map((_, j) => `${j + 1}`)).slice(0, -1),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it("finds the cells that csv-parse finds, text with quotes, delimiters and line ends among them", async () => {
    const word = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", " ", "b", ";"), maxLength: 6 });
    const row = fc.tuple(word, fc.integer(), word, fc.integer());
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
        async (rows, pieces) => {
          const quote = (value: string | number) =>
            typeof value === "number" ? `${value}` : `"${value.replaceAll('"', '""')}"`;
          const content = ["w,x,v,y", ...rows.map((cells) => cells.map(quote).join(","))].join("\n");
          const theirs = parse(content, { from_line: 2 }).map((cells) => Number(cells[1]));
          const source = inPieces("t.csv", new TextEncoder().encode(content), pieces);
          const ours = (await readAll(source, xy)).inputs.flat(2);
          expect(ours).toEqual(theirs);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("cuts at gaps", async () => {
    const content = "x,y\n,1\n1,1\n2,1\nNaN,1\nna,1\n3,null\n4,1\n\n5,1\n6,\n\n";
    const read = await readAll(text("t.csv", content), xy);
    expect(read.inputs).toEqual([[[1], [2]], [[4]], [[5]]]);
    expect(read.blocks.map((block) => block.startsSegment)).toEqual([true, true, true]);
    expect(await inputsOf("x,z,y\n1,,1\n2,text,1\n")).toEqual([[[1], [2]]]);
  });

  it("keeps a segment whole across blocks of at most 65 536 rows, and reads again what it read", async () => {
    const rows = 150_000;
    const content = `x,y\n${Array.from({ length: rows }, (_, i) => `${i},${-i}`).join("\n")}\n`;
    const opened = await openRecording(text("t.csv", content), xy);
    for (const pass of [1, 2]) {
      const read = await readOpened(opened);
      expect(read.inputs.length, `pass ${pass}`).toBe(1);
      expect(Math.max(...read.blocks.map((block) => block.inputs.rows))).toBeLessThanOrEqual(65_536);
      expect(read.inputs[0].every(([value], i) => value === i)).toBe(true);
      expect(read.outputs[0].length).toBe(rows);
    }
  });

  it("tells a header from values, unless it is said", async () => {
    const names = async (content: string, hasHeader?: boolean) =>
      (await openRecording(text("t.csv", content), { inputs: "1", outputs: "2", hasHeader })).inputNames;
    expect(await names("1,2\n3,4\n")).toEqual(["1"]);
    expect(await names("a,b\n3,4\n")).toEqual(["a"]);
    expect(await names("a,\n3,4\n")).toEqual(["a"]);
    expect(await names("1990,1991\n3,4\n", true)).toEqual(["1990"]);
    expect(await inputsOf("2020-01-01,1,2\n2020-01-02,3,4\n", { inputs: "2", outputs: "3" })).toEqual([
      [[1], [3]],
    ]);
    expect(await inputsOf("when,x,y\n2020-01-02,3,4\n")).toEqual([[[3]]]);
    expect(await complaint("a,b\n3,4\n", { inputs: "1", outputs: "2", hasHeader: false })).toContain(
      'line 1, column "1": "a"',
    );
  });

  it("reads a browser's File", async () => {
    const file = Object.assign(new Blob(["x,y\n1,2\n"]), { name: "f.csv" });
    expect((await readAll(blobSource(file), xy)).inputs).toEqual([[[1]]]);
  });

  it("describes columns", async () => {
    const content = 'when,x,"a, ""b""",X\nnow,1,2,3\nlater,,4,NA\n';
    expect(await describeFile(text("t.csv", content))).toEqual({
      format: "csv",
      columns: [
        { name: "when", cols: "when", type: "text", usable: false },
        { name: "x", cols: "2", type: "number", usable: true },
        { name: 'a, "b"', cols: '"a, ""b"""', type: "number", usable: true },
        { name: "X", cols: "4", type: "number", usable: true },
      ],
      notes: [],
    });
    const read = await readAll(text("t.csv", content), { inputs: '"a, ""b"""', outputs: "2" });
    expect(read.inputs).toEqual([[[2]]]);
  });
});

describe("what is wrong with delimited text", () => {
  it("names line, column and text", async () => {
    expect(await complaint("x,y\n1,2\n3,oops\n")).toBe(
      't.csv, line 3, column "y": "oops" is not a number; leave the cell blank to mark a gap',
    );
    expect(await complaint('w,x,y\n"two\nlines",1,2\nb,3,oops\n')).toContain("line 4");
    expect(await complaint("x,y\r\n1,2\r\n\r\n3,oops\r\n")).toContain("line 4");
    expect(await complaint("x,y\n1,2\n3,-Infinity\n")).toContain('"-Infinity" is infinite');
    expect(await complaint("x,y\n1,2\n3,1e999\n")).toContain("is too large for float64");
    expect(await complaint("x,y\n1,2\n3,12.05.2020\n")).toContain('"12.05.2020" is not a number');
    expect(await complaint("x;y\n1,5;2\n")).toContain(
      '"1,5" has a decimal comma; write numbers with a decimal point (1.5)',
    );
    expect(await complaint('x,y\n"1,5",2\n')).toContain("has a decimal comma");
    expect(await complaint("1,5;2\n3,5;4\n", { inputs: "1", outputs: "2" })).toContain(
      'line 1, column "1": "1,5" has a decimal comma',
    );
    expect(await complaint("x,y\n1,2\n3,4,5\n6,7\n")).toBe(
      "t.csv, line 3: 3 cells where the first row has 2; correct or remove the line",
    );
    expect(await complaint("x,y,z\n1,2,3\n4,5\n6,7,8\n")).toContain(
      "line 3: 2 cells where the first row has 3",
    );
    expect(await complaint('x,y\n"1"2,3\n')).toContain("line 2: text follows a closing quote");
  });

  it("notices a file that ends in the middle of a line", async () => {
    expect(await complaint("x,y,z\n1,2,3\n4,5")).toContain("t.csv seems cut off at line 3");
    expect(await complaint('x,y\n1,2\n3,"4')).toContain("seems cut off at line 3");
    expect(await complaint("x,y\n1,2\n3,-")).toContain("seems cut off at line 3");
    expect(await complaint("x,y\n1,2\n3,4e")).toContain("seems cut off at line 3");
    expect(await inputsOf("x,y\n1,2\n3,4")).toEqual([[[1], [3]]]);
  });

  it("notices when there is nothing", async () => {
    expect(await complaint("")).toBe("t.csv is empty: it has no bytes");
    expect(await complaint("x y\n1 2\n")).toBe(
      't.csv has a single column, "x y": separate its cells with commas, tabs or semicolons',
    );
    expect(await complaint("\n\n")).toContain("has no rows");
    expect(await complaint("x,y\n")).toContain("has no data rows");
    expect(await complaint("x,y\n\n\n")).toContain("has no data rows");
    expect(await complaint("x,y\n1,\n,2\n")).toContain("no complete row");
  });

  it("does not take a quote that is never closed for a row", async () => {
    const content = `x,y\n1,2\n"${"a,b\n".repeat(5_000_000)}`;
    expect(await complaint(content)).toContain("line 3: the row has no end within 16 MB");
  });
});
