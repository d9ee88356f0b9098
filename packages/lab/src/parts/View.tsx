import type { ReactNode } from "react";

export interface ViewProps {
  readonly title: string;
  /** what the view shows, in a sentence or two */
  readonly lead: ReactNode;
  /** the controls, beside the pictures where there is room and above them where there is not */
  readonly controls: ReactNode;
  readonly children: ReactNode;
}

/** What every view has in common: a heading, controls, pictures. */
export function View({ title, lead, controls, children }: ViewProps) {
  return (
    <>
      <header className="head">
        <h1 tabIndex={-1}>{title}</h1>
        <p className="lead">{lead}</p>
      </header>
      <div className="bench">
        <section className="controls" aria-label="Settings">
          {controls}
        </section>
        <div className="pictures">{children}</div>
      </div>
    </>
  );
}
