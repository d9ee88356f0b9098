import { describe, expect, it } from "vitest";
import { bytesOf, openRecording } from "../src/index.js";
import { sentence } from "./reading.js";

const refuse = (name: string, ...bytes: number[]) =>
  sentence(openRecording(bytesOf(name, Uint8Array.from(bytes)), { inputs: "1", outputs: "2" }));

describe("files that are not read", () => {
  it("are named, with what to do", async () => {
    expect(await refuse("a.csv")).toBe("a.csv is empty: it has no bytes");
    expect(await refuse("a.csv.gz", 0x1f, 0x8b, 8, 0)).toContain("is compressed with gzip: unpack it first");
    expect(await refuse("a.xls", 0xd0, 0xcf, 0x11, 0xe0)).toContain("Excel");
    expect(await refuse("a.csv", 0xff, 0xfe, 65, 0)).toContain("UTF-16: save it as UTF-8");
    expect(await refuse("a.csv", 0xfe, 0xff, 0, 65)).toContain("UTF-16: save it as UTF-8");
    expect(await refuse("a.png", 0x89, 0x50, 0x4e, 0x47, 0, 1)).toContain("neither a table of text nor");
  });
});
