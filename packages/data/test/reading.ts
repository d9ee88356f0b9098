import { readFileSync } from "node:fs";
import type { Block } from "@lagwise/core";
import { expect } from "vitest";
import {
  type ByteSource,
  bytesOf,
  type ColumnSelection,
  DataError,
  type OpenedRecording,
  openRecording,
} from "../src/index.js";

/** A recording read to its end: rows of inputs and outputs, segment by segment. */
export interface ReadRecording {
  readonly opened: OpenedRecording;
  readonly blocks: readonly Block[];
  readonly inputs: number[][][];
  readonly outputs: number[][][];
}

export async function readAll(source: ByteSource, selection: ColumnSelection): Promise<ReadRecording> {
  return readOpened(await openRecording(source, selection));
}

export async function readOpened(opened: OpenedRecording): Promise<ReadRecording> {
  const blocks: Block[] = [];
  for await (const block of opened.blocks()) blocks.push(block);
  const inputs: number[][][] = [];
  const outputs: number[][][] = [];
  for (const block of blocks) {
    expect(block.inputs.rows).toBe(block.outputs.rows);
    if (block.startsSegment) {
      inputs.push([]);
      outputs.push([]);
    }
    inputs[inputs.length - 1].push(...rowsOf(block.inputs));
    outputs[outputs.length - 1].push(...rowsOf(block.outputs));
  }
  return { opened, blocks, inputs, outputs };
}

export function rowsOf({ rows, columns, data }: Block["inputs"]): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
}

export function text(name: string, content: string): ByteSource {
  return bytesOf(name, new TextEncoder().encode(content));
}

export function fixtureBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
}

export function fixture(name: string): ByteSource {
  return bytesOf(name, fixtureBytes(name));
}

/** `bytes`, streamed in pieces of the sizes given, over and over. */
export function inPieces(name: string, bytes: Uint8Array, sizes: readonly number[]): ByteSource {
  const whole = bytesOf(name, bytes);
  async function* stream() {
    for (let at = 0, i = 0; at < bytes.length; i++) {
      const size = sizes[i % sizes.length];
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
  return { ...whole, stream };
}

/** The sentence of the DataError that `work` ends with: one line, nothing but a DataError. */
export async function sentence(work: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    const { message } = error as DataError;
    expect(message).not.toMatch(/[\r\n]|undefined|\[object/);
    return message;
  }
  throw new Error("nothing was thrown");
}

/** The fixtures' formulas, as make-fixtures.py has them. */
export const integerAt = (i: number, j: number) => (3 * i + 7 * j) % 50;
export const floatAt = (i: number, j: number) => (3 * i + 7 * j) / 4 - 5;

export function table(rows: number, columns: readonly number[], at: (i: number, j: number) => number) {
  return Array.from({ length: rows }, (_, i) => columns.map((j) => at(i, j)));
}
