import type { Claim, ClaimId } from "./Claim.js";
import { finiteWidth } from "./finiteWidth.js";
import { gradients } from "./gradientNorms.js";
import { kernels } from "./kernelEquivalence.js";
import { data } from "./realData.js";
import { bias } from "./shortMemory.js";
import { training } from "./trainingEquivalence.js";

export type { Claim, ClaimId, ClaimResult, Effort, RunSettings, Verdict } from "./Claim.js";
export type * from "./evidence.js";

/** In the order in which they build on each other. */
export const claims: readonly Claim[] = [kernels, training, bias, gradients, data, finiteWidth];

/** The claim of that id. Throws a RangeError that lists the ids where there is none. */
export function claim(id: ClaimId): Claim {
  const found = claims.find((one) => one.id === id);
  if (found === undefined) {
    throw new RangeError(`no claim is called ${id}: ${claims.map((one) => one.id).join(", ")}`);
  }
  return found;
}
