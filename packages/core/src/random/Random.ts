import { pointer, Workspace } from "../kernels/Workspace.js";
import { LagwiseError } from "../LagwiseError.js";

const CHUNK = 32768;

/**
 * A seeded stream of random numbers with the same digits on every machine and in every browser: all of its
 * arithmetic, the logarithm included, is WebAssembly's. xoshiro256++ with Marsaglia's polar method.
 *
 * @example new Random(1).normals(3)  // the same three numbers everywhere
 */
export class Random {
  readonly #work = new Workspace(CHUNK + 8);
  readonly #state = this.#work.matrix(1, 4);
  readonly #chunk = this.#work.matrix(1, CHUNK);

  /** Streams of one seed are independent of each other. Throws a LagwiseError unless the seed is a whole number. */
  constructor(seed: number, stream = 0) {
    if (!Number.isSafeInteger(seed))
      throw new LagwiseError(`invalid seed: ${seed} (a whole number is wanted)`);
    this.#work.kernels.seedRandom(pointer(this.#state), seed + 0, stream + 0);
  }

  /** Uniform in [0, 1), 53 random bits. */
  uniform(): number {
    return this.#work.kernels.nextUniform(pointer(this.#state));
  }

  /** `count` independent draws from N(0, variance). */
  normals(count: number, variance = 1): Float64Array {
    const values = new Float64Array(count);
    this.fillNormals(values, variance);
    return values;
  }

  /** Fills `target` with independent draws from N(0, variance). */
  fillNormals(target: Float64Array, variance = 1): void {
    for (let start = 0; start < target.length; start += CHUNK) {
      const count = Math.min(CHUNK, target.length - start);
      this.#work.kernels.fillNormals(pointer(this.#state), count, Math.sqrt(variance), pointer(this.#chunk));
      target.set(this.#chunk.data.subarray(0, count), start);
    }
  }
}
