import type { Claim, ClaimResult } from "@lagwise/experiments";
import { type ClaimTable, claimFigures, claimTable, reproduceCommandLine, short } from "@lagwise/report";
import { useMemo } from "react";
import { version } from "../../package.json";
import { CopyBlock } from "../parts/CopyBlock.js";
import { FigureView } from "../parts/FigureView.js";
import { Formula } from "../parts/Formula.js";
import { Symbols } from "../parts/Symbols.js";
import { save } from "../parts/save.js";
import { addressOf, useSettings } from "../state/lab.js";
import { originSentence, verdictWord } from "../work/claimsSentences.js";
import { type FoundResult, runClaims, useClaims } from "../work/claimsStore.js";

/** A claim: what is stated, how it is tested, and what came of it. */
export function ReproductionClaim({
  claim,
  next,
  found,
  ready,
}: {
  readonly claim: Claim;
  readonly next?: Claim;
  readonly found?: FoundResult;
  /** false while evidence may still be on its way */
  readonly ready: boolean;
}) {
  const { id, title, statement, formula, criterion } = claim;
  return (
    <article className="claim" aria-labelledby="claim-title">
      <h2 id="claim-title">
        <Symbols text={title} />
      </h2>
      <p>
        <Symbols text={statement} />
      </p>
      {formula === undefined ? null : (
        <div className="formula">
          <Formula tex={formula} />
        </div>
      )}
      {found === undefined ? <NotRun ready={ready} /> : <Found found={found} />}
      <details>
        <summary>How it is tested</summary>
        <p>
          Settled beforehand: <Symbols text={criterion} />
        </p>
      </details>
      <RunAgain id={id} again={found !== undefined} />
      {next === undefined ? null : (
        <p className="next">
          Next:{" "}
          <a href={addressOf("reproduction", { claim: next.id })}>
            <Symbols text={next.title} />
          </a>
        </p>
      )}
    </article>
  );
}

function NotRun({ ready }: { readonly ready: boolean }) {
  const { effort, seed } = useSettings("reproduction");
  if (!ready) return <p className="hint awaited">Loading the evidence …</p>;
  return (
    <p>
      This claim has not been run with effort “{effort}” and seed {seed}.
    </p>
  );
}

function Found({ found }: { readonly found: FoundResult }) {
  const { result } = found;
  const { verdict } = result;
  const figures = useMemo(() => claimFigures(result), [result]);
  const table = claimTable(result);
  return (
    <>
      <p className="verdict">
        <strong className={verdictWord(result)}>
          {verdict.passes ? "✓" : "✗"} It {verdictWord(result)}.
        </strong>{" "}
        <Symbols text={verdict.sentence} />
      </p>
      <p className="hint">{originSentence(found, version)}</p>
      {figures.map((figure) => (
        <FigureView key={figure.id} figure={figure} level={3} />
      ))}
      {table === undefined ? null : <TextTable {...table} />}
      <Checks result={result} />
    </>
  );
}

function Checks({ result }: { readonly result: ClaimResult }) {
  const rows = result.verdict.checks.map(({ what, value, bound, holds }) => [
    what,
    short(value),
    bound,
    holds ? "✓ yes" : "✗ no",
  ]);
  const columns = ["what is checked", "measured", "bound", "holds"];
  return <TextTable caption="The criterion, part by part" columns={columns} rows={rows} />;
}

/** The first column names the rows, the others hold numbers. */
function TextTable({ caption, columns, rows }: ClaimTable) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by the keyboard
    <section className="scroll" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, k) => (
              <th key={column} scope="col" className={k === 0 ? undefined : "num"}>
                <Symbols text={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...values]) => (
            <tr key={name}>
              <th scope="row">
                <Symbols text={name} />
              </th>
              {values.map((value, k) => (
                <td key={columns[k + 1]} className="num">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RunAgain({ id, again }: { readonly id: Claim["id"]; readonly again: boolean }) {
  const { effort, seed } = useSettings("reproduction");
  const { run, found } = useClaims();
  const result = found[`${id} ${effort} ${seed}`]?.result;
  return (
    <section aria-labelledby="again">
      <h3 id="again">Run it yourself</h3>
      <p className="actions">
        <button
          type="button"
          className="button"
          disabled={run !== undefined}
          onClick={() => {
            void runClaims([id], effort, seed);
          }}
        >
          {again ? "Run this claim again" : "Run this claim"}
        </button>
        {result === undefined ? null : (
          <button
            type="button"
            className="plain"
            onClick={() => save(`${id}.json`, `${JSON.stringify(result, null, 2)}\n`, "application/json")}
          >
            evidence (JSON)
          </button>
        )}
      </p>
      <p className="hint">
        On the command line{id === "data" ? ", which prefers the recording S1 where it has been pulled" : ""}:
      </p>
      <CopyBlock label="command line of this claim" text={reproduceCommandLine({ id, effort, seed })} />
    </section>
  );
}
