import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { escapeCode, folderWith, lagwise } from "./lagwise.js";

const CLAIMS = ["gradients", "data"];

describe("lagwise reproduce", () => {
  it("prints each claim's verdict, keeps the evidence and writes a page that needs nothing else", async () => {
    const cwd = folderWith();
    const { status, stdout, stderr } = await lagwise(["reproduce", ...CLAIMS, "--quick", "--out", "out"], {
      cwd,
    });
    expect(status, stderr).toBe(0);
    expect(stdout.match(/✓ holds/g)?.length).toBe(2);
    expect(stdout).toContain("2 of 2 claims hold");
    expect(stdout).toContain(join("out", "report.html"));
    expect(stdout).not.toMatch(escapeCode);
    expect(readdirSync(join(cwd, "out")).sort()).toEqual(["evidence", "report.html"]);
    expect(readdirSync(join(cwd, "out", "evidence")).sort()).toEqual(["data.json", "gradients.json"]);
    const page = readFileSync(join(cwd, "out", "report.html"), "utf8");
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\/(?![^"]*arxiv)/);
  });

  it("goes on where it was stopped, does not trust what is damaged, and finds the same twice", async () => {
    const cwd = folderWith();
    const words = ["reproduce", "gradients", "--quick", "--seed", "3", "--out", "out"];
    const file = join(cwd, "out", "evidence", "gradients.json");
    expect((await lagwise(words, { cwd })).stdout).not.toContain("kept");
    const first = readFileSync(file);
    const page = readFileSync(join(cwd, "out", "report.html"));
    expect((await lagwise(words, { cwd })).stdout).toContain("kept from an earlier run");
    expect((await lagwise([...words, "--fresh"], { cwd })).stdout).not.toContain("kept");
    expect(readFileSync(file).equals(first)).toBe(true);
    expect(readFileSync(join(cwd, "out", "report.html")).equals(page)).toBe(true);
    writeFileSync(file, first.subarray(0, first.length / 2));
    expect((await lagwise(words, { cwd })).stdout).not.toContain("kept");
    expect(readFileSync(file).equals(first)).toBe(true);
    const another = await lagwise(["reproduce", "gradients", "--quick", "--seed", "4", "--out", "out"], {
      cwd,
    });
    expect(another.stdout).not.toContain("kept");
  });

  it("writes one JSON document with --json", async () => {
    const cwd = folderWith();
    const { stdout } = await lagwise(["reproduce", "data", "--quick", "--json"], { cwd });
    const { command, effort, seed, results } = JSON.parse(stdout);
    expect({ command, effort, seed }).toEqual({ command: "reproduce", effort: "quick", seed: 1 });
    expect(results[0]).toMatchObject({ id: "data", verdict: { passes: true } });
  });
});

describe("--report", () => {
  it.each([
    ["fit", "sales"],
    ["train", "sales", "--nu-w", "0.5", "--width", "60", "--lags", "8", "--steps", "20"],
    ["train", "--synthetic", "delay", "--init", "pytorch", "--width", "60", "--steps", "20"],
  ])("of %s %s is a page with its charts, the same bytes twice", async (...words) => {
    const cwd = folderWith();
    const write = async (name: string) => {
      const { status, stderr, stdout } = await lagwise([...words, "--report", name], { cwd });
      expect(status, stderr).toBe(0);
      expect(stdout).toContain(`All of it, drawn: ${name}`);
      return readFileSync(join(cwd, name), "utf8");
    };
    const page = await write("page.html");
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(3);
    expect(page).not.toMatch(/NaN|undefined/);
    expect(await write("page.html")).toBe(page);
    expect(readdirSync(cwd)).toEqual(["page.html"]);
  });

  it("that cannot be written is said in one line", async () => {
    const cwd = folderWith();
    const { status, stderr } = await lagwise(["fit", "sales", "--report", join("no", "page.html")], { cwd });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^lagwise: no.page\.html cannot be written: there is no such folder\n$/);
  });
});
