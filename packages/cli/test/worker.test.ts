import { describe, expect, it } from "vitest";
import { lagwise } from "./lagwise.js";

// What a worker does with jobs is tested in packages/sweep, where there is a server; here is what it says without one.

describe("lagwise worker", () => {
  it.each([
    [
      ["--queue", "redis://user:s3cret@127.0.0.1:1"],
      1,
      "the queue at redis://user@127.0.0.1:1 does not answer (ECONNREFUSED): is Redis or Valkey running there?",
    ],
    [
      ["--queue", "http://user:s3cret@127.0.0.1:1"],
      1,
      "this is no address of a queue: give redis://host:port, or rediss:// for TLS",
    ],
    [["--queue", "redis://127.0.0.1:1", "--concurrency", "0"], 2, /Wanted: a whole number from 1 to 1024/],
    [[], 2, /required option '--queue <url>' not specified/],
  ])("answers in one line what it cannot work with: %j", async (words, status, line) => {
    const ended = await lagwise(["worker", ...words]);
    expect({ status: ended.status, stdout: ended.stdout }).toEqual({ status, stdout: "" });
    expect(ended.stderr.replace(/^lagwise: /, "").trimEnd()).toEqual(
      line instanceof RegExp ? expect.stringMatching(line) : line,
    );
    expect(ended.stderr).not.toContain("s3cret");
  });

  it("takes the address from LAGWISE_QUEUE, where no list of processes shows it", async () => {
    const ended = await lagwise(["worker"], { env: { LAGWISE_QUEUE: "redis://:s3cret@127.0.0.1:1" } });
    expect(ended.stderr).toBe(
      "lagwise: the queue at redis://127.0.0.1:1 does not answer (ECONNREFUSED): is Redis or Valkey running there?\n",
    );
  });
});
