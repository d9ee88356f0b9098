import { Random } from "@lagwise/core";

/** `count` seeds for networks or data, drawn from the run's own; different streams have nothing in common. */
export function seedsFrom(seed: number, stream: number, count: number): number[] {
  const random = new Random(seed, 1000 + stream);
  return Array.from({ length: count }, () => Math.floor(random.uniform() * 2 ** 48));
}
