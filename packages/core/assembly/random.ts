// Seeded normals with the same digits on every machine: xoshiro256++ (Blackman and Vigna 2019), seeded through
// splitmix64, and Marsaglia's polar method. The logarithm is compiled into this module, so no engine's own
// Math.log takes part.

const TWO_TO_MINUS_53: f64 = 1.0 / 9007199254740992.0;

let mix: u64 = 0;

function splitmix(): u64 {
  mix += 0x9e3779b97f4a7c15;
  let z = mix;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/** Fills the four 64-bit words at `state` from a seed and a stream number. */
export function seedRandom(state: usize, seed: f64, stream: f64): void {
  mix = reinterpret<u64>(stream);
  const salt = splitmix();
  mix = reinterpret<u64>(seed) ^ salt;
  for (let i: usize = 0; i < 4; i++) store<u64>(state + i * 8, splitmix());
}

// @ts-ignore: decorator
@inline
function next(state: usize): u64 {
  const s0 = load<u64>(state), s1 = load<u64>(state, 8), s2 = load<u64>(state, 16), s3 = load<u64>(state, 24);
  const result = rotl<u64>(s0 + s3, 23) + s0;
  const t2 = s2 ^ s0, t3 = s3 ^ s1;
  store<u64>(state, s0 ^ t3, 0);
  store<u64>(state, s1 ^ t2, 8);
  store<u64>(state, t2 ^ (s1 << 17), 16);
  store<u64>(state, rotl<u64>(t3, 45), 24);
  return result;
}

/** A uniform double in [0, 1) with 53 random bits. */
export function nextUniform(state: usize): f64 {
  return <f64>(next(state) >> 11) * TWO_TO_MINUS_53;
}

/** out[0 … count) ~ N(0, deviation²), independent. An odd count throws the spare value away. */
export function fillNormals(state: usize, count: usize, deviation: f64, out: usize): void {
  for (let i: usize = 0; i < count; i += 2) {
    let x: f64 = 0, y: f64 = 0, square: f64 = 0;
    do {
      x = 2 * nextUniform(state) - 1;
      y = 2 * nextUniform(state) - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    const scale = deviation * Math.sqrt((-2 * Math.log(square)) / square);
    store<f64>(out + i * 8, x * scale);
    if (i + 1 < count) store<f64>(out + (i + 1) * 8, y * scale);
  }
}
