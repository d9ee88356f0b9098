import { formula } from "@lagwise/report";
import { memo, useLayoutEffect, useRef } from "react";

/** A formula in TeX, as MathML. */
export const Formula = memo(function Formula({
  tex,
  inline = false,
}: {
  readonly tex: string;
  readonly inline?: boolean;
}) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (place.current !== null) place.current.innerHTML = formula(tex, !inline).text;
  }, [tex, inline]);
  return <span className={inline ? undefined : "display"} ref={place} />;
});
