import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHybridSearch } from '../../electron/documents/search/hybridSearch.ts';
import { createPassageJudge } from '../../electron/documents/search/passageJudge.ts';
import type { RerankInput } from '../../electron/engine/engine.ts';
import type { RerankingState } from '../../shared/contract/reranking.ts';
import { modelIdSchema } from '../../shared/ids.ts';
import { libraryOf } from '../support/documents/libraryOf.ts';
import { makeEmbeddingModel } from '../support/models/embeddingModel.ts';
import { makeRerankingModel } from '../support/models/rerankingModel.ts';
import { startTestEngine, type TestEngine, unstopped } from './testEngine.ts';

let running: TestEngine;
let reranker: string;

beforeAll(() => {
  running = startTestEngine();
  reranker = makeRerankingModel({ path: join(running.folder, 'reranker.gguf'), likes: 'moon' });
});
afterAll(() => running.dispose());

async function rerank(texts: readonly string[], changes: Partial<RerankInput> = {}) {
  const result = await running.engine.rerank({
    ...{ modelPath: reranker, query: 'the day', texts, budgetMs: 60_000, gpu: 'off', signal: unstopped },
    ...changes,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

test('a file with a rank head is known as a reranking model, and embeds nothing', async () => {
  expect(await running.engine.inspect(reranker)).toMatchObject({ ok: true, value: { kind: 'reranking' } });
  expect(
    await running.engine.embed({ modelPath: reranker, texts: ['moon'], gpu: 'off', signal: unstopped }),
  ).toEqual({ ok: false, error: { code: 'engine.notForEmbedding', fileName: 'reranker.gguf' } });
  const embedder = makeEmbeddingModel({ path: join(running.folder, 'embedder.gguf'), shape: 'tiny' });
  expect(
    await running.engine.rerank({
      ...{ modelPath: embedder, query: 'day', texts: ['moon'], budgetMs: 1, gpu: 'off', signal: unstopped },
    }),
  ).toEqual({ ok: false, error: { code: 'engine.notForReranking', fileName: 'embedder.gguf' } });
});

test('texts are judged as the model likes them, the same in any company, and told where they were cut', async () => {
  const liked = 'the moon and the moon';
  const once = 'the old man said that it was the moon';
  const none = 'the old man said that it was a good day';
  // Its moons stand where nothing is read any more.
  const long = `${'the old man '.repeat(60)}${'moon '.repeat(60)}`;
  const judged = await rerank([none, long, liked, '', once]);
  expect(judged.map((each) => each?.isCut)).toEqual([false, true, false, false, false]);
  const scores = judged.map((each) => each?.score ?? -1);
  const [ofNone = 0, ofLong = 0, ofLiked = 0, ofEmpty = 0, ofOnce = 0] = scores;
  expect(ofLiked).toBeGreaterThan(ofOnce);
  expect(ofOnce).toBeGreaterThan(ofNone);
  expect(ofLong).toBeCloseTo(ofNone, 3);
  expect(ofEmpty).toBeCloseTo(ofNone, 3);
  expect(await rerank([once])).toEqual([{ score: ofOnce, isCut: false }]);
  // A query that fills the model leaves room for the text, and says that it was cut.
  const [asked] = await rerank([liked], { query: 'day '.repeat(500) });
  expect(asked?.isCut).toBe(true);
});

test('what no time is left for is not judged, and a stop ends it', async () => {
  expect(await rerank(['moon', 'day'], { budgetMs: 0 })).toEqual([null, null]);
  expect(await rerank([])).toEqual([]);
  const stopped = await running.engine.rerank({
    ...{ modelPath: reranker, query: 'day', texts: ['moon'], budgetMs: 1000, gpu: 'off' },
    signal: AbortSignal.abort(),
  });
  expect(stopped).toEqual({ ok: false, error: { code: 'engine.cancelled' } });
});

test('a search is ordered by the model where one is installed, and as before where it fails', async () => {
  const { search: words } = libraryOf({
    best: ['A day is a day. Day after day.'],
    second: ['A day is long when the moon moon moon stays away from the men of the state.'],
    third: ['One day the people came.'],
  });
  const states: RerankingState[] = [];
  let modelPath = reranker;
  let isOn = true;
  const judge = createPassageJudge({
    isOn: () => isOn,
    onChanged: (state) => states.push(state),
    models: {
      chosen: () => ({
        modelId: modelIdSchema.parse('judge'),
        name: 'Judge',
        rerank: (input) => running.engine.rerank({ ...input, modelPath, gpu: 'off' }),
      }),
    },
  });
  const meaning = { find: async () => null, dispose: async () => undefined };
  const search = createHybridSearch({ words, meaning, judge });
  const find = async (changes: { isUnjudged?: boolean; isByWordsOnly?: boolean } = {}) =>
    search.find({ query: 'day', limit: 2, signal: unstopped, ...changes });

  const fused = await find({ isUnjudged: true });
  expect(fused.map(({ title }) => title)).toEqual(['best', 'third']);
  // The third by its words comes first, although only two are asked for.
  const judged = await find();
  expect(judged.map(({ title }) => title)[0]).toBe('second');
  expect(judged.every((passage) => passage.judged !== undefined)).toBe(true);
  expect(judge.state).toMatchObject({ phase: 'ready', model: { name: 'Judge' } });
  expect(await find({ isByWordsOnly: true })).toEqual(fused);

  modelPath = join(running.folder, 'gone.gguf');
  expect(await find()).toEqual(fused);
  const error = { code: 'engine.fileMissing', fileName: 'gone.gguf' };
  expect(judge.state).toMatchObject({ phase: 'failed', error });
  // Left alone until it is asked for again.
  expect(judge.depth).toBe(0);
  modelPath = reranker;
  judge.retry();
  expect(await find()).toEqual(judged);
  isOn = false;
  expect(await find()).toEqual(fused);
  judge.noteChanged();
  expect(states.map(({ phase }) => phase)).toEqual(['ready', 'failed', 'ready', 'off']);
});
