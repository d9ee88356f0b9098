import { type ChartOptions, predictionChart, predictionScale } from "@lagwise/report";
import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { FigureView } from "../parts/FigureView.js";
import { Slider } from "../parts/Slider.js";
import { move, settle, update } from "../state/lab.js";
import type { Settings } from "../state/settings.js";
import { type FittingState, showWindow, stop } from "../work/fittingStore.js";
import type { PredictionWindow } from "../work/fittingWindow.js";
import { useLasting } from "./RecordingProgress.js";

interface RecordingPredictionProps {
  readonly fitting: FittingState;
  readonly result: NonNullable<FittingState["result"]>;
  readonly settings: Settings<"data">;
}

/** As many samples as are shown at first: few enough to be told apart. */
const USUAL_SAMPLES = 400;
const LEAST_SAMPLES = 10;

/** Prediction against measurement on the test part: a window of it, to be dragged over, slid and widened. */
export function RecordingPrediction({ fitting, result, settings }: RecordingPredictionProps) {
  const { testSamples } = result.fit;
  const [from, until] = windowOf(settings, testSamples);
  useEffect(() => {
    // a new fit of the same recording has the same window and other predictions
    if (result.fit.testSamples > 0) showWindow(from, until);
  }, [from, until, result]);
  const { window } = fitting;
  const reading = useLasting(fitting.reading === true);
  const figure = useMemo(() => window && figureOf(window), [window]);
  if (window === undefined || figure === undefined) return null;
  const length = until - from;
  const moveTo = (start: number, samples: number) => {
    const most = Math.max(0, testSamples - samples);
    const begin = Math.min(most, Math.max(0, Math.round(start)));
    return { from: begin, until: begin + samples };
  };
  return (
    <Zoomable window={window} onZoom={(first, last) => update("data", { from: first, until: last })}>
      <FigureView figure={figure} level={3}>
        {testSamples > LEAST_SAMPLES ? (
          <div className="zoom">
            <Slider
              label="From test sample"
              value={from}
              least={0}
              most={Math.max(1, testSamples - length)}
              step={1}
              disabled={length >= testSamples}
              onMove={(start) => move("data", moveTo(start, length))}
              onSettle={settle}
            />
            <Slider
              label="Samples shown"
              value={length}
              least={LEAST_SAMPLES}
              most={testSamples}
              step={200}
              logarithmic
              onMove={(samples) => move("data", moveTo(from, Math.round(Math.min(samples, testSamples))))}
              onSettle={settle}
            />
            <button
              type="button"
              className="plain"
              disabled={length >= testSamples}
              onClick={() => update("data", { from: 0, until: testSamples })}
            >
              the whole test part
            </button>
            {reading ? (
              <p className="hint">
                Reading the file …{" "}
                <button type="button" className="plain" onClick={stop}>
                  stop
                </button>
              </p>
            ) : null}
          </div>
        ) : null}
      </FigureView>
    </Zoomable>
  );
}

/** The samples from … until − 1 that the settings show, within what there is. */
function windowOf({ from, until }: Settings<"data">, testSamples: number): readonly [number, number] {
  if (until === 0) return [0, Math.min(USUAL_SAMPLES, testSamples)];
  const end = Math.min(until, testSamples);
  const start = Math.max(0, Math.min(from, end - LEAST_SAMPLES));
  return [start, Math.min(testSamples, Math.max(end, start + LEAST_SAMPLES))];
}

function figureOf({ outputs, samplesPerStep }: PredictionWindow) {
  const thinned =
    samplesPerStep > 1
      ? ` So many do not fit: each step shows the lowest and the highest of ${samplesPerStep} samples, in the download too.`
      : "";
  return {
    id: "prediction",
    title: "Prediction on the test part",
    caption: `A part of the recording that the fit has not seen, predicted from the inputs alone. Drag over the chart to look closer.${thinned}`,
    draw: (options: ChartOptions) => predictionChart(outputs, options, Number.POSITIVE_INFINITY),
    table: () => ({
      columns: ["output", "sample", "measured", "predicted"],
      rows: outputs.flatMap(({ output, time, measured, predicted }) =>
        Array.from(time, (t, k) => [output, t, measured[k], predicted[k]]),
      ),
    }),
  };
}

/** A chart over which a range can be dragged with the pointer; the sliders do the same for the keyboard. */
function Zoomable({
  window,
  onZoom,
  children,
}: {
  readonly window: PredictionWindow;
  readonly onZoom: (from: number, until: number) => void;
  readonly children: React.ReactNode;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<readonly [number, number]>();
  const at = (event: PointerEvent) => {
    const chart = place.current?.querySelector(".chart svg")?.getBoundingClientRect();
    return chart && chart.width > 0 ? { chart, x: event.clientX } : undefined;
  };
  const zoom = () => {
    setDrag(undefined);
    const chart = place.current?.querySelector(".chart svg");
    if (drag === undefined || !chart || Math.abs(drag[1] - drag[0]) < LEAST_PIXELS) return;
    const { left, width } = chart.getBoundingClientRect();
    const drawn = Number(chart.getAttribute("width"));
    const { time } = window.outputs[0];
    const { timeAt } = predictionScale(drawn, time[0], time[time.length - 1]);
    const [first, last] = drag
      .map((x) => Math.round(timeAt(((x - left) / width) * drawn)) - time[0] + window.from)
      .sort((a, b) => a - b)
      .map((sample) => Math.min(window.until, Math.max(window.from, sample)));
    if (last > first) onZoom(first, Math.max(last, first + LEAST_SAMPLES));
  };
  return (
    <div
      ref={place}
      className="zoomable"
      onPointerDown={(event) => {
        const hit = at(event);
        if (event.button !== 0 || hit === undefined || !(event.target as Element).closest(".chart")) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag([hit.x, hit.x]);
      }}
      onPointerMove={(event) => {
        if (drag !== undefined) setDrag([drag[0], event.clientX]);
      }}
      onPointerUp={zoom}
      onPointerCancel={() => setDrag(undefined)}
    >
      {children}
      {drag && place.current ? <Band drag={drag} place={place.current} /> : null}
    </div>
  );
}

/** A drag of fewer pixels is a click. */
const LEAST_PIXELS = 6;

function Band({ drag, place }: { readonly drag: readonly [number, number]; readonly place: HTMLElement }) {
  const box = place.getBoundingClientRect();
  const chart = place.querySelector(".chart")?.getBoundingClientRect() ?? box;
  const [left, right] = [...drag]
    .sort((a, b) => a - b)
    .map((x) => Math.min(chart.right, Math.max(chart.left, x)));
  return (
    <div
      className="band"
      style={{ left: left - box.left, width: right - left, top: chart.top - box.top, height: chart.height }}
    />
  );
}
