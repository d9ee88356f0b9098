/** How one setting stands in an address: what is not said, or says nothing sensible, is the initial value. */
export interface Field<T> {
  readonly initial: T;
  /** the value that a text stands for; undefined where it stands for none */
  read(text: string): T | undefined;
  write(value: T): string;
}

/** A number within [least, most]; outside it, the nearer end. */
export function number(initial: number, least: number, most: number): Field<number> {
  return {
    initial,
    read: (text) => {
      const value = text.trim() === "" ? Number.NaN : Number(text);
      return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : undefined;
    },
    write: (value) => String(Number(value.toPrecision(12))),
  };
}

/** A whole number within [least, most]. */
export function whole(initial: number, least: number, most: number): Field<number> {
  const { read, write } = number(initial, least, most);
  return {
    initial,
    read: (text) => {
      const value = read(text);
      return value === undefined ? undefined : Math.round(value);
    },
    write,
  };
}

/** One of a few words. */
export function choice<T extends string>(initial: T, words: readonly T[]): Field<T> {
  return { initial, read: (text) => words.find((word) => word === text), write: (value) => value };
}

export function text(initial: string): Field<string> {
  return { initial, read: (value) => value, write: (value) => value };
}

export function flag(initial: boolean): Field<boolean> {
  return {
    initial,
    read: (value) => (value === "yes" ? true : value === "no" ? false : undefined),
    write: (value) => (value ? "yes" : "no"),
  };
}
