import { closeSync, ftruncateSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, version 3. */

export type MetadataValue =
  | { readonly type: 'uint32' | 'float32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'int32s'; readonly value: readonly number[] };

export type TensorType = keyof typeof tensorTypes;

export interface Tensor {
  readonly name: string;
  /** In ggml's order: the row length first. */
  readonly shape: readonly number[];
  readonly type: TensorType;
  /** Null leaves a hole of zeros that takes no space on disk. */
  readonly bytes: ((start: number, length: number) => Uint8Array) | null;
}

export interface GgufContent {
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly tensors: readonly Tensor[];
}

const alignment = 32;
const writeChunkBytes = 4 * 1024 * 1024;
const tensorTypes = {
  f32: { id: 0, blockElements: 1, blockBytes: 4 },
  f16: { id: 1, blockElements: 1, blockBytes: 2 },
  q8_0: { id: 8, blockElements: 32, blockBytes: 34 },
  q4_k: { id: 12, blockElements: 256, blockBytes: 144 },
  q6_k: { id: 14, blockElements: 256, blockBytes: 210 },
  iq2_xxs: { id: 16, blockElements: 256, blockBytes: 66 },
} as const;
const valueTypes = { uint32: 4, float32: 6, bool: 7, string: 8, strings: 9, int32s: 9 } as const;

/** Writes a GGUF file under a temporary name and moves it into place. */
export function writeGguf(path: string, content: GgufContent): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporaryPath = `${path}.${process.pid}.tmp`;
  const file = openSync(temporaryPath, 'w');
  try {
    const header = encodeHeader(content);
    writeSync(file, header);
    let position = header.length;
    for (const tensor of content.tensors) {
      const size = tensorBytes(tensor);
      for (let start = 0; tensor.bytes !== null && start < size; start += writeChunkBytes) {
        const length = Math.min(writeChunkBytes, size - start);
        writeSync(file, tensor.bytes(start, length), 0, length, position + start);
      }
      position = align(position + size);
    }
    ftruncateSync(file, position);
  } finally {
    closeSync(file);
  }
  renameSync(temporaryPath, path);
}

export function tensorBytes(tensor: Pick<Tensor, 'shape' | 'type'>): number {
  const { blockElements, blockBytes } = tensorTypes[tensor.type];
  return (tensor.shape.reduce((product, length) => product * length, 1) / blockElements) * blockBytes;
}

function encodeHeader({ metadata, tensors }: GgufContent): Buffer {
  const parts: Buffer[] = [];
  parts.push(Buffer.from('GGUF'), uint32(3), uint64(tensors.length), uint64(Object.keys(metadata).length));
  for (const [key, value] of Object.entries(metadata)) parts.push(text(key), encodeValue(value));
  let offset = 0;
  for (const tensor of tensors) {
    parts.push(text(tensor.name), uint32(tensor.shape.length), ...tensor.shape.map(uint64));
    parts.push(uint32(tensorTypes[tensor.type].id), uint64(offset));
    offset = align(offset + tensorBytes(tensor));
  }
  const header = Buffer.concat(parts);
  return Buffer.concat([header, Buffer.alloc(align(header.length) - header.length)]);
}

function encodeValue(entry: MetadataValue): Buffer {
  const type = uint32(valueTypes[entry.type]);
  switch (entry.type) {
    case 'uint32':
      return Buffer.concat([type, uint32(entry.value)]);
    case 'float32':
      return Buffer.concat([type, float32(entry.value)]);
    case 'bool':
      return Buffer.concat([type, Buffer.from([entry.value ? 1 : 0])]);
    case 'string':
      return Buffer.concat([type, text(entry.value)]);
    case 'strings':
      return Buffer.concat([type, uint32(8), uint64(entry.value.length), ...entry.value.map(text)]);
    case 'int32s':
      return Buffer.concat([
        type,
        uint32(5),
        uint64(entry.value.length),
        Buffer.from(Int32Array.from(entry.value).buffer),
      ]);
  }
}

function align(position: number): number {
  return Math.ceil(position / alignment) * alignment;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function uint64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

function float32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}
