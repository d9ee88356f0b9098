import { describe, expect, it } from "vitest";
import { pointer, Workspace, withWorkspace } from "../../src/kernels/Workspace.js";
import { LagwiseError } from "../../src/LagwiseError.js";
import { matrix } from "../../src/linalg/Matrix.js";

describe("Workspace", () => {
  it("holds the promised number of doubles in the promised number of matrices", () => {
    for (const doubles of [0, 1, 8191, 8192, 100_000]) {
      const work = new Workspace(doubles, 9);
      const part = Math.floor(doubles / 9);
      const held = Array.from({ length: 9 }, (_, k) => work.matrix(1, k < 8 ? part : doubles - 8 * part));
      for (const [k, a] of held.entries()) a.data.fill(k + 1);
      expect(held.every((a, k) => a.data.every((v) => v === k + 1))).toBe(true);
    }
  });

  it("hands out zeros, aligned, above the module's own constants, also after clear()", () => {
    const work = new Workspace(100);
    const first = work.matrix(2, 3);
    expect(pointer(first)).toBeGreaterThanOrEqual(work.kernels.firstFreeByte());
    expect(pointer(first) % 64).toBe(0);
    first.data.fill(7);
    work.clear();
    const second = work.matrix(3, 2);
    expect(pointer(second)).toBe(pointer(first));
    expect(Array.from(second.data)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("copies: the copy does not follow the original", () => {
    const original = matrix(1, 2, [1, 2]);
    const copy = new Workspace(2).copy(original);
    original.data[0] = 9;
    expect(Array.from(copy.data)).toEqual([1, 2]);
  });

  it("says in one sentence that 4 GiB is the most", () => {
    expect(() => new Workspace(2 ** 29)).toThrow(LagwiseError);
    expect(() => new Workspace(2 ** 29)).toThrow(/4\.0 GiB.*4 GiB is the most/);
  });

  it("gives nested calls a memory of their own, and is free again after a throw", () => {
    const sum = withWorkspace(8, (outer) => {
      const a = outer.matrix(1, 4);
      a.data.fill(1);
      withWorkspace(8, (inner) => inner.matrix(1, 4).data.fill(5));
      return a.data.reduce((s, v) => s + v, 0);
    });
    expect(sum).toBe(4);
    const fail = () =>
      withWorkspace(8, () => {
        throw new Error("stop");
      });
    expect(fail).toThrow("stop");
    let again: Workspace | undefined;
    withWorkspace(8, (work) => {
      again = work;
    });
    withWorkspace(8, (work) => expect(work).toBe(again));
  });
});
