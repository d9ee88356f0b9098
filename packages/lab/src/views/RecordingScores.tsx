import type { FitSummary } from "@lagwise/core";

/** How well the fit predicts, for each output. */
export function RecordingScores({ fit }: { readonly fit: FitSummary }) {
  const { outputNames, train, test } = fit;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the page is scrolled by keyboard too
    <section className="scroll" tabIndex={0} aria-label="Scores of each output">
      <table>
        <caption>
          Scores of each output: 100 % is a perfect prediction, 0 % no better than the mean.
          {test
            ? " Only the test columns speak of samples that the fit has not seen."
            : " There is no test part."}
        </caption>
        <thead>
          <tr>
            {["output", "train fit", "train R²", "test fit", "test R²"].map((name, k) => (
              <th key={name} scope="col" className={k > 0 ? "num" : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {outputNames.map((name, o) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: outputs of one name are told apart by their place alone
            <tr key={`${o} ${name}`}>
              <th scope="row">{name}</th>
              <td className="num">{percent(train.fitPercent[o])}</td>
              <td className="num">{r2(train.r2[o])}</td>
              <td className="num">{percent(test?.fitPercent[o])}</td>
              <td className="num">{r2(test?.r2[o])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function percent(value = Number.NaN): string {
  return Number.isFinite(value) ? `${value.toFixed(1)} %`.replace("-", "−") : "–";
}

function r2(value = Number.NaN): string {
  return Number.isFinite(value) ? value.toFixed(3).replace("-", "−") : "–";
}
