import { crc32 } from "node:zlib";

/**
 * Uniform in (−1, 1), the same on every machine (a linear congruential generator, Numerical Recipes' constants):
 * test data come from here and not from the generator under test.
 */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Samples of `flow`, which answers `valve` by 1, 0.5 and 0.25 at lags 1, 2 and 3, with a little noise. */
export function valveAndFlow(samples: number): number[][] {
  const draw = uniform(1);
  const valve = Array.from({ length: samples }, () => Number(draw().toFixed(4)));
  return valve.map((x, t) => {
    const answer = [1, 0.5, 0.25].reduce((sum, weight, k) => sum + weight * (valve[t - 1 - k] ?? 0), 0);
    return [x, Number((answer + 0.05 * draw()).toFixed(4))];
  });
}

export function csv(header: string | undefined, rows: readonly (readonly (number | string)[])[]): string {
  const lines = rows.map((row) => row.join(","));
  return `${[...(header === undefined ? [] : [header]), ...lines].join("\n")}\n`;
}

/** A NumPy file (version 1.0) of float64 values in C order. */
export function npy(rows: readonly (readonly number[])[]): Uint8Array {
  const shape = `(${rows.length}, ${rows[0].length})`;
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
  const header = words.padEnd(Math.ceil((10 + words.length + 1) / 64) * 64 - 11);
  const magic = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, 0, 0]);
  magic.writeUInt16LE(header.length + 1, 8);
  return Buffer.concat([magic, Buffer.from(`${header}\n`), float64(rows.flat())]);
}

/** A ZIP archive of stored entries, as NumPy's `savez` writes it. */
export function zip(entries: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), content]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), common, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, listed, Buffer.from("PK\x05\x06"), end]);
}

/** A MATLAB v5 file of uncompressed double matrices, stored column by column. */
export function mat(variables: Readonly<Record<string, readonly (readonly number[])[]>>): Uint8Array {
  const header = Buffer.alloc(128, " ");
  header.write("MATLAB 5.0 MAT-file");
  header.writeUInt16LE(0x0100, 124);
  header.write("IM", 126);
  const matrices = Object.entries(variables).map(([name, rows]) => {
    const columns = rows[0].flatMap((_, j) => rows.map((row) => row[j]));
    const body = [
      element(6, uint32([6, 0])),
      element(5, uint32([rows.length, rows[0].length])),
      element(1, Buffer.from(name)),
      element(9, float64(columns)),
    ];
    return element(14, Buffer.concat(body));
  });
  return Buffer.concat([header, ...matrices]);
}

/** The first `share` of a file's bytes. */
export function cutOff(bytes: Uint8Array | string, share = 0.6): Uint8Array {
  const whole = Buffer.from(bytes);
  return whole.subarray(0, Math.floor(share * whole.length));
}

/** A data element of a MAT file: type and size, then the content, padded to 8 bytes. */
function element(type: number, content: Buffer): Buffer {
  const padding = Buffer.alloc((8 - (content.length % 8)) % 8);
  return Buffer.concat([uint32([type, content.length]), content, padding]);
}

function uint32(values: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}

function float64(values: readonly number[]): Buffer {
  return Buffer.from(Float64Array.from(values).buffer);
}
