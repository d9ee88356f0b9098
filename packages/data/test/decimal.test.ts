import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDecimal } from "../src/decimal.js";

function parse(text: string): number {
  const bytes = new TextEncoder().encode(`#${text}#`);
  return parseDecimal(bytes, 1, bytes.length - 1);
}

const digits = (most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: most }).map((list) => list.join(""));

describe("parseDecimal", () => {
  it("rounds as the engine does, whatever the digits", () => {
    const number = fc
      .tuple(
        fc.constantFrom("", "-", "+"),
        digits(25),
        fc.constantFrom("", "."),
        digits(25),
        fc.integer({ min: -400, max: 400 }),
        fc.constantFrom("", "e", "E"),
      )
      .filter(([, whole, , fraction]) => whole + fraction !== "")
      .map(
        ([sign, whole, point, fraction, power, e]) =>
          sign + whole + point + fraction + (e === "" ? "" : `${e}${power}`),
      );
    fc.assert(
      fc.property(number, (text) => {
        expect(Object.is(parse(text), Number(text)), text).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("reads every double back bit by bit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(parse(Object.is(value, -0) ? "-0" : String(value)), value)).toBe(true);
        expect(Object.is(parse(value.toExponential()), value + 0 === 0 ? 0 : value)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("takes padding and refuses everything that is not a decimal number", () => {
    expect(parse(" \t-1.50\r")).toBe(-1.5);
    for (const odd of [
      "",
      " ",
      ".",
      "-",
      "+",
      "e5",
      "1e",
      "1e+",
      "1.2.3",
      "0x10",
      "1_000",
      "1,5",
      "NaN",
      "inf",
    ]) {
      expect(parse(odd), odd).toBeNaN();
    }
    for (const odd of ["Infinity", "1 2", "--1", "1-", "12a", "٣"]) expect(parse(odd), odd).toBeNaN();
  });
});
