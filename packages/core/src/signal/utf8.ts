// Neither TextEncoder nor TextDecoder is part of ECMAScript itself, whose URI functions speak UTF-8.

/** Text as UTF-8; half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD. */
export function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));
  return Uint8Array.from(
    Array.from(escaped.matchAll(/%(..)|./g), ([one, hex]) =>
      hex === undefined ? one.charCodeAt(0) : Number.parseInt(hex, 16),
    ),
  );
}

/** The inverse. Throws a URIError where the bytes are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""));
}
