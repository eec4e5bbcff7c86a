import { expect, test } from 'vitest';
import { createEmbedders } from '../../../electron/models/embedders.ts';
import type { StoredModel } from '../../../electron/models/modelStore.ts';
import { createRerankers } from '../../../electron/models/rerankers.ts';
import { settingsSchema } from '../../../shared/contract/settings.ts';
import { modelIdSchema } from '../../../shared/ids.ts';
import { fail } from '../../../shared/result.ts';

const model = {
  id: modelIdSchema.parse('822ad0d2'),
  path: '/data/models/822ad0d2.gguf',
  fileName: 'minilm.gguf',
  name: 'MiniLM',
  architecture: 'bert',
  quantisation: null,
  parameterCount: null,
  trainedContextTokens: null,
  sizeBytes: 1,
  addedAt: '2026-01-01T00:00:00.000Z',
  contentHash: 'hash',
  isCopy: true,
} as const satisfies Omit<StoredModel, 'kind'>;
const truncated = async () => fail({ code: 'engine.fileTruncated', fileName: '822ad0d2.gguf' } as const);
const readSettings = () => settingsSchema.parse({});
const { signal } = new AbortController();

// Catches a message about a file that the person has never seen.
test('a copy of our own that cannot be used for search is named as the person added it', async () => {
  const named = fail({ code: 'engine.fileTruncated', fileName: 'minilm.gguf' });
  const embedder = createEmbedders({
    store: { list: () => [{ ...model, kind: 'embedding' }] },
    engine: { embed: truncated },
    readSettings,
  }).chosen();
  expect(await embedder?.embed({ kind: 'query', texts: [], signal })).toEqual(named);
  const reranker = createRerankers({
    store: { list: () => [{ ...model, kind: 'reranking' }] },
    engine: { rerank: truncated },
    readSettings,
  }).chosen();
  expect(await reranker?.rerank({ query: '', texts: [], budgetMs: 0, signal })).toEqual(named);
});
