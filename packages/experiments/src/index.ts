export type { Claim, ClaimId, ClaimResult, Effort, RunSettings, Verdict } from "./Claim.js";
export type * from "./evidence.js";
