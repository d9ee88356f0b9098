import { LagwiseError } from "@lagwise/core";

/** The command line itself is wrong: exit status 2. */
export class UsageError extends LagwiseError {
  override readonly name = "UsageError";
}

/** Ctrl-C. */
export class Interrupted extends LagwiseError {
  override readonly name = "Interrupted";
  constructor(message = "stopped") {
    super(message);
  }
}
