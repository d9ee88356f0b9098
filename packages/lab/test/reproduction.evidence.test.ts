import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { differenced } from "@lagwise/core";
import { bytesOf, datasetInfo, openRecording } from "@lagwise/data";
import { type ClaimResult, claims } from "@lagwise/experiments";
import { expect, it } from "vitest";

const shipped = fileURLToPath(new URL("../src/work/claimsShipped.json", import.meta.url));

it("the evidence that comes with the page is what this code computes, to the bit", async () => {
  const { title, inputs, outputs } = datasetInfo("sales");
  const bytes = readFileSync(new URL("../../data/datasets/sales.csv", import.meta.url));
  const source = differenced(await openRecording(bytesOf("sales.csv", bytes), { inputs, outputs }));
  const recording = { name: `${title}, differences from sample to sample`, source };
  const results: ClaimResult[] = [];
  for (const claim of claims) results.push(await claim.run({ effort: "quick", seed: 1, recording }));
  expect(results.map(({ verdict }) => verdict.passes)).toEqual(claims.map(() => true));
  const lines = results.map((result) => JSON.stringify(result)).join(",\n");
  // `npm test -- -u` writes it anew
  await expect(`[\n${lines}\n]\n`).toMatchFileSnapshot(shipped);
}, 120_000);
