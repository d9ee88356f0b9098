const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const MOST_EXACT = 2 ** 53;

/**
 * The decimal number written in ASCII at `bytes[start … end − 1]`, correctly rounded; NaN where anything else is
 * written there. It may be padded with spaces and tabs. Hexadecimal, infinity and thousands separators are not
 * numbers here.
 *
 * Up to 2^53 of significant digits and a power of ten of at most 10^22 are both exact in float64, so one product
 * or quotient rounds correctly (Clinger, "How to read floating point numbers accurately", PLDI 1990). Longer
 * numbers go through the engine's own conversion.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  while (start < end && isPadding(bytes[start])) start++;
  while (end > start && isPadding(bytes[end - 1])) end--;
  let at = start;
  const negative = bytes[at] === 45;
  if (at < end && (negative || bytes[at] === 43)) at++;

  let digits = 0;
  let mantissa = 0;
  let exponent = 0;
  let exact = true;
  let afterPoint = false;
  for (; at < end; at++) {
    const digit = bytes[at] - 48;
    if (digit >= 0 && digit <= 9) {
      digits++;
      if (afterPoint) exponent--;
      mantissa = mantissa * 10 + digit;
      if (mantissa >= MOST_EXACT) exact = false;
    } else if (digit === -2 && !afterPoint) {
      afterPoint = true;
    } else {
      break;
    }
  }
  if (digits === 0) return Number.NaN;
  if (at < end) {
    if ((bytes[at] | 32) !== 101) return Number.NaN;
    const power = parsePower(bytes, at + 1, end);
    if (Number.isNaN(power)) return Number.NaN;
    exponent += power;
  }

  if (!exact || exponent > 22 || exponent < -22) return byEngine(bytes, start, end);
  const size = exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
  return negative ? -size : size;
}

function parsePower(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === 45;
  let at = negative || bytes[start] === 43 ? start + 1 : start;
  if (at >= end) return Number.NaN;
  let power = 0;
  for (; at < end; at++) {
    const digit = bytes[at] - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    power = Math.min(power * 10 + digit, 1e6);
  }
  return negative ? -power : power;
}

function byEngine(bytes: Uint8Array, start: number, end: number): number {
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]);
  return Number(text);
}

function isPadding(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13;
}
