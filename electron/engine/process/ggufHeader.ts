import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { EngineError } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { type TensorPlace, tensorBytes } from './tensorSize.ts';

/** Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md */

export type HeaderValue = string | number | bigint | boolean;

export interface GgufHeader {
  /** Single values only; of arrays just the length, under `<key>.length`. */
  readonly values: ReadonlyMap<string, HeaderValue>;
  /** GGUF's numbers of the values' types. */
  readonly types: ReadonlyMap<string, number>;
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  readonly parameterCount: number;
  readonly fileBytes: number;
}

const windowBytes = 1024 * 1024;
const defaultAlignment = 32;
/** Far above any real model, low enough that a damaged count cannot keep the process busy. */
const maxEntries = 1_000_000;
const maxDimensions = 8;

class EndOfFile extends Error {}

/**
 * Reads a GGUF file's header and checks that all the data it promises is there, without loading anything.
 * llama.cpp itself may abort the whole process on such files.
 */
export function readGgufHeader(modelPath: string): Result<GgufHeader, EngineError> {
  const fileName = basename(modelPath);
  let file: number;
  try {
    file = openSync(modelPath, 'r');
  } catch (error) {
    return isMissing(error)
      ? fail({ code: 'engine.fileMissing', fileName })
      : fail({ code: 'engine.loadFailed', reason: messageOf(error) });
  }
  try {
    if (fstatSync(file).isDirectory()) return fail({ code: 'engine.notGguf', fileName });
    return parseHeader(new Reader(file), fileName);
  } catch (error) {
    if (error instanceof EndOfFile) return fail({ code: 'engine.fileTruncated', fileName });
    return fail({ code: 'engine.loadFailed', reason: messageOf(error) });
  } finally {
    closeSync(file);
  }
}

function parseHeader(reader: Reader, fileName: string): Result<GgufHeader, EngineError> {
  if (reader.fileBytes < 4 || reader.bytes(4).toString('latin1') !== 'GGUF') {
    return fail({ code: 'engine.notGguf', fileName });
  }
  const version = reader.uint32();
  if (version !== 2 && version !== 3) {
    return fail({ code: 'engine.loadFailed', reason: `GGUF version ${version}` });
  }
  const tensorCount = reader.count(maxEntries);
  const valueCount = reader.count(maxEntries);
  const values = new Map<string, HeaderValue>();
  const types = new Map<string, number>();
  for (let index = 0; index < valueCount; index += 1) {
    const key = reader.text();
    const type = reader.uint32();
    types.set(key, type);
    readValue(reader, type, (value) => values.set(key, value), key, values);
  }
  const tensors = new Map<string, TensorPlace>();
  for (let index = 0; index < tensorCount; index += 1) {
    const name = reader.text();
    const dimensions = reader.uint32();
    if (dimensions > maxDimensions) throw new Error(`a tensor with ${dimensions} dimensions`);
    const shape = Array.from({ length: dimensions }, () => Number(reader.uint64()));
    tensors.set(name, { shape, type: reader.uint32(), offset: Number(reader.uint64()) });
  }
  const alignment = numberOf(values.get('general.alignment')) ?? defaultAlignment;
  if (!Number.isInteger(alignment) || alignment < 1) throw new Error(`an alignment of ${alignment}`);
  const dataStart = Math.ceil(reader.position / alignment) * alignment;
  const places = [...tensors.values()];
  const dataEnd = Math.max(0, ...places.map((tensor) => dataStart + tensor.offset + tensorBytes(tensor)));
  if (dataEnd > reader.fileBytes) return fail({ code: 'engine.fileTruncated', fileName });
  return ok({
    ...{ values, types, tensors },
    parameterCount: places.reduce((sum, tensor) => sum + elements(tensor.shape), 0),
    fileBytes: reader.fileBytes,
  });
}

const stringType = 8;
const arrayType = 9;
const scalarReaders: Readonly<Record<number, (reader: Reader) => HeaderValue>> = {
  0: (reader) => reader.bytes(1).readUInt8(),
  1: (reader) => reader.bytes(1).readInt8(),
  2: (reader) => reader.bytes(2).readUInt16LE(),
  3: (reader) => reader.bytes(2).readInt16LE(),
  4: (reader) => reader.uint32(),
  5: (reader) => reader.bytes(4).readInt32LE(),
  6: (reader) => reader.bytes(4).readFloatLE(),
  7: (reader) => reader.bytes(1).readUInt8() !== 0,
  [stringType]: (reader) => reader.text(),
  10: (reader) => reader.uint64(),
  11: (reader) => reader.bytes(8).readBigInt64LE(),
  12: (reader) => reader.bytes(8).readDoubleLE(),
};
const scalarBytes: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};

function readValue(
  reader: Reader,
  type: number,
  keep: (value: HeaderValue) => void,
  key: string,
  values: Map<string, HeaderValue>,
): void {
  const read = scalarReaders[type];
  if (read !== undefined) {
    keep(read(reader));
    return;
  }
  if (type !== arrayType) throw new Error(`a value of unknown type ${type}`);
  const elementType = reader.uint32();
  const length = reader.count(Number.MAX_SAFE_INTEGER);
  values.set(`${key}.length`, length);
  const bytes = scalarBytes[elementType];
  if (bytes !== undefined) reader.skip(length * bytes);
  else if (elementType === stringType) for (let index = 0; index < length; index += 1) reader.skipText();
  else throw new Error(`an array of unknown type ${elementType}`);
}

/** Reads forward through a file, a window at a time. */
class Reader {
  readonly fileBytes: number;
  position = 0;
  readonly #file: number;
  #window = Buffer.alloc(0);
  #windowStart = 0;

  constructor(file: number) {
    this.#file = file;
    this.fileBytes = fstatSync(file).size;
  }

  bytes(length: number): Buffer {
    const end = this.position + length;
    if (end > this.fileBytes) throw new EndOfFile();
    if (this.position < this.#windowStart || end > this.#windowStart + this.#window.length)
      this.#load(length);
    const start = this.position - this.#windowStart;
    this.position = end;
    return this.#window.subarray(start, start + length);
  }

  skip(length: number): void {
    if (this.position + length > this.fileBytes) throw new EndOfFile();
    this.position += length;
  }

  uint32(): number {
    return this.bytes(4).readUInt32LE();
  }

  uint64(): bigint {
    return this.bytes(8).readBigUInt64LE();
  }

  /** A length; one beyond `max` or beyond the file means a damaged or cut file. */
  count(max: number): number {
    const value = Number(this.uint64());
    if (value > max || value > this.fileBytes) throw new EndOfFile();
    return value;
  }

  text(): string {
    return this.bytes(this.count(this.fileBytes)).toString('utf8');
  }

  skipText(): void {
    this.skip(this.count(this.fileBytes));
  }

  #load(length: number): void {
    const wanted = Math.min(Math.max(length, windowBytes), this.fileBytes - this.position);
    const window = Buffer.allocUnsafe(wanted);
    const read = readSync(this.#file, window, 0, wanted, this.position);
    if (read < length) throw new EndOfFile();
    this.#window = window.subarray(0, read);
    this.#windowStart = this.position;
  }
}

/** The value as a safe whole or real number; null where it is none. */
export function numberOf(value: HeaderValue | undefined): number | null {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : null;
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
