import { lagWeightShares, lagWeights, memoryHorizon } from "@lagwise/core";
import { columnTable, lagWeightsChart } from "@lagwise/report";
import { useMemo } from "react";
import { FigureView } from "../parts/FigureView.js";
import { Formula } from "../parts/Formula.js";
import { Slider } from "../parts/Slider.js";
import { View } from "../parts/View.js";
import { move, settle, useSettings } from "../state/lab.js";

export function WeightsView() {
  const { nuW, nuF, nuC, lags } = useSettings("weights");
  const figure = useMemo(() => {
    const initialisation = { nuW, nuF, nuC };
    const shares = lagWeightShares(initialisation, lags);
    const rho = lagWeights(initialisation, lags);
    const horizon = nuF + nuC > 0 ? memoryHorizon(initialisation) : undefined;
    return {
      id: "lag-weights",
      title: "Lag weights",
      caption:
        "How freely each lag may be learnt, and what the three weights of the network contribute to it.",
      draw: (options: Parameters<typeof lagWeightsChart>[1]) =>
        lagWeightsChart({ rho, shares, horizon }, options),
      table: columnTable({ lag: Array.from(rho, (_, j) => j), rho, ...shares }),
    };
  }, [nuW, nuF, nuC, lags]);
  return (
    <View
      title="How far back can it learn to look?"
      lead="A wide linear recurrent network learns like a convolution whose weights fall with the lag."
      controls={
        <Slider
          label={
            <>
              Transition variance <i>ν</i>
              <sub>W</sub>
            </>
          }
          value={nuW}
          least={0}
          most={1.2}
          step={0.01}
          onMove={(value) => move("weights", { nuW: value })}
          onSettle={settle}
        />
      }
    >
      <FigureView figure={figure} />
      <Formula tex="\rho_j=\nu_F\nu_W^j+\nu_C\nu_W^j+j\,\nu_C\nu_F\nu_W^{j-1}" />
    </View>
  );
}
