import type { ReactNode } from "react";

/**
 * The sentence that a view comes to. It stands over the pictures, or, where the controls are over the pictures too,
 * with the controls: rendered in both places, shown in one.
 */
export function Finding({
  place,
  children,
}: {
  readonly place: "above" | "along";
  readonly children: ReactNode;
}) {
  return <h2 className={`finding ${place}`}>{children}</h2>;
}
