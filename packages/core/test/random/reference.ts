// splitmix64 and xoshiro256++ from the authors' C (prng.di.unimi.it), in BigInt, and Marsaglia's polar method in
// plain JavaScript.

const WORD = (1n << 64n) - 1n;
const rotated = (x: bigint, k: bigint) => ((x << k) | (x >> (64n - k))) & WORD;

export function splitmix64(start: bigint): () => bigint {
  let state = start & WORD;
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & WORD;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & WORD;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & WORD;
    return z ^ (z >> 31n);
  };
}

export function xoshiro256pp(state: bigint[]): () => bigint {
  const s = [...state];
  return () => {
    const result = (rotated((s[0] + s[3]) & WORD, 23n) + s[0]) & WORD;
    const t = (s[1] << 17n) & WORD;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotated(s[3], 45n);
    return result;
  };
}

function bitsOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

/** Uniforms of a seed and stream: splitmix64 of the seed's bits, salted with splitmix64 of the stream's bits. */
export function referenceUniforms(seed: number, stream: number): () => number {
  const salt = splitmix64(bitsOf(stream))();
  const fill = splitmix64(bitsOf(seed) ^ salt);
  const next = xoshiro256pp([fill(), fill(), fill(), fill()]);
  return () => Number(next() >> 11n) / 2 ** 53;
}

/** Standard normals by the polar method, pairs at a time. */
export function referenceNormals(uniform: () => number, count: number): number[] {
  const values: number[] = [];
  while (values.length < count) {
    const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
    const square = x * x + y * y;
    if (square >= 1 || square === 0) continue;
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    values.push(x * scale, y * scale);
  }
  return values.slice(0, count);
}
