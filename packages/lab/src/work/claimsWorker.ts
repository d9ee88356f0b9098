import { differenced } from "@lagwise/core";
import { bytesOf, datasetInfo, openRecording } from "@lagwise/data";
import { type ClaimId, type ClaimResult, claim, type Effort } from "@lagwise/experiments";
import { expose } from "comlink";

const SALES = new URL("../../../data/datasets/sales.csv", import.meta.url);
/** Progress is told so often at most. */
const TOLD_MILLISECONDS = 100;

const work = {
  /** Runs one claim; `onProgress` is told a fraction from 0 to 1. */
  async run(
    id: ClaimId,
    effort: Effort,
    seed: number,
    onProgress: (done: number) => void,
  ): Promise<ClaimResult> {
    let told = performance.now();
    return claim(id).run({
      effort,
      seed,
      recording: id === "data" ? await salesRecording() : undefined,
      onProgress: (done) => {
        if (performance.now() - told < TOLD_MILLISECONDS) return;
        told = performance.now();
        onProgress(done);
      },
    });
  },
};

export type ClaimsWork = typeof work;

expose(work);

/** The recording that comes along, prepared and named as the command line has it. */
async function salesRecording() {
  const { title, inputs, outputs } = datasetInfo("sales");
  const answer = await fetch(SALES);
  if (!answer.ok) throw new Error(`the recording sales.csv cannot be had (${answer.status})`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const source = differenced(await openRecording(bytesOf("sales.csv", bytes), { inputs, outputs }));
  return { name: `${title}, differences from sample to sample`, source };
}
