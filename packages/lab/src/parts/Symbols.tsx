import { memo } from "react";

const GREEK: Readonly<Record<string, string>> = { nu: "ν", rho: "ρ", eta: "η", theta: "θ", lambda: "λ" };
/** Names as plain text has them: nu_W, rho_j, n_x, and Greek letters by themselves. */
const NAME =
  /\b(nu|rho|eta|theta|lambda|[A-Za-z])_([A-Za-z0-9])(?![A-Za-z0-9_(])(?:\^([A-Za-z0-9]))?|\b(rho|theta|lambda)\b/;

/** A sentence whose symbols are set as symbols: nu_W becomes ν with the index W. */
export const Symbols = memo(function Symbols({ text }: { readonly text: string }) {
  const parts: React.ReactNode[] = [];
  let rest = text;
  for (let found = NAME.exec(rest); found !== null; found = NAME.exec(rest)) {
    const [whole, letter, index, power, alone] = found;
    const name = alone ?? letter;
    parts.push(
      rest.slice(0, found.index),
      <span className="symbol" key={parts.length}>
        <i>{GREEK[name] ?? name}</i>
        {index === undefined ? null : <sub>{index}</sub>}
        {power === undefined ? null : <sup>{power}</sup>}
      </span>,
    );
    rest = rest.slice(found.index + whole.length);
  }
  return [...parts, rest];
});
