import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { datasetPath, listDatasets, pullDataset } from "../src/node.js";
import { sentence } from "./reading.js";

// The true bytes of gas-furnace.csv are no part of this repository. Contents with its size and checksum cannot be
// made up, so the entry under test is pointed at contents of our own.
const CONTENT = vi.hoisted(() => `x,y\n${"1,2\n".repeat(900)}`);

vi.mock("../src/datasets.js", async (original) => {
  const { createHash } = await import("node:crypto");
  const real = await original<typeof import("../src/datasets.js")>();
  const info = real.datasetInfo("gas-furnace");
  const sha256 = createHash("sha256").update(CONTENT).digest("hex");
  const ours = { ...info, origin: { ...info.origin, sha256, bytes: CONTENT.length } };
  return {
    ...real,
    datasets: [real.datasetInfo("sales"), ours],
    datasetInfo: (name: string) => (name === "gas-furnace" ? ours : real.datasetInfo(name)),
  };
});

let folder = "";
let server: Server;
let base = "";
const answers: Record<string, (response: ServerResponse) => void> = {
  "/good": (response) => response.end(CONTENT),
  "/short": (response) => response.end(CONTENT.slice(0, 100)),
  "/long": (response) => response.end(`${CONTENT}more`),
  "/wrong": (response) => response.end(CONTENT.replace("1", "3")),
  "/broken": (response) => {
    response.writeHead(200, { "content-length": String(CONTENT.length) });
    response.write(CONTENT.slice(0, 100), () => response.destroy());
  },
  "/slow": (response) => {
    response.writeHead(200, { "content-length": String(CONTENT.length) });
    response.write(CONTENT.slice(0, 100));
  },
  "/busy": (response) => response.writeHead(503).end(),
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = answers[request.url ?? ""];
    if (answer === undefined) response.writeHead(404).end("no");
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lagwise-cache-"));
  vi.stubEnv("LAGWISE_CACHE", join(folder, "cache"));
  vi.stubEnv("LAGWISE_DATA", "");
  return () => rm(folder, { recursive: true });
});

const pull = (path: string, signal?: AbortSignal) => pullDataset("gas-furnace", { url: base + path, signal });

async function leftovers(): Promise<string[]> {
  return existsSync(join(folder, "cache")) ? readdir(join(folder, "cache")) : [];
}

describe("pullDataset", () => {
  it("fetches, checks, and is found afterwards", async () => {
    expect(await sentence(datasetPath("gas-furnace"))).toContain('run "lagwise data pull gas-furnace"');
    const progress: number[] = [];
    const onProgress = (received: number, total: number) => progress.push(received / total);
    const path = await pullDataset("gas-furnace", { url: `${base}/good`, onProgress });
    expect(await readFile(path, "utf8")).toBe(CONTENT);
    expect(progress[progress.length - 1]).toBe(1);
    expect(await leftovers()).toEqual(["gas-furnace.csv"]);
    expect(await datasetPath("gas-furnace")).toBe(path);
    expect((await listDatasets())[1].path).toBe(path);
    expect(await pull("/nothing")).toBe(path);
  });

  it("finds a file in LAGWISE_DATA, where its contents are right", async () => {
    const path = await pull("/good");
    await copyFile(path, join(folder, "gas-furnace.csv"));
    vi.stubEnv("LAGWISE_CACHE", join(folder, "other"));
    vi.stubEnv("LAGWISE_DATA", folder);
    expect(await datasetPath("gas-furnace")).toBe(join(folder, "gas-furnace.csv"));
    await writeFile(join(folder, "gas-furnace.csv"), CONTENT.replace("1", "3"));
    expect(await sentence(datasetPath("gas-furnace"))).toContain("is not on this machine");
  });

  it.each([
    ["/short", "sent 100 bytes where the data set has 3604"],
    ["/long", "where the data set has 3604"],
    ["/wrong", "sent other contents than expected"],
    ["/broken", "broke off"],
    ["/missing", "answered 404 Not Found: the file is not there any more"],
    ["/busy", "answered 503 Service Unavailable: try again later"],
  ])("keeps nothing of %s", async (path, said) => {
    expect(await sentence(pull(path))).toContain(said);
    expect(await leftovers()).toEqual([]);
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const pulling = sentence(
      pullDataset("gas-furnace", {
        url: `${base}/slow`,
        signal: stop.signal,
        onProgress: () => stop.abort(),
      }),
    );
    expect(await pulling).toBe("the download was stopped: nothing was kept");
    expect(await sentence(pull("/good", AbortSignal.abort()))).toContain("was stopped");
    expect(await leftovers()).toEqual([]);
  });

  it("says that a server cannot be reached", async () => {
    expect(await sentence(pullDataset("gas-furnace", { url: "http://127.0.0.1:1/x" }))).toMatch(
      /127\.0\.0\.1:1 (cannot be reached|.*broke off)|download from/,
    );
  });

  it("says that the cache cannot be written to", async () => {
    await writeFile(join(folder, "file"), "");
    vi.stubEnv("LAGWISE_CACHE", join(folder, "file", "cache"));
    expect(await sentence(pull("/good"))).toContain("set LAGWISE_CACHE");
    if (process.getuid?.() === 0) return;
    const closed = join(folder, "closed");
    await mkdir(closed);
    await chmod(closed, 0o500);
    vi.stubEnv("LAGWISE_CACHE", closed);
    expect(await sentence(pull("/good"))).toContain("may not be written to");
  });
});
