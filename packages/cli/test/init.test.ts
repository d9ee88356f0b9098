import { designTransitionVariance } from "@lagwise/core";
import { initialisationCode } from "@lagwise/report";
import { describe, expect, it } from "vitest";
import { lagwise } from "./lagwise.js";

describe("lagwise init --code", () => {
  it.each(["pytorch", "flax", "lagwise"] as const)(
    "prints the %s program and nothing else",
    async (language) => {
      const words = "init --horizon 40 --nu-f 2 --nu-c 0.5 --width 300 --inputs 3 --outputs 2 --code".split(
        " ",
      );
      const { status, stdout, stderr } = await lagwise([...words, language]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const nuW = designTransitionVariance(40, { nuF: 2, nuC: 0.5 });
      const settings = { nuW, nuF: 2, nuC: 0.5, width: 300, inputs: 3, outputs: 2 };
      expect(stdout).toBe(initialisationCode(language, settings));
    },
  );

  it("has one input, one output and the width of the figures unless told", async () => {
    const { stdout } = await lagwise(["init", "--horizon", "25", "--code", "pytorch"]);
    expect(stdout).toMatch(/NU_W, NU_F, NU_C = 0\.8274, 1, 1\n/);
    expect(stdout).toContain("LinearRNN(inputs=1, outputs=1, width=100)");
  });
});
