import { short } from "@lagwise/report";
import type { ReactNode } from "react";
import { Choice } from "../parts/Choice.js";
import { Slider } from "../parts/Slider.js";
import { Symbols } from "../parts/Symbols.js";
import { move, update, useSettings } from "../state/lab.js";
import { presetOf, presets } from "./weightsPresets.js";

/** The settings of the view. `onSettle` is called when a slider has been let go and when a preset has been taken. */
export function WeightsControls({ onSettle }: { readonly onSettle: () => void }) {
  const settings = useSettings("weights");
  const { nuW, lags, width, seed } = settings;
  const chosen = presetOf(settings);
  return (
    <>
      <div className="presets">
        <Choice
          label="Start from"
          value={chosen?.name ?? ""}
          options={presets.map(({ name }) => ({ value: name, name }))}
          onChoose={(name) => {
            update("weights", presets.find((one) => one.name === name)?.values ?? {});
            onSettle();
          }}
        />
        <p className="hint">
          <Symbols text={chosen?.note ?? "Variances of your own."} />
        </p>
      </div>
      <Slider
        label={<Symbols text="Transition variance nu_W" />}
        value={nuW}
        least={0}
        most={1.2}
        limits={[0, 4]}
        step={0.01}
        hint={<Symbols text={`spectral radius √nu_W = ${short(Math.sqrt(nuW))}`} />}
        onMove={(value) => move("weights", { nuW: value })}
        onSettle={onSettle}
      />
      <Variance name="nuF" label={<Symbols text="Input variance nu_F" />} onSettle={onSettle} />
      <Variance name="nuC" label={<Symbols text="Readout variance nu_C" />} onSettle={onSettle} />
      <Slider
        label="Lags shown"
        value={lags}
        least={2}
        most={200}
        step={1}
        onMove={(value) => move("weights", { lags: value })}
        onSettle={onSettle}
      />
      <details open={settings.etaC !== 1 || settings.etaF !== 1 || settings.etaW !== 1 || undefined}>
        <summary>Learning rates</summary>
        <p className="hint">
          As multiples of one rate: how other parameterisations are expressed. 0 leaves a matrix as it was
          drawn.
        </p>
        <Variance name="etaW" label={<Symbols text="Transition eta_W" />} onSettle={onSettle} />
        <Variance name="etaF" label={<Symbols text="Input eta_F" />} onSettle={onSettle} />
        <Variance name="etaC" label={<Symbols text="Readout eta_C" />} onSettle={onSettle} />
      </details>
      <div>
        <Slider
          label="Network drawn"
          unit="units"
          value={width}
          least={10}
          most={1000}
          limits={[10, 2000]}
          step={24}
          logarithmic
          onMove={(value) => move("weights", { width: Math.round(value) })}
          onSettle={onSettle}
        />
        <button type="button" className="plain" onClick={() => update("weights", { seed: seed + 1 })}>
          Draw another
        </button>
      </div>
    </>
  );
}

/** A slider from 0 to 2 for a setting of that name. */
function Variance({
  name,
  label,
  onSettle,
}: {
  readonly name: "nuF" | "nuC" | "etaW" | "etaF" | "etaC";
  readonly label: ReactNode;
  readonly onSettle: () => void;
}) {
  const value = useSettings("weights")[name];
  return (
    <Slider
      label={label}
      value={value}
      least={0}
      most={2}
      limits={[0, 4]}
      step={0.05}
      onMove={(moved) => move("weights", { [name]: moved })}
      onSettle={onSettle}
    />
  );
}
