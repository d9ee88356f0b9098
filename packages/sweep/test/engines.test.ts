import { setTimeout as pause } from "node:timers/promises";
import { type Engine, type Job, localEngine, type Outcome, queueEngine, startWorker } from "@lagwise/sweep";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverProgram, startServer, type TestServer } from "./redisServer.js";

const jobModule = new URL("./fixtures/jobs.mjs", import.meta.url);
const program = serverProgram("the engine on a queue");

type Does = {
  readonly does?: string;
  readonly value?: number;
  readonly milliseconds?: number;
  readonly bytes?: number;
};

function job(id: number, settings: Does = {}): Job {
  return { id: `job-${id}`, kind: "kernel", settings: { value: id, ...settings } };
}

async function outcomesOf(engine: Engine, jobs: readonly Job[]): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  await engine.run(jobs, (outcome) => {
    expect(outcomes.has(outcome.job.id), "an outcome for each job, once").toBe(false);
    outcomes.set(outcome.job.id, outcome);
  });
  return outcomes;
}

let server: TestServer;
beforeAll(async () => {
  if (program !== undefined) server = await startServer(program);
}, 200_000);
afterAll(() => server?.stop());

/** Each test has code of its own, and with it a queue of its own. */
let codes = 0;
const ownCode = () => `test-${process.pid}-${Date.now()}-${codes++}`;

/** An engine with whoever does its jobs. */
type Started = { readonly engine: Engine; readonly end: () => Promise<void> };

const engines: Record<string, () => Promise<Started>> = {
  local: async () => {
    const engine = localEngine({ concurrency: 2, jobModule, heapMegabytes: 60 });
    return { engine, end: () => engine.close() };
  },
};
if (program !== undefined) {
  engines.queue = async () => {
    const shared = { url: server.url, code: ownCode() };
    const worker = await startWorker({ ...shared, concurrency: 2, jobModule, heapMegabytes: 60 });
    const engine = await queueEngine({ ...shared, inFlight: 50 });
    return {
      engine,
      async end() {
        await engine.close();
        await worker.finish();
      },
    };
  };
}

describe.each(Object.entries(engines))("the %s engine", (_, start) => {
  it("ends 200 jobs, of which some throw, fail, end their thread or eat its memory, with 200 outcomes, each right", async () => {
    const { engine, end } = await start();
    const trouble: Record<number, string> = {
      7: "throw",
      50: "exit",
      51: "exit",
      90: "memory",
      120: "fail",
      199: "exit",
    };
    const jobs = Array.from({ length: 200 }, (_, k) => job(k, { does: trouble[k] }));
    const outcomes = await outcomesOf(engine, jobs);
    await end();
    expect(outcomes.size).toBe(200);
    const messages: Record<string, RegExp> = {
      throw: /^thrown by 7$/,
      exit: /^the job ended its thread \(exit code 3\)$/,
      memory: /^this does not fit into memory/,
      fail: /^cannot do 120$/,
    };
    for (let k = 0; k < 200; k++) {
      const outcome = outcomes.get(`job-${k}`);
      if (outcome?.ok) {
        expect(trouble[k]).toBeUndefined();
        expect(outcome.result.measures).toEqual({ double: 2 * k });
        expect(outcome.result.curves).toEqual({ line: { x: [0, 1], y: [0, k] } });
      } else expect(outcome?.message).toMatch(messages[trouble[k]]);
      expect(outcome?.milliseconds).toBeGreaterThanOrEqual(0);
    }
  });

  it("brings bytes along, ten million of them", async () => {
    const { engine, end } = await start();
    const outcomes = await outcomesOf(engine, [job(1, { bytes: 1e7 }), job(2, { bytes: 0 }), job(3)]);
    await end();
    const payloads = [1, 2, 3].map((k) => {
      const outcome = outcomes.get(`job-${k}`);
      return outcome?.ok ? outcome.result.payload : undefined;
    });
    expect(payloads.map((payload) => payload?.length)).toEqual([1e7, 0, undefined]);
    expect(payloads[0]?.every((byte) => byte === 1)).toBe(true);
  });

  it("runs twice, and takes jobs only as there is room for them", async () => {
    const { engine, end } = await start();
    let taken = 0;
    let ended = 0;
    let most = 0;
    function* lazily(): Generator<Job> {
      for (let k = 0; k < 300; k++) {
        taken++;
        most = Math.max(most, taken - ended);
        yield job(k);
      }
    }
    await engine.run(lazily(), () => void ended++);
    expect({ taken, ended }).toEqual({ taken: 300, ended: 300 });
    expect(most).toBeLessThanOrEqual(64);
    expect((await outcomesOf(engine, [job(1000), job(1001)])).size).toBe(2);
    expect((await outcomesOf(engine, [])).size).toBe(0);
    await end();
  });

  it("stops soon after the signal, and gives no more outcomes than it says", async () => {
    const { engine, end } = await start();
    const stop = new AbortController();
    let outcomes = 0;
    const jobs = Array.from({ length: 100 }, (_, k) => job(k, { does: "spin", milliseconds: 100 }));
    const onOutcome = () => {
      outcomes++;
      if (outcomes === 3) stop.abort();
    };
    await engine.run(jobs, onOutcome, stop.signal);
    const given = outcomes;
    expect(given).toBeGreaterThanOrEqual(3);
    expect(given).toBeLessThan(50);
    await pause(300);
    expect(outcomes).toBe(given);
    await end();
  });

  it("rejects with what the one who is told throws", async () => {
    const { engine, end } = await start();
    const jobs = Array.from({ length: 30 }, (_, k) => job(k));
    const run = engine.run(jobs, async ({ job: { id } }) => {
      await pause(5);
      if (id === "job-4") throw new Error("the disk is full");
    });
    await expect(run).rejects.toThrow("the disk is full");
    await end();
  });
});

