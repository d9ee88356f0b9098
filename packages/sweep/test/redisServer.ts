import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";

/** A Redis or Valkey server for a test. */
export interface TestServer {
  readonly url: string;
  /** undefined where the server is somebody else's (REDIS_URL), which no test may restart */
  readonly restart?: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ServerSettings {
  readonly password?: string;
}

/**
 * What this machine has: a server program on PATH or the address in REDIS_URL; where there is neither, one is installed
 * if this is root on Debian. Undefined, with a line that says what is skipped, where nothing helps; under CI that
 * fails.
 */
export function serverProgram(what: string): string | undefined {
  const found = onPath() ?? process.env.REDIS_URL ?? installed();
  if (found !== undefined) return found;
  const skipped = `neither redis-server nor valkey-server is on PATH, and REDIS_URL is not set: ${what} is not tested`;
  if (process.env.CI === "true") throw new Error(skipped);
  console.warn(skipped);
  return undefined;
}

/** Starts a server on a free port, with a folder of its own that it keeps its data in. */
export async function startServer(program: string, { password }: ServerSettings = {}): Promise<TestServer> {
  if (/^\w+:\/\//.test(program)) return { url: program, stop: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), "lagwise-redis-"));
  const port = await freePort();
  const words = [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    "--save",
    "",
    "--appendonly",
    "yes",
  ];
  const secret = password === undefined ? [] : ["--requirepass", password];
  const url = `redis://${password === undefined ? "" : `:${password}@`}127.0.0.1:${port}`;
  let child: ChildProcess;
  const start = async () => {
    child = spawn(program, [...words, ...secret], { stdio: "ignore" });
    await answering(url);
  };
  const end = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  };
  await start();
  return {
    url,
    async restart() {
      await end("SIGTERM");
      await pause(300);
      await start();
    },
    async stop() {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const PROGRAMS = ["redis-server", "valkey-server"];

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders
    .flatMap((folder) => PROGRAMS.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

function installed(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...words: string[]) =>
    execFileSync("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=120", ...words], {
      env,
      stdio: "ignore",
      timeout: 180_000,
    });
  const policy = "/usr/sbin/policy-rc.d";
  try {
    apt("update");
    apt("install", "-y", "--no-install-recommends", "redis-server");
    if (!existsSync(policy)) execFileSync("service", ["redis-server", "stop"], { stdio: "ignore" }); // ours has a port of its own
  } catch {
    // what is there now decides
  }
  return onPath();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function answering(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => {}); // until it is up
  await client.ping();
  client.disconnect();
}
