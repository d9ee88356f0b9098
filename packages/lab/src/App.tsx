import { type ComponentType, lazy, type RefObject, Suspense, useEffect, useRef } from "react";
import { useAnnouncement } from "./parts/announce.js";
import { Failure } from "./parts/Failure.js";
import { addressOf, useView } from "./state/lab.js";
import { type ViewName, viewNames } from "./state/settings.js";
import { WeightsView } from "./views/WeightsView.js";

const views: Record<ViewName, { readonly name: string; readonly View: ComponentType }> = {
  weights: { name: "Weights", View: WeightsView },
  training: {
    name: "Training",
    View: lazy(async () => ({ default: (await import("./views/TrainingView.js")).TrainingView })),
  },
  data: {
    name: "Your data",
    View: lazy(async () => ({ default: (await import("./views/RecordingView.js")).RecordingView })),
  },
  initialise: {
    name: "Initialise",
    View: lazy(async () => ({ default: (await import("./views/InitialiseView.js")).InitialiseView })),
  },
  reproduction: {
    name: "Reproduction",
    View: lazy(async () => ({ default: (await import("./views/ReproductionView.js")).ReproductionView })),
  },
};

/** The page: where one can go, and the view one is at. */
export function App() {
  const view = useView();
  const { View, name } = views[view];
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${name} · Lagwise`;
    scrollTo(0, 0);
  }, [name]);
  return (
    <>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <nav aria-label="Views">
        <span className="mark">Lagwise</span>
        <ul>
          {viewNames.map((one) => (
            <li key={one}>
              <a href={addressOf(one)} aria-current={one === view ? "page" : undefined}>
                {views[one].name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main ref={main} id="content" tabIndex={-1}>
        <Failure key={view}>
          <Suspense fallback={<p className="hint">Loading …</p>}>
            <View />
            <Arrival first={first} />
          </Suspense>
        </Failure>
      </main>
      <footer>
        <p>
          Everything here is computed in this page, by the code of the command line and to the same bits;
          nothing is uploaded. After <cite>Implicit Bias of Linear RNNs</cite>,{" "}
          <a href="https://arxiv.org/abs/2101.07833">arXiv 2101.07833</a>.
        </p>
      </footer>
      <Announcement />
    </>
  );
}

/** Whoever changes the view goes on reading at its heading, once it is there; whoever has just come begins at the top. */
function Arrival({ first }: { readonly first: RefObject<boolean> }) {
  useEffect(() => {
    if (!first.current) document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    first.current = false;
    // on a phone the views' names do not all have room side by side
    document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [first]);
  return null;
}

function Announcement() {
  return (
    <div className="hidden" role="status" aria-live="polite">
      {useAnnouncement()}
    </div>
  );
}
