import type { NumberArray } from "./arrays.js";

/** A number's kind and bytes: signed, unsigned, floating point. */
export type NumberKind = "i1" | "u1" | "i2" | "u2" | "i4" | "u4" | "i8" | "u8" | "f2" | "f4" | "f8";

const MACHINE_IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Bytes that one number of this kind takes. */
export function bytesPer(kind: NumberKind): number {
  return Number(kind[1]);
}

/**
 * `count` numbers stored at the start of `bytes`, as a typed array of the same kind in the machine's byte order
 * (half precision becomes single). Copies. Throws a RangeError where there are fewer bytes.
 */
export function numbersOf(
  bytes: Uint8Array,
  kind: NumberKind,
  count: number,
  littleEndian: boolean,
): NumberArray {
  const size = bytesPer(kind);
  if (bytes.length < count * size) throw new RangeError("fewer values than announced");
  const copy = bytes.slice(0, count * size);
  if (littleEndian !== MACHINE_IS_LITTLE) swapBytes(copy, size);
  const { buffer } = copy;
  switch (kind) {
    case "i1":
      return new Int8Array(buffer);
    case "u1":
      return copy;
    case "i2":
      return new Int16Array(buffer);
    case "u2":
      return new Uint16Array(buffer);
    case "i4":
      return new Int32Array(buffer);
    case "u4":
      return new Uint32Array(buffer);
    case "i8":
      return new BigInt64Array(buffer);
    case "u8":
      return new BigUint64Array(buffer);
    case "f2":
      return Float32Array.from(new Uint16Array(buffer), halfToNumber);
    case "f4":
      return new Float32Array(buffer);
    case "f8":
      return new Float64Array(buffer);
  }
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let start = 0; size > 1 && start < bytes.length; start += size) {
    bytes.subarray(start, start + size).reverse();
  }
}

/** IEEE 754 binary16: one sign bit, five of exponent, ten of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
