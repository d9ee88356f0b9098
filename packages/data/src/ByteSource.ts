import { DataError } from "./DataError.js";

/** Bytes with a name: a file on disk, a browser's File, or a buffer. */
export interface ByteSource {
  /** for messages, and to tell TSV from CSV by its ending */
  readonly name: string;
  /** bytes in all */
  readonly size: number;
  /** the bytes from `start` up to, not including, `end`; fewer where the source ends before that */
  slice(start: number, end: number): Promise<Uint8Array>;
  /** all bytes from the start, in pieces of any size; a new pass with each call */
  stream(): AsyncIterable<Uint8Array>;
}

/** What we need of a browser's Blob or File (or of Node's). */
export interface BlobLike {
  readonly name?: string;
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

const PIECE = 1 << 20;

/** The bytes of a buffer, which is not copied. `bytesOf("x.csv", new TextEncoder().encode("a,b\n1,2\n"))` */
export function bytesOf(name: string, bytes: Uint8Array): ByteSource {
  const slice = async (start: number, end: number) => bytes.subarray(start, end);
  return { name, size: bytes.length, slice, stream: () => pieces(name, bytes.length, slice) };
}

/** A browser's File or Blob, read piece by piece: a file larger than memory is fine. */
export function blobSource(file: BlobLike): ByteSource {
  const name = file.name ?? "the file";
  const slice = async (start: number, end: number) => {
    try {
      return new Uint8Array(await file.slice(start, Math.min(end, file.size)).arrayBuffer());
    } catch {
      throw new DataError(
        `${name} cannot be read any more: it was moved, changed or withdrawn; choose it again`,
      );
    }
  };
  return { name, size: file.size, slice, stream: () => pieces(name, file.size, slice) };
}

/** Exactly the bytes `start … end − 1`; a DataError where the source ends before. */
export async function exactSlice(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = end <= source.size ? await source.slice(start, end) : undefined;
  if (bytes === undefined || bytes.length !== end - start) throw cutOff(source.name);
  return bytes;
}

export function cutOff(fileName: string): DataError {
  return new DataError(`${fileName} is cut off: it ends in the middle of its data; get or save it again`);
}

async function* pieces(name: string, size: number, slice: ByteSource["slice"]): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < size; start += PIECE) {
    const end = Math.min(start + PIECE, size);
    const piece = await slice(start, end);
    if (piece.length !== end - start)
      throw new DataError(`${name} became shorter while it was read; try again`);
    yield piece;
  }
}
