import { createHybridSearch } from '../../../electron/documents/search/hybridSearch.ts';
import { createPassageSearch } from '../../../electron/documents/search/passageSearch.ts';
import { createRotation } from '../../../electron/documents/vectors/rotation.ts';
import { createVectorSearch } from '../../../electron/documents/vectors/vectorSearch.ts';
import {
  createVectorStore,
  type VectorSet,
  type VectorStore,
} from '../../../electron/documents/vectors/vectorStore.ts';
import type { Database } from '../../../electron/storage/database.ts';
import { type ChunkId, chunkIdSchema } from '../../../shared/ids.ts';
import { clusteredVectors } from '../../support/clusteredVectors.ts';
import { judgeNothing } from '../../support/documents/judgeNothing.ts';

const dimension = 384;
const storedAtOnce = 500;
const hybridTargetMs = 50;
const compared = 10;
const { signal } = new AbortController();

export interface MeaningMeasured {
  readonly searches: readonly {
    readonly name: string;
    readonly p50Ms: number;
    readonly p95Ms: number;
    /** Of the 95th percentile at 100,000 chunks. */
    readonly targetMs: number;
  }[];
  /** Until the first search can be answered. */
  readonly openedMs: number;
  /** Of the ten passages that are really most similar, how many are found. */
  readonly recallAt10: number;
}

/** Gives every chunk a made vector, as an embedding model's would be, and searches by them alone and with the words. */
export async function measureMeaning(input: {
  readonly database: Database;
  readonly questions: readonly string[];
}): Promise<MeaningMeasured> {
  const { database, questions } = input;
  const chunkIds = database
    .prepare('select id from chunks order by id')
    .pluck()
    .all()
    .map((id) => chunkIdSchema.parse(id));
  const made = clusteredVectors({ dimension, passages: chunkIds.length, seed: 1 });
  const store = createVectorStore(database);
  const set = store.addSet({ modelHash: 'made', preparation: 1, dimension });
  const vectors = chunkIds.map(() => made.passage());
  storeAll({ store, set, chunkIds, vectors });
  const queries = questions.map(() => made.query());

  const search = createVectorSearch(store);
  const find = (query: Float32Array, limit: number) =>
    search.find({ set, query, limit, documentIds: null, signal });
  const startedAt = performance.now();
  await find(made.query(), compared);
  const openedMs = performance.now() - startedAt;

  const alone = await timesOf(queries, (query) => find(query, compared));
  const words = createPassageSearch(database);
  let asked = 0;
  const hybrid = createHybridSearch({
    words,
    judge: judgeNothing,
    // The time that a model takes for the question is the engine's bench's to measure.
    meaning: {
      find: ({ limit }) => find(queries[asked] ?? new Float32Array(dimension), limit),
      dispose: async () => undefined,
    },
  });
  const together = await timesOf([...questions.entries()], async ([index, query]) => {
    asked = index;
    return hybrid.find({ query, limit: compared, signal });
  });
  return {
    searches: [
      { name: 'by meaning', ...alone, targetMs: hybridTargetMs },
      { name: 'by words and meaning', ...together, targetMs: hybridTargetMs },
    ],
    openedMs,
    recallAt10: await recall({ chunkIds, vectors, queries, find }),
  };
}

function storeAll(input: {
  readonly store: VectorStore;
  readonly set: VectorSet;
  readonly chunkIds: readonly ChunkId[];
  readonly vectors: readonly Float32Array[];
}): void {
  const { store, set, chunkIds, vectors } = input;
  const rotate = createRotation(set.dimension);
  for (let start = 0; start < chunkIds.length; start += storedAtOnce) {
    const chunks = chunkIds.slice(start, start + storedAtOnce).map((chunkId, index) => ({
      chunkId,
      outcome: { vector: rotate(vectors[start + index] ?? new Float32Array(set.dimension)) },
    }));
    store.put({ setId: set.id, chunks, doneThrough: chunks.at(-1)?.chunkId ?? 0 });
  }
  store.markComplete(set.id);
}

async function timesOf<Question>(
  questions: readonly Question[],
  ask: (question: Question) => Promise<unknown>,
) {
  const times: number[] = [];
  for (const question of questions) {
    const startedAt = performance.now();
    await ask(question);
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}

async function recall(input: {
  readonly chunkIds: readonly ChunkId[];
  readonly vectors: readonly Float32Array[];
  readonly queries: readonly Float32Array[];
  readonly find: (query: Float32Array, limit: number) => Promise<readonly { readonly chunkId: ChunkId }[]>;
}): Promise<number> {
  const { chunkIds, vectors, queries } = input;
  let [found, all] = [0, 0];
  for (const query of queries) {
    const nearest = vectors
      .map((vector, index) => ({ chunkId: chunkIds[index], similarity: dot(vector, query) }))
      .toSorted((a, b) => b.similarity - a.similarity)
      .slice(0, compared);
    const ids = new Set((await input.find(query, compared)).map(({ chunkId }) => chunkId));
    found += nearest.filter(({ chunkId }) => chunkId !== undefined && ids.has(chunkId)).length;
    all += nearest.length;
  }
  return found / all;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
