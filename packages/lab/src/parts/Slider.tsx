import { type ReactNode, useId, useState } from "react";

export interface SliderProps {
  readonly label: ReactNode;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** what the field accepts beyond the slider's own range; the slider's unless given */
  readonly limits?: readonly [number, number];
  /** the slider's steps are steps of the logarithm; `step` is then the number of steps from end to end */
  readonly logarithmic?: boolean;
  /** what follows the number, such as a unit */
  readonly unit?: string;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
  /** while it moves */
  readonly onMove: (value: number) => void;
  /** when it is let go */
  readonly onSettle: () => void;
}

/** A number to be slid, or typed to the digit. */
export function Slider(props: SliderProps) {
  const { label, value, least, most, step, unit, hint, disabled, onMove, onSettle } = props;
  const [low, high] = props.limits ?? [least, most];
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const { toSlider, fromSlider, from, to, by } = scaleOf(props);
  const take = () => {
    const number = Number(typed);
    setTyped(undefined);
    if (typed === undefined || typed.trim() === "" || !Number.isFinite(number)) return;
    onMove(Math.min(high, Math.max(low, Number.isInteger(step) ? Math.round(number) : number)));
    onSettle();
  };
  return (
    <div className="slider">
      <label htmlFor={id}>{label}</label>
      <span className="number">
        <input
          id={`${id}-number`}
          inputMode="decimal"
          autoComplete="off"
          aria-labelledby={`${id}-name`}
          value={typed ?? shown(value)}
          disabled={disabled}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === "Enter") take();
            if (event.key === "Escape") setTyped(undefined);
          }}
        />
        {unit ? <span className="unit">{unit}</span> : null}
      </span>
      <span id={`${id}-name`} hidden>
        {label}, as a number
      </span>
      <input
        id={id}
        type="range"
        min={from}
        max={to}
        step={by}
        value={toSlider(value)}
        aria-valuetext={`${shown(value)}${unit ? ` ${unit}` : ""}`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        disabled={disabled}
        onChange={(event) => onMove(fromSlider(Number(event.target.value)))}
        onPointerUp={onSettle}
        onKeyUp={onSettle}
        onBlur={onSettle}
      />
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

function scaleOf({ least, most, step, logarithmic }: SliderProps) {
  if (!logarithmic) {
    const tidy = (at: number) => Number(at.toPrecision(10));
    return { from: least, to: most, by: step, toSlider: (v: number) => v, fromSlider: tidy };
  }
  const ratio = Math.log(most / least);
  return {
    from: 0,
    to: step,
    by: 1,
    toSlider: (value: number) => Math.round((step * Math.log(Math.max(value, least) / least)) / ratio),
    fromSlider: (at: number) => twoDigits(least * Math.exp((at * ratio) / step)),
  };
}

/** What people would have typed: two significant digits. */
function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}