describe.skipIf(program === undefined)("a queue", () => {
  it("keeps outcomes for the next call, where the one who is told could not deal with them", async () => {
    const shared = { url: server.url, code: ownCode() };
    const jobs = Array.from({ length: 20 }, (_, k) => job(k));
    let runs = 0;
    const worker = await startWorker({ ...shared, concurrency: 2, jobModule, onJob: () => void runs++ });
    const first = await queueEngine(shared);
    await expect(first.run(jobs, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await first.close();
    const second = await queueEngine(shared);
    expect((await outcomesOf(second, jobs)).size).toBe(20);
    await second.close();
    await worker.finish();
    expect(runs).toBe(20);
  });

  it("runs what two submit at once a single time, and tells both", async () => {
    const shared = { url: server.url, code: ownCode() };
    const jobs = Array.from({ length: 100 }, (_, k) => job(k, { does: "wait", milliseconds: 2 }));
    let runs = 0;
    const worker = await startWorker({ ...shared, concurrency: 4, jobModule, onJob: () => void runs++ });
    const both = await Promise.all([queueEngine(shared), queueEngine({ ...shared, inFlight: 30 })]);
    const outcomes = await Promise.all(both.map((engine) => outcomesOf(engine, jobs)));
    expect(outcomes.map(({ size }) => size)).toEqual([100, 100]);
    expect(runs).toBe(100);
    await Promise.all(both.map((engine) => engine.close()));
    await worker.finish();
  });

  it("runs again what has failed, where that is asked for, and otherwise not", async () => {
    const shared = { url: server.url, code: ownCode() };
    let runs = 0;
    const worker = await startWorker({ ...shared, concurrency: 1, jobModule, onJob: () => void runs++ });
    const expected = [1, 1, 2];
    for (const [call, retryFailed] of [false, false, true].entries()) {
      const engine = await queueEngine({ ...shared, retryFailed });
      const [outcome] = (await outcomesOf(engine, [job(1, { does: "fail" })])).values();
      expect(outcome.ok).toBe(false);
      expect(runs).toBe(expected[call]);
      await engine.close();
    }
    await worker.finish();
  });

  it("gives no job to a worker of other code, and both sides say so", async () => {
    const [code, other] = [ownCode(), ownCode()];
    const said: string[] = [];
    const onNotice = (line: string) => void said.push(line);
    const { url } = server;
    const wrong = await startWorker({
      url,
      code: other,
      jobModule,
      onNotice,
      onJob: () => onNotice("a job"),
    });
    const engine = await queueEngine({ url, code, onNotice });
    const stop = new AbortController();
    const run = engine.run([job(1)], () => onNotice("an outcome"), stop.signal);
    await expect
      .poll(() => said.join("\n"), { timeout: 20_000 })
      .toContain(`for code ${code}, and this worker has ${other}`);
    expect(said.join("\n")).toContain(`other code (${other}) than this sweep (${code})`);
    expect(said).toHaveLength(2);
    const right = await startWorker({ url, code, jobModule });
    await run;
    expect(said).toContain("an outcome");
    expect(said).not.toContain("a job");
    await engine.close();
    await Promise.all([wrong.finish(), right.finish()]);
  });

  it("submits again what the server has lost", async () => {
    const shared = { url: server.url, code: ownCode() };
    const engine = await queueEngine(shared);
    const run = outcomesOf(
      engine,
      Array.from({ length: 30 }, (_, k) => job(k)),
    );
    const client = new Redis(server.url);
    const keys = () => client.keys(`{lagwise}:runs-${shared.code}:*`);
    await expect.poll(async () => (await keys()).length).toBeGreaterThanOrEqual(30);
    await client.del(...(await keys()));
    client.disconnect();
    const worker = await startWorker({ ...shared, concurrency: 2, jobModule });
    expect((await run).size).toBe(30);
    await engine.close();
    await worker.finish();
  });

  it("takes a job back that its worker hands back, and another does it", async () => {
    const shared = { url: server.url, code: ownCode() };
    const worker = await startWorker({ ...shared, concurrency: 1, jobModule });
    const engine = await queueEngine(shared);
    const run = outcomesOf(engine, [job(1, { does: "spin", milliseconds: 3000 })]);
    await expect.poll(() => worker.underWay()).toBe(1);
    await worker.handBack();
    const other = await startWorker({ ...shared, concurrency: 1, jobModule });
    expect((await run).get("job-1")?.ok).toBe(true);
    await engine.close();
    await other.finish();
  });
});

describe("the address of a queue", () => {
  it.each([
    [
      "redis://user:s3cret@127.0.0.1:1",
      /^the queue at redis:\/\/user@127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)/,
    ],
    ["rediss://:s3cret@127.0.0.1:1/2", /^the queue at rediss:\/\/127\.0\.0\.1:1\/2 does not answer/],
    ["redis://:s3cret@nowhere.invalid", /^the queue at redis:\/\/nowhere\.invalid cannot be found/],
    ["http://:s3cret@127.0.0.1", /^this is no address of a queue/],
    ["s3cret", /^this is no address of a queue/],
    ["redis://:s3cret@127.0.0.1/runs", /^an address of a queue ends in the number of a database/],
  ])("is answered in one line without its password: %s", async (url, line) => {
    for (const attempt of [queueEngine, startWorker]) {
      const error = await attempt({ url }).then(
        () => new Error("it went well"),
        (reason: Error) => reason,
      );
      expect(error.message).toMatch(line);
      expect(`${error.message} ${error.stack}`).not.toContain("s3cret");
      expect(error.message).not.toContain("\n");
    }
  });

  it.skipIf(program === undefined)("with a wrong password is refused in one line", async () => {
    const guarded = await startServer(program as string, { password: "s3cret" });
    if (guarded.restart === undefined) return; // somebody else's server
    const wrong = guarded.url.replace("s3cret", "geheim");
    await expect(queueEngine({ url: wrong })).rejects.toThrow(/refuses this user or password/);
    await expect(startWorker({ url: wrong.replace(/:geheim@/, "") })).rejects.toThrow(
      /refuses this user or password/,
    );
    const engine = await queueEngine({ url: guarded.url });
    await engine.close();
    await guarded.stop();
  });
});
