import { readFileSync } from "node:fs";
import { LagwiseError } from "@lagwise/core";
import { nearestName } from "@lagwise/data";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { checkTogether } from "./checkTogether.js";
import { type SweepKind, sweepKinds } from "./settings.js";
import { possibleKeys, type SweepDocument, sweepSchema } from "./sweepSchema.js";

/** Says what is wrong at a place of the file, given by the keys and indices that lead there: with a value, or its key. */
export type Complain = (path: readonly PropertyKey[], what: string, part?: "value" | "key") => LagwiseError;

/**
 * Reads a sweep file, YAML or JSON. Throws a LagwiseError that names line and column of what is wrong, and the nearest
 * key for one that is misspelt.
 */
export function readSweep(path: string): SweepDocument {
  return parseSweep(textOf(path), path);
}

/** The same of a text; `name` is what messages call it. */
export function parseSweep(text: string, name: string): SweepDocument {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${name}, line ${line}, column ${col}`;
  };
  const [broken] = document.errors;
  if (broken) throw new LagwiseError(`${at(broken.pos[0])}: ${firstLine(broken.message)}`);
  const complain: Complain = (path, what, part = "value") =>
    new LagwiseError(`${at(placeOf(document, path, part))}: ${what}`);
  const value: unknown = document.toJS();
  if (value === null) throw new LagwiseError(`${name} says nothing: give job, and grid or random`);
  const kind = kindOf(value, complain);
  const checked = sweepSchema(kind).safeParse(value);
  if (!checked.success) throw sentence(checked.error.issues, kind, complain);
  checkTogether(checked.data, complain);
  return checked.data;
}

function kindOf(value: unknown, complain: Complain): SweepKind {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw complain([], "wanted: job, grid and so on, each with what belongs to it");
  }
  const { job } = value as { readonly job?: unknown };
  const kind = sweepKinds.find((one) => one === job);
  if (kind !== undefined) return kind;
  if (job !== undefined) throw complain(["job"], `wanted: one of ${sweepKinds.join(", ")}`);
  const unknown = Object.keys(value).find((key) => !possibleKeys(undefined, []).includes(key));
  throw unknown === undefined
    ? complain([], `job is missing: one of ${sweepKinds.join(", ")}`)
    : complain([unknown], misspelt(unknown, possibleKeys(undefined, [])), "key");
}

function sentence(issues: readonly z.core.$ZodIssue[], kind: SweepKind, complain: Complain): LagwiseError {
  // of a choice between a word and a block, what is wrong inside the block is what was meant
  const flat = issues.flatMap((issue) => {
    const inside =
      issue.code === "invalid_union"
        ? issue.errors.filter((one) =>
            one.some(({ path }) => path.length > 0 || one[0].code === "unrecognized_keys"),
          )
        : [];
    return inside.length > 0
      ? inside[0].map((one) => ({ ...one, path: [...issue.path, ...one.path] }))
      : [issue];
  });
  // a key that is misspelt is missing, too: the first is what there is to say
  const first = flat.find(({ code }) => code === "unrecognized_keys") ?? flat[0];
  const more = flat.length > 1 ? ` (and ${flat.length - 1} more)` : "";
  if (first.code === "unrecognized_keys") {
    const [key] = first.keys;
    return complain([...first.path, key], misspelt(key, possibleKeys(kind, first.path)) + more, "key");
  }
  return complain(first.path, `${first.path.join(".")}: ${first.message}${more}`);
}

function misspelt(key: string, keys: readonly string[]): string {
  const nearest = nearestName(key, keys);
  const hint = nearest === undefined ? "" : `did you mean ${nearest}? `;
  return `there is no "${key}" here: ${hint}There are ${keys.join(", ")}`.replace(": There", ": there");
}

/** Where a value or its key begins; where there is none, what would hold it. */
function placeOf(document: Document, path: readonly PropertyKey[], part: "value" | "key"): number {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const name = path[path.length - 1];
  const pair = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && key.value === name)
    : undefined;
  const node: unknown = part === "key" && pair ? pair.key : document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : placeOf(document, path.slice(0, -1), "value");
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : `${code}`;
    throw new LagwiseError(`the sweep file ${path} cannot be read: ${why}`);
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0].replace(/ at line \d+, column \d+:?$/, "");
}
