import type { ChartOptions } from "@lagwise/report";
import { useEffect, useRef, useState } from "react";
import { drawNever, drawSoon } from "./drawing.js";

/** Charts are not drawn narrower than this; a narrower page scrolls them. */
const NARROWEST = 300;

/** A chart of the report, as wide as its place, drawn again when its data or its place change. */
export function Chart({
  draw,
  most = 1100,
}: {
  readonly draw: (options: ChartOptions) => SVGSVGElement;
  /** pixels */
  readonly most?: number;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = place.current;
    if (element === null || width === 0) return;
    const options = { document, width: Math.min(most, Math.max(NARROWEST, width)) };
    drawSoon(element, () => element.replaceChildren(draw(options)));
    return () => drawNever(element);
  }, [draw, width, most]);
  return <div className="chart" ref={place} />;
}
