import { describe, expect, it } from "vitest";
import { chooseColumns, columnItems } from "../src/columns.js";
import { sentence } from "./reading.js";

const names = ["time", "Speed", "force", "speed", "a, b", "7", "3-4", "Torque"];
const choose = (inputs: string, outputs: string) => chooseColumns("t.csv", names, { inputs, outputs });

describe("column lists", () => {
  it("splits at commas outside quotes", () => {
    expect(columnItems(` a ,"b, ""c""",d.2-3,, `, "input")).toEqual([
      { text: "a", quoted: false },
      { text: `b, "c"`, quoted: true },
      { text: "d.2-3", quoted: false },
    ]);
  });

  it("takes names before numbers, exact before case-insensitive", () => {
    expect(choose("speed", "Speed")).toEqual({ inputs: [3], outputs: [1] });
    expect(choose("TORQUE", '"a, b"')).toEqual({ inputs: [7], outputs: [4] });
    expect(choose("7", "3-4")).toEqual({ inputs: [5], outputs: [6] });
    expect(choose("1-3", "4,5,8")).toEqual({ inputs: [0, 1, 2], outputs: [3, 4, 7] });
  });

  it("says what is wrong with a list", async () => {
    expect(await sentence(() => choose("", "1"))).toBe("no input columns: list at least one name or number");
    expect(await sentence(() => choose("1", " , "))).toBe(
      "no output columns: list at least one name or number",
    );
    expect(await sentence(() => choose("froce", "1"))).toBe(
      't.csv has no column "froce" (input): did you mean "force"? It has time, Speed, force, speed, a, b, 7, 3-4, Torque',
    );
    expect(await sentence(() => choose("xyzzy", "1"))).toContain('"xyzzy" (input): it has time');
    expect(await sentence(() => choose("9", "1"))).toContain(
      "has 8 columns, numbered from 1: there is no column 9",
    );
    expect(await sentence(() => choose("0", "1"))).toContain("there is no column 0");
    expect(await sentence(() => choose("5-2", "1"))).toContain("runs backwards: write 2-5");
    expect(await sentence(() => choose('"9"', "1"))).toContain('no column "9"');
    expect(await sentence(() => choose('"time', "1"))).toContain("a quote is not closed");
    expect(await sentence(() => choose("SPEED", "1"))).toContain("more than one column called");
    expect(await sentence(() => choose("time,1", "2"))).toBe('column "time" is listed twice as input');
    expect(await sentence(() => choose("time", "1"))).toContain('"time" cannot be both input and output');
  });

  it("lists at most twelve columns", async () => {
    const many = Array.from({ length: 40 }, (_, i) => `c${i}`);
    const said = await sentence(() => chooseColumns("t.csv", many, { inputs: "q", outputs: "c1" }));
    expect(said).toContain("c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, … (40 in all)");
  });
});
