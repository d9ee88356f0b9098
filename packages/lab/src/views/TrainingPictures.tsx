import { memo, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Choice } from "../parts/Choice.js";
import { FigureView } from "../parts/FigureView.js";
import { update, useSettings } from "../state/lab.js";
import { isPlaying, useTraining } from "../work/trainingStore.js";
import { kernelFigure, type LiveFigure, lossFigure, responseFigure } from "./trainingFigures.js";

export function LossPicture() {
  const run = useTraining((state) => state.run);
  const report = useTraining((state) => state.report);
  const { axis } = useSettings("training");
  // the run's history grows in place: a report says that it has
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const figure = useMemo(() => run && lossFigure(run, axis === "logarithmic"), [run, report, axis]);
  if (figure === undefined) return <div className="awaited" />;
  return (
    <Live figure={figure}>
      <div className="training-axis">
        <Choice
          label="Steps on an axis that is"
          value={axis}
          options={[
            { value: "linear", name: "linear" },
            { value: "logarithmic", name: "logarithmic" },
          ]}
          onChoose={(value) => update("training", { axis: value })}
        />
      </div>
    </Live>
  );
}

export function ResponsePicture() {
  const run = useTraining((state) => state.run);
  const report = useTraining((state) => state.report);
  const figure = useMemo(() => run && report && responseFigure(run, report), [run, report]);
  return figure && <Live figure={figure} />;
}

export function KernelPicture() {
  const run = useTraining((state) => state.run);
  const kernel = useTraining((state) => state.kernel);
  const figure = useMemo(() => run && kernel && kernelFigure(run, kernel), [run, kernel]);
  return figure && <Live figure={figure} most={820} />;
}

interface LiveProps {
  readonly figure: LiveFigure;
  readonly children?: ReactNode;
  readonly most?: number;
}

/** A figure that, while training goes on, is drawn only where it can be seen. */
function Live(props: LiveProps) {
  const place = useRef<HTMLDivElement>(null);
  const seen = useSeen(place);
  const playing = useTraining(isPlaying);
  return (
    <div ref={place}>
      <Held {...props} current={seen || !playing} />
    </div>
  );
}

const Held = memo(
  function Held({ figure, children, most }: LiveProps & { readonly current: boolean }) {
    return (
      <FigureView figure={figure} most={most}>
        {children}
      </FigureView>
    );
  },
  (_, next) => !next.current,
);

function useSeen(place: { readonly current: Element | null }): boolean {
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    if (place.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => setSeen(entries[entries.length - 1].isIntersecting),
      {
        rootMargin: "100px",
      },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [place]);
  return seen;
}
