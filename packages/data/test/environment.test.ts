import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Every file that `start` imports, at once or on demand, with the packages that they import. */
function graph(start: string): { files: Map<string, string>; packages: Set<string> } {
  const files = new Map<string, string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    const code = readFileSync(new URL(`../src/${file}`, import.meta.url), "utf8");
    files.set(file, code);
    for (const [, name] of code.matchAll(/(?:from\s+|import\()"([^"]+)"/g)) {
      if (name.startsWith("./")) visit(name.slice(2).replace(/\.js$/, ".ts"));
      else packages.add(name);
    }
  };
  visit(start);
  return { files, packages };
}

describe("the readers", () => {
  it("run in a browser and in a worker: nothing of Node, no DOM", () => {
    const { files, packages } = graph("index.ts");
    expect(files.size).toBeGreaterThan(15);
    expect([...packages].sort()).toEqual(["@lagwise/core", "fflate", "hyparquet", "hyparquet-compressors"]);
    for (const [file, code] of files)
      expect(code, file).not.toMatch(/\b(Buffer|process|require|document|window)\b[.(]/);
  });

  it("load what only some formats need on demand", () => {
    const atOnce = readFileSync(new URL("../src/openRecording.ts", import.meta.url), "utf8");
    expect(atOnce).not.toMatch(/^import (?!type).*"\.\/(parquet|mat|npz|npy|csv)\.js"/m);
  });
});
