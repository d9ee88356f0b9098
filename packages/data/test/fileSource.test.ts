import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileSource } from "../src/node.js";
import { readAll, sentence } from "./reading.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lagwise-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("fileSource", () => {
  it("reads a file larger than a piece, by slices and from start to end", async () => {
    const path = join(folder, "big.csv");
    const lines = Array.from({ length: 200_000 }, (_, i) => `${i},${i * 2}`);
    await writeFile(path, `x,y\n${lines.join("\n")}\n`);
    const source = await fileSource(path);
    expect(source.size).toBeGreaterThan(2 ** 21);
    expect(new TextDecoder().decode(await source.slice(0, 3))).toBe("x,y");
    const { outputs } = await readAll(source, { inputs: "x", outputs: "y" });
    expect(outputs[0].every(([value], i) => value === 2 * i)).toBe(true);
    expect(outputs[0].length).toBe(200_000);
  });

  it("says what is wrong with a path", async () => {
    expect(await sentence(fileSource(join(folder, "none.csv")))).toContain("there is no file");
    expect(await sentence(fileSource(folder))).toContain("is a directory");
    const empty = join(folder, "empty.csv");
    await writeFile(empty, "");
    expect(await sentence(fileSource(empty))).toContain("is empty");
  });

  it("notices a file that shrinks while it is read, or goes away", async () => {
    const path = join(folder, "shrinking.csv");
    await writeFile(path, "x,y\n1,2\n3,4\n");
    const source = await fileSource(path);
    await truncate(path, 5);
    expect(await sentence(readAll(source, { inputs: "x", outputs: "y" }))).toContain("became shorter");
    await rm(path);
    expect(await sentence(readAll(source, { inputs: "x", outputs: "y" }))).toContain("there is no file");
  });
});
