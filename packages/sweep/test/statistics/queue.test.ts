import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeStatistics } from "@lagwise/core";
import { type Engine, queueEngine, startWorker } from "@lagwise/sweep";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gatherStatistics } from "../../src/statistics/gatherStatistics.js";
import { recordingFile } from "../../src/statistics/RecordingFile.js";
import { serverProgram, startServer, type TestServer } from "../redisServer.js";
import { inProcess, uniforms } from "./inProcess.js";
import { csv, folderWith, thePrepared } from "./recordings.js";

const program = serverProgram("statistics on a queue");
let server: TestServer;
beforeAll(async () => {
  if (program !== undefined) server = await startServer(program);
}, 200_000);
afterAll(() => server?.stop());

async function onQueue<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const shared = { url: server.url, code: `stats-${process.pid}-${Date.now()}` };
  const worker = await startWorker({ ...shared, concurrency: 2 });
  const engine = await queueEngine({ ...shared, retryFailed: true });
  try {
    return await work(engine);
  } finally {
    await engine.close();
    await worker.finish();
  }
}

function recording(samples: number, seed: number): string {
  const uniform = uniforms(seed);
  const rows = Array.from({ length: samples }, () => [uniform(), 5 + uniform()]);
  return csv(["u", "y"], rows);
}

const COLUMNS = { inputs: "u", outputs: "y", difference: false };

describe.skipIf(program === undefined)("statistics on a queue", () => {
  it("have the bits that they have without one", async () => {
    const folder = folderWith({ "a.csv": recording(700, 1), "b.csv": recording(400, 2) });
    const files = await Promise.all(
      ["a.csv", "b.csv"].map((name) => recordingFile(name, COLUMNS, join(folder, name))),
    );
    const settings = { lags: 25, pieces: 9 };
    const gathered = await onQueue((engine) => gatherStatistics(files, engine, settings));
    const alone = await gatherStatistics(files, inProcess(), settings);
    expect(gathered).toMatchObject({ failed: [], pieces: 18 });
    expect(writeStatistics(thePrepared(gathered))).toEqual(writeStatistics(thePrepared(alone)));
  });

  it("name a file that fails, and read it once it is mended", async () => {
    const folder = folderWith({ "a.csv": recording(200, 1), "b.csv": "u,y\nopen,1\n" });
    const files = () =>
      Promise.all(["a.csv", "b.csv"].map((name) => recordingFile(name, COLUMNS, join(folder, name))));
    await onQueue(async (engine) => {
      const { failed, read } = await gatherStatistics(await files(), engine);
      expect(read).toEqual([{ name: "a.csv", samples: 200, segments: 1 }]);
      expect(failed).toEqual([{ name: "b.csv", message: expect.stringMatching(/^b\.csv, line 2.*"open"/) }]);
      writeFileSync(join(folder, "b.csv"), recording(100, 2));
      const mended = await gatherStatistics(await files(), engine);
      expect(mended.failed).toEqual([]);
      expect(thePrepared(mended).samples).toBe(300);
    });
  });
});
