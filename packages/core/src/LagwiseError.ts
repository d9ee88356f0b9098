/**
 * What went wrong, said to the user in one line: what, where, what to do.
 * Every error that a user can cause is one of these; anything else that is thrown is a defect of ours.
 */
export class LagwiseError extends Error {
  override readonly name: string = "LagwiseError";
}
