import { type CodeLanguage, count, initialisationCode } from "@lagwise/report";
import { useMemo } from "react";
import { announce } from "../parts/announce.js";
import { Choice } from "../parts/Choice.js";
import { CopyBlock } from "../parts/CopyBlock.js";
import { FigureView } from "../parts/FigureView.js";
import { Slider } from "../parts/Slider.js";
import { Symbols } from "../parts/Symbols.js";
import { View } from "../parts/View.js";
import { addressOf, currentSettings, move, settle, update, useSettings } from "../state/lab.js";
import "./weights.css";
import "./initialise.css";
import {
  asWeights,
  commandOf,
  type Drawing,
  designed,
  digits,
  pytorchDefault,
  rowsOf,
  spoken,
} from "./initialiseDesign.js";
import { weightsBesideDefault } from "./initialiseFigures.js";
import { Finding } from "./WeightsSentence.js";

const languages: readonly { readonly value: CodeLanguage; readonly name: string }[] = [
  { value: "pytorch", name: "PyTorch" },
  { value: "flax", name: "JAX / Flax" },
  { value: "lagwise", name: "Lagwise" },
];

export function InitialiseView() {
  const { horizon, width } = useSettings("initialise");
  const yours = useMemo(() => designed(horizon), [horizon]);
  const figure = useMemo(() => weightsBesideDefault(yours), [yours]);
  const sentence = (
    <>
      To look back {count(yours.horizon, "lag")}, draw W with{" "}
      <strong>
        <Symbols text={`nu_W = ${digits(yours.nuW)}`} />
      </strong>
    </>
  );
  return (
    <View
      title="Give a network the memory it needs"
      lead="Say how far back it has to look. The variance of its transition matrix follows, and so does the code."
      controls={
        <>
          <Finding place="above">{sentence}</Finding>
          <InitialiseControls />
        </>
      }
    >
      <Finding place="along">{sentence}</Finding>
      <p className="meaning">
        That is the smallest variance whose lags 0 to {yours.horizon - 1} hold 95 % of all weight.{" "}
        <a className="whole" href={addressOf("weights", asWeights(yours))}>
          See its gradients
        </a>
        .
      </p>
      <FigureView figure={figure} />
      <Drawings drawings={[yours, pytorchDefault]} width={width} />
      <Program yours={yours} />
    </View>
  );
}

/** The program that sets it up, in the language chosen, and the command that prints it. */
function Program({ yours }: { readonly yours: Drawing }) {
  const settings = useSettings("initialise");
  const { width, inputs, outputs, language } = settings;
  const code = useMemo(() => {
    const { nuW, nuF, nuC } = yours;
    return initialisationCode(language, { nuW, nuF, nuC, width, inputs, outputs });
  }, [language, yours, width, inputs, outputs]);
  return (
    <section aria-labelledby="initialise-code">
      <h2 id="initialise-code">In code</h2>
      <p>
        A linear recurrent network, drawn like this. One learning rate for all three matrices is part of it:
        the weights of the lags are those of gradient descent, and Adam has others.
      </p>
      <Choice
        label="Library"
        value={language}
        options={languages}
        onChoose={(value) => update("initialise", { language: value })}
      />
      <div className="program">
        <CopyBlock text={code} label={`${languages.find(({ value }) => value === language)?.name} program`} />
      </div>
      <p>The same from a terminal:</p>
      <CopyBlock text={commandOf(settings)} label="command" />
    </section>
  );
}

function InitialiseControls() {
  const { horizon, width, inputs, outputs } = useSettings("initialise");
  return (
    <>
      <Slider
        label="Memory wanted"
        unit="lags"
        value={horizon}
        least={1}
        most={1000}
        limits={[1, 100_000]}
        step={120}
        logarithmic
        hint="Samples within which 95 % of all weight is to lie."
        onMove={(value) => move("initialise", { horizon: wholeStep(horizon, value) })}
        onSettle={settleAndSay}
      />
      <Slider
        label="Hidden units"
        value={width}
        least={10}
        most={10_000}
        limits={[1, 100_000]}
        step={30}
        logarithmic
        hint="They set the standard deviations, not the memory."
        onMove={(value) => move("initialise", { width: wholeStep(width, value) })}
        onSettle={settle}
      />
      <Slider
        label="Inputs"
        value={inputs}
        least={1}
        most={100}
        limits={[1, 100_000]}
        step={40}
        logarithmic
        onMove={(value) => move("initialise", { inputs: wholeStep(inputs, value) })}
        onSettle={settle}
      />
      <Slider
        label="Outputs"
        value={outputs}
        least={1}
        most={100}
        limits={[1, 100_000]}
        step={40}
        logarithmic
        onMove={(value) => move("initialise", { outputs: wholeStep(outputs, value) })}
        onSettle={settle}
      />
    </>
  );
}

function Drawings({ drawings, width }: { readonly drawings: readonly Drawing[]; readonly width: number }) {
  return (
    <section aria-labelledby="initialise-numbers">
      <h2 id="initialise-numbers">In numbers</h2>
      <div className="scroll">
        <table className="drawings">
          <caption>
            For {width} hidden units in the usual form, h = W h + F x and y = C h: every weight has the
            standard deviation √(ν/n), whatever the number of inputs and outputs. Yours has 1 for the
            variances of F and C.
          </caption>
          <thead>
            <tr>
              <td />
              {drawings.map(({ name }) => (
                <th key={name} scope="col" className="num">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rowsOf(drawings, width).map(({ name, also, values }) => (
              <tr key={name}>
                <th scope="row">
                  {name}
                  {also ? (
                    <span className="also">
                      <Symbols text={also} />
                    </span>
                  ) : null}
                </th>
                {values.map((value, k) => (
                  <td key={drawings[k].name} className="num">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** A whole number near `to`, and another than `from` wherever `to` is: no step of the slider is in vain. */
function wholeStep(from: number, to: number): number {
  const near = Math.round(to);
  return near !== from || to === from ? near : to > from ? from + 1 : from - 1;
}

/** Ends a move, and says what it has come to to those who do not see the sentence change. */
function settleAndSay(): void {
  settle();
  announce(spoken(designed(currentSettings("initialise").horizon)));
}
