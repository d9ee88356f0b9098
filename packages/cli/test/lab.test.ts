import type { ChildProcess } from "node:child_process";
import { on } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { extname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { lagwise, outcomeOf, repository, start } from "./lagwise.js";

const site = join(repository, "packages/lab/site");
const files = readdirSync(site, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(site.length + 1)
      .replaceAll("\\", "/"),
  );

/** Starts `lagwise lab` at a free port, unless told otherwise, and waits until it says where it is. */
async function served(...words: string[]): Promise<{ child: ChildProcess; address: string; said: string }> {
  const child = start(["lab", ...words]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for await (const piece of on(child.stdout as NodeJS.ReadableStream, "data", { close: ["end"] })) {
    said += String(piece);
    if (said.endsWith("\n") && (!words.includes("--json") || said.endsWith("}\n"))) break;
  }
  return { child, address: /http:\/\/[^\s"]+/.exec(said)?.[0] ?? "", said };
}

/** An address as it is typed: fetch would tidy it. */
function statusOf(address: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("error", reject);
    asked.end();
  });
}

const TYPES: Readonly<Record<string, RegExp>> = {
  ".html": /^text\/html/,
  ".js": /^text\/javascript/,
  ".css": /^text\/css/,
  ".svg": /^image\/svg\+xml/,
  ".csv": /^text\/csv/,
  ".json": /^application\/json/,
  ".wasm": /^application\/wasm/,
};

describe("lagwise lab", () => {
  it("serves every file of the built lab as what it is, and nothing else", async () => {
    const { address } = await served("--port", "0");
    expect(files).toEqual(expect.arrayContaining(["index.html", "icon.svg"]));
    for (const file of files) {
      const answer = await fetch(address + file);
      expect(answer.status, file).toBe(200);
      expect(answer.headers.get("content-type"), file).toMatch(TYPES[extname(file)]);
      expect(answer.headers.get("x-content-type-options"), file).toBe("nosniff");
      expect(Buffer.from(await answer.arrayBuffer()).equals(readFileSync(join(site, file))), file).toBe(true);
    }
    const root = await fetch(address);
    expect(await root.text()).toBe(readFileSync(join(site, "index.html"), "utf8"));
    expect(root.headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
    for (const path of [
      "/nothing.js",
      "/../package.json",
      "/%2e%2e/package.json",
      "/..%2fpackage.json",
      "/%",
    ])
      expect(await statusOf(address, path), path).toBe(404);
    expect((await fetch(address, { method: "POST" })).status).toBe(405);
  });

  it("takes the browser's word for what it has already", async () => {
    const { address } = await served("--port", "0");
    const first = await fetch(address);
    expect(first.headers.get("cache-control")).toBe("no-cache");
    const again = await fetch(address, { headers: { "If-None-Match": first.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
  });

  it("says its address as JSON", async () => {
    const { address, said } = await served("--port", "0", "--json");
    expect(JSON.parse(said)).toEqual({ command: "lab", address });
    expect((await fetch(address)).status).toBe(200);
  });

  it.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM"] as const)(
    "ends on %s with status 0 and lets go of its port, whoever is still connected",
    async (signal) => {
      const { child, address } = await served("--port", "0");
      const open = await fetch(address);
      const ended = outcomeOf(child);
      child.kill(signal);
      expect(await ended).toMatchObject({ status: 0, stderr: "" });
      await open.text().catch(() => {});
      await expect(fetch(address)).rejects.toThrow("fetch failed");
    },
  );

  it("finds another port where its usual one is taken, and says so where one was asked for", async () => {
    const [one, two] = [await served(), await served()];
    expect(new Set([one.address, two.address, ""]).size).toBe(3);
    const { port } = new URL(one.address);
    const third = await lagwise(["lab", "--port", port]);
    expect(third).toEqual({
      status: 1,
      stdout: "",
      stderr: `lagwise: port ${port} is taken: name another with --port, or leave it out and a free one is found\n`,
    });
  });

  it("serves at another address of this machine, and says where there is none", async () => {
    const { address } = await served("--port", "0", "--host", "0.0.0.0");
    expect(new URL(address).hostname).toBe("127.0.0.1");
    expect((await fetch(address)).status).toBe(200);
    // of the block that is for documentation alone
    const { status, stdout, stderr } = await lagwise(["lab", "--host", "203.0.113.7"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^lagwise: "203\.0\.113\.7" is no address of this machine \(\w+\): .*--host.*\n$/);
  });
});
