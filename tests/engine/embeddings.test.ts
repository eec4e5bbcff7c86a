import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Embeddings, EmbedInput } from '../../electron/engine/engine.ts';
import { makeEmbeddingDecoder, makeEmbeddingModel } from '../support/models/embeddingModel.ts';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import { startTestEngine, type TestEngine, unstopped } from './testEngine.ts';

let running: TestEngine;
let encoder: string;
let decoder: string;

beforeAll(() => {
  running = startTestEngine();
  encoder = makeEmbeddingModel({ path: join(running.folder, 'encoder.gguf'), shape: 'tiny' });
  decoder = makeEmbeddingDecoder(join(running.folder, 'decoder.gguf'));
});
afterAll(() => running.dispose());

const words = 'the people of this state work and the old man said that it was a good day for them'.split(' ');
/** Different texts of different lengths, none longer than one part of the tiny encoder. */
const texts = Array.from({ length: 40 }, (_, index) =>
  Array.from(
    { length: 1 + ((index * 7) % 50) },
    (_, place) => words[(index * 3 + place * index) % words.length],
  ).join(' '),
);

async function embed(changes: Partial<EmbedInput> & Pick<EmbedInput, 'texts'>): Promise<Embeddings> {
  const result = await running.engine.embed({ modelPath: encoder, signal: unstopped, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function vectorsOf({ results }: Embeddings): Float32Array[] {
  return results.map((result) => {
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value.vector;
  });
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? Number.NaN), 0);
}

function lowestCosine(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  expect(a.length).toBe(b.length);
  return Math.min(...a.map((vector, index) => cosine(vector, b[index] ?? new Float32Array())));
}

/** The same texts in another order, and each one's place in it. */
const shuffled = texts
  .map((text, index) => ({ text, place: (index * 17 + 5) % texts.length }))
  .toSorted((a, b) => a.place - b.place);

describe.each(['encoder', 'decoder'] as const)('with an %s', (kind) => {
  const modelPath = () => (kind === 'encoder' ? encoder : decoder);

  test('makes vectors of length 1, the same whatever a text is sent with', async () => {
    const together = await embed({ modelPath: modelPath(), texts });
    expect(together.dimension).toBe(64);
    const vectors = vectorsOf(together);
    for (const vector of vectors) {
      expect(vector).toBeInstanceOf(Float32Array);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    }
    // Texts that differ have vectors that differ, or the comparison below would say nothing.
    expect(cosine(vectors[3] ?? new Float32Array(), vectors[4] ?? new Float32Array())).toBeLessThan(0.999);
    const alone: Float32Array[] = [];
    for (const text of texts)
      alone.push(...vectorsOf(await embed({ modelPath: modelPath(), texts: [text] })));
    expect(lowestCosine(vectors, alone)).toBeGreaterThanOrEqual(0.9999);
    const inOtherOrder = vectorsOf(
      await embed({ modelPath: modelPath(), texts: shuffled.map(({ text }) => text) }),
    );
    const reordered = texts.map(
      (text) => inOtherOrder[shuffled.findIndex((other) => other.text === text)] ?? new Float32Array(),
    );
    expect(lowestCosine(vectors, reordered)).toBeGreaterThanOrEqual(0.9999);
  });

  test('fails a text that holds nothing to read, and no other', async () => {
    const { results } = await embed({ modelPath: modelPath(), texts: ['the old man', '', 'a good day'] });
    expect(results.map((result) => result.ok)).toEqual([true, false, true]);
    expect(results[1]).toEqual({ ok: false, error: { code: 'engine.nothingToEmbed' } });
    const strange = [
      '\u0000',
      'a\u0000b',
      '\ud800',
      'x\udc00y',
      '   ',
      '\n\t',
      '\ufeff',
      '日本',
      '<s>[CLS]</s>',
      'e\u0301'.repeat(300),
    ];
    const odd = await embed({ modelPath: modelPath(), texts: [...strange, 'a good day'] });
    for (const result of odd.results) {
      if (result.ok) expect(Math.hypot(...result.value.vector)).toBeCloseTo(1, 5);
      else expect(result.error.code).toBe('engine.nothingToEmbed');
    }
    expect(odd.results.at(-1)?.ok).toBe(true);
  });
});

test('splits what is too long for the model, and pools the parts by their length', async () => {
  // Each of these words is one token, so that the place of a cut is known: there is no end of a sentence near it.
  const { largestPartTokens } = await embed({ texts: ['day'] });
  expect(largestPartTokens).toBe(62);
  const wordsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => words[(index * 5) % words.length] ?? '');
  const atLimit = wordsOf(largestPartTokens);
  const long = wordsOf(150);
  const halves = [long.slice(0, 50), long.slice(50, 100), long.slice(100)];
  const { results } = await embed({
    texts: [atLimit, [...atLimit, 'day'], long, ...halves].map((list) => list.join(' ')),
  });
  const values = results.map((result) => {
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  });
  expect(values.map(({ tokens, parts }) => ({ tokens, parts })).slice(0, 3)).toEqual([
    { tokens: 62, parts: 1 },
    { tokens: 63, parts: 2 },
    { tokens: 150, parts: 3 },
  ]);
  const thirds = values.slice(3).map(({ vector }) => vector);
  // Vectors of this model's norm layer have nearly one length, so that their mean is the parts' mean.
  const mean = Float32Array.from({ length: 64 }, (_, index) =>
    thirds.reduce((sum, vector) => sum + (vector[index] ?? 0), 0),
  );
  const pooled = mean.map((value) => value / Math.hypot(...mean));
  expect(cosine(values[2]?.vector ?? new Float32Array(), pooled)).toBeGreaterThan(0.995);
});

test('says which file makes no vectors', async () => {
  const chat = join(running.folder, 'chat.gguf');
  makeScriptedModel({ path: chat, text: distinctWords(5).join(' ') });
  const reranker = makeEmbeddingModel({
    path: join(running.folder, 'rank.gguf'),
    shape: 'tiny',
    pooling: 'rank',
  });
  for (const [modelPath, fileName] of [
    [chat, 'chat.gguf'],
    [reranker, 'rank.gguf'],
  ] as const) {
    expect(await running.engine.embed({ modelPath, texts: ['a'], signal: unstopped })).toEqual({
      ok: false,
      error: { code: 'engine.notForEmbedding', fileName },
    });
  }
  const missing = await running.engine.embed({
    modelPath: join(running.folder, 'no.gguf'),
    texts: ['a'],
    signal: unstopped,
  });
  expect(missing).toEqual({ ok: false, error: { code: 'engine.fileMissing', fileName: 'no.gguf' } });
});

test('makes nothing of no texts', async () => {
  expect(await embed({ texts: [] })).toMatchObject({ dimension: 64, results: [] });
});

test('refuses a model that does not fit in memory, with the facts', async () => {
  const small = startTestEngine({ memoryLimitBytes: 100_000 });
  const result = await small.engine.embed({ modelPath: encoder, texts: ['a'], signal: unstopped });
  await small.dispose();
  expect(result).toMatchObject({ ok: false, error: { code: 'engine.outOfMemory', availableBytes: 100_000 } });
});
