import { expect, test } from 'vitest';
import {
  backgroundTokens,
  contextBytes,
  fitContext,
  furtherContextBytes,
  liveChats,
  weightsBytes,
} from '../../../electron/engine/process/memory.ts';
import type { ModelFile } from '../../../electron/engine/process/modelFile.ts';

/** Llama 3.2 1B in Q4_K_M. */
const file: ModelFile = {
  facts: {
    name: 'Llama 3.2 1B',
    architecture: 'llama',
    quantisation: 'Q4_K_M',
    parameterCount: 1_235_814_400,
    trainedContextTokens: 131_072,
    kind: 'chat',
  },
  fileBytes: 807_690_624,
  cacheBytesPerToken: 32_768,
  canShrinkCache: true,
  vocabularySize: 128_256,
  embeddingWidth: 2048,
};
const gigabyte = 1024 ** 3;

test('gives all that is wanted where there is room for it', () => {
  expect(fitContext({ file, wanted: 8192, availableBytes: 4 * gigabyte })).toBe(8192);
});

test('leaves room for the background context beside the chat', () => {
  const contextTokens = fitContext({ file, wanted: 131_072, availableBytes: 2 * gigabyte }) ?? 0;
  const together =
    weightsBytes(file) +
    contextBytes(file, contextTokens) +
    contextBytes(file, backgroundTokens(contextTokens));
  expect(together).toBeLessThanOrEqual(2 * gigabyte);
  expect(together).toBeGreaterThan(1.9 * gigabyte);
});

test('gives a small context rather than none, and none where even that does not fit', () => {
  const smallest = weightsBytes(file) + contextBytes(file, 512);
  expect(fitContext({ file, wanted: 8192, availableBytes: smallest })).toBe(512);
  expect(fitContext({ file, wanted: 8192, availableBytes: smallest - 1 })).toBeNull();
});

test('keeps more conversations the more memory is left, from one to a few, and half of it for other programs', () => {
  const contextTokens = 8192;
  const live = (availableBytes: number) => liveChats({ file, contextTokens, availableBytes });
  const onlyOne =
    weightsBytes(file) +
    contextBytes(file, contextTokens) +
    furtherContextBytes(file, backgroundTokens(contextTokens));
  const twice = 2 * furtherContextBytes(file, contextTokens);
  expect([0, onlyOne + twice - 1, onlyOne + twice, onlyOne + 2 * twice, 64 * gigabyte].map(live)).toEqual([
    1, 1, 2, 3, 4,
  ]);
});
