import type { Initialisation } from "@lagwise/core";
import { type ReactNode, useMemo } from "react";
import { ErrorNote } from "../parts/Failure.js";
import { FigureView } from "../parts/FigureView.js";
import { Formula } from "../parts/Formula.js";
import { Symbols } from "../parts/Symbols.js";
import { update, useSettings } from "../state/lab.js";
import { useDrawnNetwork } from "../work/weightsNetwork.js";
import { gradientFigure, horizonFigure, lagWeightsFigure, reference } from "./weightsFigures.js";
import { gradientFinding, horizonCurve, partsOfTotal } from "./weightsFindings.js";

interface PictureProps {
  /** kept while it does not change */
  readonly initialisation: Initialisation;
}

/** The three terms of rho_j in TeX, with their learning rates where these are not all the same. */
function termsOf({ multipliers = { C: 1, F: 1, W: 1 } }: Initialisation) {
  const equal = Object.values(multipliers).every((eta) => eta === 1);
  const eta = (letter: string) => (equal ? "" : String.raw`\eta_${letter}`);
  return {
    /** whether the sum fits on a line */
    short: equal,
    readout: String.raw`${eta("C")}\nu_F\nu_W^{\,j}`,
    input: String.raw`${eta("F")}\nu_C\nu_W^{\,j}`,
    transition: String.raw`${eta("W")}j\nu_C\nu_F\nu_W^{\,j-1}`,
  };
}

/** rho_j, and the formula whose three terms are its three colours. */
export function LagWeights({ initialisation }: PictureProps) {
  const { lags, reference: shown } = useSettings("weights");
  const figure = useMemo(() => lagWeightsFigure(initialisation, lags, shown), [initialisation, lags, shown]);
  const terms = termsOf(initialisation);
  const parts = partsOfTotal(initialisation);
  return (
    <div className="beside">
      <FigureView figure={figure}>
        <label className="check">
          <input
            type="checkbox"
            checked={shown}
            onChange={(event) => update("weights", { reference: event.target.checked })}
          />
          {reference.name}, for comparison
        </label>
      </FigureView>
      <section aria-label="The formula of the lag weights">
        <Formula
          tex={String.raw`\rho_j=${terms.readout}+${terms.input}${terms.short ? `+${terms.transition}` : ""}`}
        />
        {terms.short ? null : <Formula tex={String.raw`\qquad{}+${terms.transition}`} />}
        <dl className="terms">
          <Term of="readout" tex={terms.readout} name="Readout C" part={parts?.readout}>
            What the state still holds of an input <i>j</i> steps old: that is what learning C can pick from.
          </Term>
          <Term of="input" tex={terms.input} name="Input F" part={parts?.input}>
            What is left of a gradient after <i>j</i> steps back through W: that is what reaches F.
          </Term>
          <Term of="transition" tex={terms.transition} name="Transition W" part={parts?.transition}>
            An input passes W <i>j</i> times on its way, and each time is a chance to learn. None at lag 0,
            the most of all later on.
          </Term>
        </dl>
      </section>
    </div>
  );
}

function Term({
  of,
  tex,
  name,
  part,
  children,
}: {
  readonly of: "readout" | "input" | "transition";
  readonly tex: string;
  readonly name: string;
  readonly part: number | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>
        <span className={`swatch ${of}`} aria-hidden="true" />
        {name}
        <Formula inline tex={tex} />
        {part === undefined ? null : <span className="part">{Math.round(100 * part)} %</span>}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What the weights are: squared gradient norms, of a drawn network and as expected. */
export function GradientNorms({ initialisation }: PictureProps) {
  const { lags, width, seed } = useSettings("weights");
  const drawn = useDrawnNetwork(width, seed);
  const figure = useMemo(
    () => drawn?.norms && gradientFigure(initialisation, lags, drawn.norms, drawn.width),
    [initialisation, lags, drawn],
  );
  return (
    <div className="beside">
      {figure ? (
        <FigureView figure={figure} />
      ) : drawn?.failure ? (
        <ErrorNote message={`A network of ${width} units could not be drawn here: ${drawn.failure}.`} />
      ) : (
        <p className="hint pending">Drawing a network of {width} units …</p>
      )}
      <section aria-label="The formula of the gradient norms">
        <Formula tex={String.raw`\lVert\nabla_C L_j\rVert^2\to\nu_F\nu_W^{\,j}`} />
        <Formula tex={String.raw`\lVert\nabla_F L_j\rVert^2\to\nu_C\nu_W^{\,j}`} />
        <Formula tex={String.raw`\lVert\nabla_W L_j\rVert^2\to j\nu_C\nu_F\nu_W^{\,j-1}`} />
        <p>
          <Symbols text="The weights are the vanishing gradient itself. L_j is what the network answers to an impulse after j steps; the three terms of rho_j are the squared norms of its gradients, the more exactly the wider the network." />
        </p>
        <p>
          <Symbols text={gradientFinding(initialisation, lags)} />
        </p>
      </section>
    </div>
  );
}

/** The horizon along nu_W. */
export function MemoryHorizon({ horizon }: { readonly horizon: number }) {
  const { nuW, nuF, nuC, etaC, etaF, etaW, reference: shown } = useSettings("weights");
  const curve = useMemo(
    () => horizonCurve({ nuF, nuC, multipliers: { C: etaC, F: etaF, W: etaW } }),
    [nuF, nuC, etaC, etaF, etaW],
  );
  const figure = useMemo(() => horizonFigure(curve, { nuW, horizon }, shown), [curve, nuW, horizon, shown]);
  return (
    <div className="beside">
      <FigureView figure={figure} />
      <section aria-label="The formula of the memory horizon">
        <Formula tex={String.raw`H=\min\Bigl\{h:\sum_{j\ge h}\rho_j\le 0.05\sum_{j\ge 0}\rho_j\Bigr\}`} />
        <p>
          <Symbols text="With equal learning rates the sums are, for nu_W below 1," />
        </p>
        <Formula tex={String.raw`\sum_{j\ge h}\rho_j=\nu_W^{\,h}\,\frac{\nu_F+\nu_C}{1-\nu_W}`} />
        <Formula
          tex={String.raw`\quad{}+\nu_C\nu_F\Bigl(\frac{h\nu_W^{\,h-1}}{1-\nu_W}+\frac{\nu_W^{\,h}}{(1-\nu_W)^2}\Bigr)`}
        />
        <p>
          <Symbols
            text={
              "From nu_W = 1 on they do not converge: a spectral radius of 1 is the edge of stability. Just below it " +
              "a small change of nu_W moves the horizon by hundreds of lags."
            }
          />
        </p>
      </section>
    </div>
  );
}
