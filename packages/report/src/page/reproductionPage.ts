import type { Claim, ClaimResult } from "@lagwise/experiments";
import { short } from "../format.js";
import { claimFigures } from "./claimFigures.js";
import { claimTable } from "./claimTables.js";
import { figureMarkup } from "./figure.js";
import { formula } from "./formula.js";
import { type Html, html } from "./html.js";
import { definitions, section, shell, tableMarkup } from "./shell.js";

export interface ReproductionMeta {
  readonly version: string;
  /** what was typed, to be typed again */
  readonly command: string;
  /** the recording of the claim on real data, in words */
  readonly recording?: string;
}

/** A claim as the page needs it: anything that runs it is left out. */
export type StatedClaim = Omit<Claim, "run">;

/** The paper's claims with their evidence: one HTML file that needs no network. The same results give the same bytes. */
export function reproductionPage(
  results: readonly ClaimResult[],
  claims: readonly StatedClaim[],
  meta: ReproductionMeta,
  document: Document,
): string {
  const found = claims.map((claim) => ({ claim, result: results.find(({ id }) => id === claim.id) }));
  return shell({
    title: "Implicit Bias of Linear RNNs, reproduced",
    eyebrow: "Lagwise · reproduce",
    lead: lead(results),
    meta: html`Claims of <a href="https://arxiv.org/abs/2101.07833">arXiv 2101.07833</a> (ICML 2021), tested anew by lagwise
${meta.version}${meta.recording ? html` · real data: ${meta.recording}` : null}`,
    body: [
      section("claims", "The claims", claimsTable(found)),
      ...found.map(({ claim, result }) => claimSection(claim, result, document)),
    ],
    colophon: colophon(meta),
  });
}

interface Found {
  readonly claim: StatedClaim;
  readonly result?: ClaimResult;
}

function lead(results: readonly ClaimResult[]): string {
  const failed = results.filter(({ verdict }) => !verdict.passes).length;
  const all = results.length;
  if (all === 0) return "No claim was tested.";
  const holds = `${all - failed} of ${all} claim${all === 1 ? "" : "s"} tested ${all - failed === 1 ? "holds" : "hold"}`;
  return failed === 0
    ? `${holds}, each by a criterion settled beforehand.`
    : `${holds}; ${failed} ${failed === 1 ? "fails" : "fail"}, and ${failed === 1 ? "is" : "are"} shown as plainly.`;
}

function claimsTable(found: readonly Found[]): Html {
  return html`
<div class="scroll"><table role="table" class="claims">
<caption>Each claim, whether it holds, and the figure that says so</caption>
<thead><tr role="row"><th scope="col" role="columnheader">claim</th><th scope="col" role="columnheader">verdict</th><th scope="col" role="columnheader">key figure</th></tr></thead>
<tbody>${found.map(
    ({ claim, result }) => html`
<tr role="row"><th scope="row" role="rowheader"><a href="#${claim.id}">${claim.title}</a></th><td role="cell">${verdictMark(result)}</td><td role="cell">${keyFigure(result)}</td></tr>`,
  )}
</tbody></table></div>`;
}

function verdictMark(result: ClaimResult | undefined): Html {
  if (result === undefined) return html`<span class="verdict note">not run</span>`;
  return result.verdict.passes
    ? html`<span class="verdict">✓ holds</span>`
    : html`<span class="verdict fails">✗ fails</span>`;
}

/** The check that fails, or else the first. */
function keyFigure(result: ClaimResult | undefined): string {
  const checks = result?.verdict.checks ?? [];
  const check = checks.find(({ holds }) => !holds) ?? checks[0];
  return check ? `${check.what}: ${short(check.value)} (${check.bound})` : "–";
}

function claimSection(claim: StatedClaim, result: ClaimResult | undefined, document: Document): Html {
  return section(claim.id, claim.title, [
    html`<p>${claim.statement}</p>`,
    claim.formula ? formula(claim.formula) : null,
    result ? resultMarkup(claim, result, document) : html`<p class="note">This claim was not run.</p>`,
  ]);
}

function resultMarkup(claim: StatedClaim, result: ClaimResult, document: Document): Html {
  const { verdict } = result;
  const table = claimTable(result);
  return html`
<p>${verdictMark(result)}. ${verdict.sentence}</p>
${tableMarkup(
  `Criterion: ${claim.title}`,
  ["what is checked", "measured", "bound", "holds"],
  verdict.checks.map(({ what, value, bound, holds }) => [
    what,
    short(value),
    bound,
    holds ? "✓ yes" : html`<span class="verdict fails">✗ no</span>`,
  ]),
  "checks",
)}
<p class="note">Settled beforehand: ${claim.criterion}</p>
${claimFigures(result).map((figure) => figureMarkup(figure, document))}
${table ? tableMarkup(table.caption, table.columns, table.rows) : null}
${definitions([
  ["seed", String(result.seed)],
  ["effort", result.effort],
  ["this claim again", html`<code>${reproduceCommandLine(result)}</code>`],
])}`;
}

/** The command line that runs a claim again. */
export function reproduceCommandLine({
  id,
  effort,
  seed,
}: Pick<ClaimResult, "id" | "effort" | "seed">): string {
  return `lagwise reproduce ${id}${effort === "standard" ? "" : ` --${effort}`} --seed ${seed}`;
}

function colophon({ version, command, recording }: ReproductionMeta): Html {
  return html`
<p>Written by lagwise ${version} with <code>${command}</code>. The same seed gives the same numbers, on every machine.</p>
<p>The claims are those of the paper's abstract (Emami, Sahraee-Ardakan, Pandit, Rangan, Fletcher,
<cite>Implicit Bias of Linear RNNs</cite>). Settings are ours where the abstract gives none: widths, numbers of lags,
values of nu_W, teachers, noise, steps, and the tolerances of the criteria. They are in each section and in the data
behind each chart. How far the limit holds at finite width goes beyond the paper.</p>
${recording ? html`<p>Recording: ${recording}.</p>` : null}`;
}
