import { type ChartOptions, chartFile, csv, type DataTable, type Figure } from "@lagwise/report";
import type { ReactNode } from "react";
import { Chart } from "./Chart.js";
import { Symbols } from "./Symbols.js";
import { save } from "./save.js";

export interface FigureViewProps {
  readonly figure: Omit<Figure, "table"> & { readonly table: DataTable | (() => DataTable) };
  /** controls that belong to the picture */
  readonly children?: ReactNode;
  readonly most?: number;
  /** of its heading: one more than that of the heading it stands under; 2 unless given */
  readonly level?: 2 | 3;
}

/** As wide as a chart that is saved. */
const SAVED_WIDTH = 900;

/** A chart with its title, what to look at, and its downloads. `figure` is to be kept while nothing changes. */
export function FigureView({ figure, children, most, level = 2 }: FigureViewProps) {
  const { id, title, caption, draw, table } = figure;
  const Heading = level === 2 ? "h2" : "h3";
  const options: ChartOptions = { document, width: SAVED_WIDTH };
  return (
    <figure id={id}>
      <figcaption>
        <Heading>
          <Symbols text={title} />
        </Heading>
        <p>
          <Symbols text={caption} />
        </p>
      </figcaption>
      {children}
      <Chart draw={draw} most={most} />
      <p className="downloads">
        <button
          type="button"
          aria-label={`${title}: data as CSV`}
          onClick={() => save(`${id}.csv`, csv(typeof table === "function" ? table() : table), "text/csv")}
        >
          data (CSV)
        </button>
        <button
          type="button"
          aria-label={`${title}: picture as SVG`}
          onClick={() => save(`${id}.svg`, chartFile(draw(options)), "image/svg+xml")}
        >
          picture (SVG)
        </button>
      </p>
    </figure>
  );
}
