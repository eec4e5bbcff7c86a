import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGgufHeader } from '../../../electron/engine/process/ggufHeader.ts';
import { tensorBytes } from '../../../electron/engine/process/tensorSize.ts';
import { writeGguf } from '../../support/models/gguf.ts';

let folder: string;
let goodPath: string;
let good: Buffer;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-gguf-'));
  goodPath = join(folder, 'good.gguf');
  writeGguf(goodPath, {
    metadata: {
      'general.architecture': { type: 'string', value: 'llama' },
      'general.name': { type: 'string', value: 'Grüße' },
      'llama.block_count': { type: 'uint32', value: 2 },
      'llama.rope.freq_base': { type: 'float32', value: 0.5 },
      'tokenizer.ggml.tokens': { type: 'strings', value: ['a', 'bc', '😀'] },
      'tokenizer.ggml.token_type': { type: 'int32s', value: [1, 1, 3] },
      'tokenizer.ggml.add_bos_token': { type: 'bool', value: true },
    },
    tensors: [
      { name: 'token_embd.weight', shape: [64, 3], type: 'q8_0', bytes: null },
      { name: 'output_norm.weight', shape: [64], type: 'f32', bytes: null },
    ],
  });
  good = readFileSync(goodPath);
});
afterAll(() => rmSync(folder, { recursive: true }));

function readBytes(bytes: Buffer) {
  const path = join(folder, 'changed.gguf');
  writeFileSync(path, bytes);
  return readGgufHeader(path);
}

test('reads values, and of lists their lengths', () => {
  const header = readGgufHeader(goodPath);
  if (!header.ok) throw new Error(header.error.code);
  expect(Object.fromEntries(header.value.values)).toEqual({
    'general.architecture': 'llama',
    'general.name': 'Grüße',
    'llama.block_count': 2,
    'llama.rope.freq_base': 0.5,
    'tokenizer.ggml.tokens.length': 3,
    'tokenizer.ggml.token_type.length': 3,
    'tokenizer.ggml.add_bos_token': true,
  });
  expect(header.value.parameterCount).toBe(64 * 3 + 64);
  expect(header.value.fileBytes).toBe(good.length);
});

test('calls a file cut at any place truncated, and one without its first word no GGUF', () => {
  for (let length = 0; length < good.length; length += 1) {
    const result = readBytes(good.subarray(0, length));
    const code = length < 4 ? 'engine.notGguf' : 'engine.fileTruncated';
    expect([length, result]).toEqual([length, { ok: false, error: { code, fileName: 'changed.gguf' } }]);
  }
});

test('answers every damaged file with a result, and soon', () => {
  const change = fc.record({ at: fc.nat({ max: 400 }), byte: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const bytes = Buffer.from(good);
      for (const { at, byte } of changes) bytes[at] = byte;
      const result = readBytes(bytes);
      if (!result.ok) {
        expect(['engine.notGguf', 'engine.fileTruncated', 'engine.loadFailed']).toContain(result.error.code);
      }
    }),
    { numRuns: 1000 },
  );
});

test('refuses other versions of the format by their number', () => {
  const bytes = Buffer.from(good);
  bytes.writeUInt32LE(1, 4);
  expect(readBytes(bytes)).toEqual({
    ok: false,
    error: { code: 'engine.loadFailed', reason: 'GGUF version 1' },
  });
});

test('knows the size of a tensor in common formats', () => {
  const bytes = (type: number) => tensorBytes({ shape: [256, 10], type, offset: 0 });
  expect({
    f32: bytes(0),
    f16: bytes(1),
    q8: bytes(8),
    q4k: bytes(12),
    q6k: bytes(14),
    unknown: bytes(999),
  }).toEqual({
    f32: 10_240,
    f16: 5_120,
    q8: 2_720,
    q4k: 1_440,
    q6k: 2_100,
    unknown: 0,
  });
});
