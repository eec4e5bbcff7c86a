import type { DocumentId } from '../../../shared/ids.ts';
import type { EmbeddingModels, InstalledEmbedder } from '../../engine/embeddingModels.ts';
import { servingSet } from './chooseSet.ts';
import { createVectorSearch, type VectorHit } from './vectorSearch.ts';
import type { VectorStore } from './vectorStore.ts';

/** Finds passages by what they mean. */
export interface SearchByMeaning {
  /** @returns null where it cannot be done now: no model, nothing read yet, or the model failed. */
  find(input: {
    readonly query: string;
    readonly limit: number;
    /** Null: all documents. */
    readonly documentIds: ReadonlySet<DocumentId> | null;
    readonly signal: AbortSignal;
  }): Promise<VectorHit[] | null>;
  dispose(): Promise<void>;
}

/** Words alone answer at once, so that nobody waits longer than this for more. */
const patienceMs = 20_000;
const keptQueries = 64;

export function createSearchByMeaning(parts: {
  readonly store: VectorStore;
  readonly models: EmbeddingModels;
  readonly isOn: () => boolean;
}): SearchByMeaning {
  const { store, models } = parts;
  const vectors = createVectorSearch(store);
  const disposed = new AbortController();
  const open = new Set<Promise<unknown>>();
  /** The same question is asked again while one types, and by what goes on with it. */
  const kept = new Map<string, Float32Array>();

  const embedQuery = async (
    model: InstalledEmbedder,
    query: string,
    signal: AbortSignal,
  ): Promise<Float32Array | null> => {
    const key = `${model.contentHash} ${query}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const embedded = await model.embed({
      ...{ texts: [query], kind: 'query' },
      signal: AbortSignal.any([signal, disposed.signal, AbortSignal.timeout(patienceMs)]),
    });
    const [result] = embedded.ok ? embedded.value.results : [];
    if (!result?.ok) return null;
    if (kept.size >= keptQueries) kept.delete(kept.keys().next().value ?? '');
    kept.set(key, result.value.vector);
    return result.value.vector;
  };

  const find: SearchByMeaning['find'] = async ({ query, signal, ...input }) => {
    if (!parts.isOn()) return null;
    const serving = servingSet(store.listSets(), models);
    if (serving === null) return null;
    const vector = await embedQuery(serving.model, query, signal);
    // A file that was changed under its name can have another size of vectors.
    if (vector === null || vector.length !== serving.set.dimension) return null;
    if (signal.aborted || disposed.signal.aborted) return null;
    return vectors.find({ ...input, set: serving.set, query: vector, signal: disposed.signal });
  };

  return {
    async find(input) {
      const found = find(input).catch((error: unknown) => {
        if (disposed.signal.aborted) return null;
        throw error;
      });
      open.add(found);
      return found.finally(() => open.delete(found));
    },
    async dispose() {
      disposed.abort();
      await Promise.allSettled(open);
    },
  };
}
