import { expect, test } from 'vitest';
import { precisionsToTry, withCachePrecision } from '../../../electron/engine/process/cachePrecision.ts';
import type { ModelFile } from '../../../electron/engine/process/modelFile.ts';

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
  layers: 16,
  vocabularySize: 128_256,
  embeddingWidth: 2048,
  poolingType: 0,
};

// Catches an estimate that leaves out the scale which every block of 32 values has.
test('counts what a value takes in each precision', () => {
  const bytes = (['exact', 'half', 'quarter'] as const).map(
    (precision) => withCachePrecision(file, precision).cacheBytesPerToken,
  );
  expect(bytes).toEqual([32_768, 17_408, 9216]);
});

// Catches a load that fails for a model which could have been used, and one that tries what is known to fail.
test('tries what is wanted first, where the model can do with it, and an exact cache last', () => {
  const unable = { ...file, canShrinkCache: false };
  expect(precisionsToTry(file, 'quarter')).toEqual(['quarter', 'exact']);
  expect(precisionsToTry(unable, 'quarter')).toEqual(['exact']);
  expect(precisionsToTry(file, 'exact')).toEqual(['exact']);
});
