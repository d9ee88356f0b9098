import { useMemo } from "react";
import { announce } from "../parts/announce.js";
import { Symbols } from "../parts/Symbols.js";
import { View } from "../parts/View.js";
import { currentSettings, settle, useSettings } from "../state/lab.js";
import "./weights.css";
import { WeightsControls } from "./WeightsControls.js";
import { GradientNorms, LagWeights, MemoryHorizon } from "./WeightsPictures.js";
import { Finding } from "./WeightsSentence.js";
import { findingOf, spoken } from "./weightsFindings.js";
import { initialisationOf } from "./weightsPresets.js";

export function WeightsView() {
  const { nuW, nuF, nuC, etaC, etaF, etaW } = useSettings("weights");
  const initialisation = useMemo(
    () => initialisationOf({ nuW, nuF, nuC, etaC, etaF, etaW }),
    [nuW, nuF, nuC, etaC, etaF, etaW],
  );
  const finding = findingOf(initialisation);
  const [start, end] = finding.sentence;
  const sentence = (
    <>
      {start}
      <strong>{end}</strong>.
    </>
  );
  return (
    <View
      title="How far back can it learn to look?"
      lead={
        <Symbols text="A wide linear recurrent network learns like a convolution in which each lag has a weight. How fast the weights fall with the lag is settled at initialisation, by the variance nu_W of the transition matrix." />
      }
      controls={
        <>
          <Finding place="above">{sentence}</Finding>
          <WeightsControls onSettle={settleAndSay} />
        </>
      }
    >
      <Finding place="along">{sentence}</Finding>
      <p className="meaning">{finding.meaning}</p>
      {finding.horizon === undefined ? null : (
        <>
          <LagWeights initialisation={initialisation} />
          <GradientNorms initialisation={initialisation} />
          <MemoryHorizon horizon={finding.horizon} />
        </>
      )}
    </View>
  );
}

/** Ends a move, and says what it has come to to those who do not see the sentence change. */
function settleAndSay(): void {
  settle();
  announce(spoken(findingOf(initialisationOf(currentSettings("weights")))));
}
