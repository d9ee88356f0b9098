import type { Field } from "./fields.js";
import { initialSettings, type Settings, settings, type ViewName, viewNames } from "./settings.js";

/** What an address shows: a view, and its settings. */
export interface Place<V extends ViewName = ViewName> {
  readonly view: V;
  readonly settings: Settings<V>;
}

/** "#training?nuW=0.8&width=500": a view, and what of its settings is not as it was initially. */
export function writeAddress({ view, settings: values }: Place): string {
  const words = new URLSearchParams();
  for (const [name, field] of fieldsOf(view)) {
    const value = (values as Record<string, unknown>)[name];
    if (value !== field.initial) words.set(name, field.write(value));
  }
  const query = words.toString();
  return query === "" ? `#${view}` : `#${view}?${query}`;
}

/** The inverse of `writeAddress`, forgiving: what it does not understand is as it was initially. */
export function readAddress(hash: string): Place {
  const [name, query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const known = viewNames.find((one) => one === name);
  const view = known ?? "weights";
  const words = new URLSearchParams(known === undefined ? "" : query);
  const values: Record<string, unknown> = { ...initialSettings(view) };
  for (const [key, field] of fieldsOf(view)) {
    const text = words.get(key);
    const value = text === null ? undefined : field.read(text);
    if (value !== undefined) values[key] = value;
  }
  return { view, settings: values as Settings<typeof view> };
}

function fieldsOf(view: ViewName): [string, Field<unknown>][] {
  return Object.entries(settings[view]) as [string, Field<unknown>][];
}
