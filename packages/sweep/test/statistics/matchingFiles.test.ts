import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { matchingFiles } from "../../src/statistics/matchingFiles.js";
import { folderWith } from "./recordings.js";

describe("matchingFiles", () => {
  const folder = () => folderWith({ "b.csv": "", "a10.csv": "", "a9.csv": "", "a[1].csv": "", "c.txt": "" });

  it("sorts what a pattern matches, character by character, and keeps the order of what was named", async () => {
    const at = folder();
    const { names, repeated } = await matchingFiles([
      join(at, "c.txt"),
      join(at, "a*.csv"),
      join(at, "gone.csv"),
    ]);
    expect(names).toEqual(
      ["c.txt", "a10.csv", "a9.csv", "a[1].csv", "gone.csv"].map((name) => join(at, name)),
    );
    expect(repeated).toEqual([]);
  });

  it("takes a file by its name where it looks like a pattern", async () => {
    const at = folder();
    expect((await matchingFiles([join(at, "a[1].csv")])).names).toEqual([join(at, "a[1].csv")]);
  });

  it("takes each file once, and says which were named twice", async () => {
    const at = folder();
    const { names, repeated } = await matchingFiles([
      join(at, "b.csv"),
      join(at, "{a9,b}.csv"),
      `${at}/./b.csv`,
    ]);
    expect(names).toEqual([join(at, "b.csv"), join(at, "a9.csv")]);
    expect(repeated).toEqual([join(at, "b.csv"), `${at}/./b.csv`]);
  });

  it("goes into folders where the pattern does, and not otherwise", async () => {
    const at = folder();
    mkdirSync(join(at, "deep"));
    writeFileSync(join(at, "deep", "d.csv"), "");
    expect((await matchingFiles([`${at}/**/d.csv`])).names).toEqual([join(at, "deep", "d.csv")]);
    expect((await matchingFiles([`${at}/?.csv`])).names).toEqual([join(at, "b.csv")]);
  });

  it("names the pattern that no file matches", async () => {
    const at = folder();
    await expect(matchingFiles([`${at}/b.csv`, `${at}/z*.csv`])).rejects.toThrow(
      `no file matches ${at}/z*.csv: check the folder and the pattern`,
    );
  });
});
