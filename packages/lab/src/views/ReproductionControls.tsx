import { claims } from "@lagwise/experiments";
import { useState } from "react";
import { Choice } from "../parts/Choice.js";
import { ErrorNote } from "../parts/Failure.js";
import { Symbols } from "../parts/Symbols.js";
import { addressOf, update, useSettings } from "../state/lab.js";
import { efforts, progressOf, progressSentence, verdictWord } from "../work/claimsSentences.js";
import { resultKey, runClaims, stopClaims, useClaims } from "../work/claimsStore.js";

/** Which claim is shown, and how claims are run. */
export function ReproductionControls() {
  const { effort, seed } = useSettings("reproduction");
  const { run, note } = useClaims();
  return (
    <>
      <ClaimList />
      <Choice
        label="Effort"
        value={effort}
        options={[
          { value: "quick", name: "quick" },
          { value: "standard", name: "standard" },
          { value: "full", name: "full" },
        ]}
        onChoose={(value) => update("reproduction", { effort: value })}
      />
      <SeedField />
      <div className="run">
        {run === undefined ? (
          <button
            type="button"
            className="button primary"
            onClick={() => {
              void runClaims(
                claims.map(({ id }) => id),
                effort,
                seed,
              );
            }}
          >
            Run all six
          </button>
        ) : (
          <Running />
        )}
        <p className="hint">{efforts[effort]} Everything runs in this page.</p>
      </div>
      {note === undefined ? null : <ErrorNote message={note} />}
    </>
  );
}

function ClaimList() {
  const { claim: shown, effort, seed } = useSettings("reproduction");
  const { found, run } = useClaims();
  const running = run?.effort === effort && run.seed === seed ? run.claims[run.at] : undefined;
  return (
    <section aria-label="Claims">
      <ol className="claims">
        {claims.map(({ id, title }) => {
          const result = found[resultKey({ id, effort, seed })]?.result;
          const standing = id === running ? "runs" : result === undefined ? "not run" : verdictWord(result);
          return (
            <li key={id}>
              <a
                href={addressOf("reproduction", { claim: id })}
                aria-current={id === shown ? "true" : undefined}
              >
                <span>
                  <Symbols text={title} />
                </span>{" "}
                <span className={`standing ${standing}`}>{standing}</span>
              </a>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Running() {
  const { run } = useClaims();
  if (run === undefined) return null;
  const title = claims.find(({ id }) => id === run.claims[run.at])?.title ?? "";
  return (
    <>
      <button type="button" className="button" onClick={stopClaims}>
        Stop
      </button>
      <label className="progress">
        <span>
          {title}: {progressSentence(run)}
        </span>
        <progress value={progressOf(run)} max={1} />
      </label>
    </>
  );
}

function SeedField() {
  const { seed } = useSettings("reproduction");
  const [typed, setTyped] = useState<string>();
  const take = () => {
    const value = Number(typed);
    setTyped(undefined);
    if (typed === undefined || typed.trim() === "" || !Number.isInteger(value)) return;
    update("reproduction", { seed: Math.min(2 ** 32 - 1, Math.max(0, value)) });
  };
  return (
    <label className="seed">
      Seed
      <input
        inputMode="numeric"
        autoComplete="off"
        value={typed ?? String(seed)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
          if (event.key === "Escape") setTyped(undefined);
        }}
      />
    </label>
  );
}
