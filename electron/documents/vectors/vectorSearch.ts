import { setImmediate } from 'node:timers/promises';
import type { ChunkId, DocumentId } from '../../../shared/ids.ts';
import { createRotation, type Rotate } from './rotation.ts';
import { createVectorIndex, type VectorIndex } from './vectorIndex.ts';
import type { VectorSet, VectorStore } from './vectorStore.ts';

export interface VectorHit {
  readonly chunkId: ChunkId;
  readonly documentId: DocumentId;
  /** The cosine of the query's vector and the passage's. */
  readonly similarity: number;
}

/** Finds the passages of one set of vectors that are most similar to a query's. */
export interface VectorSearch {
  /**
   * Most similar first, ties by id; only passages nearer to the best than to the average of all.
   * @param input.query of length 1. @param input.documentIds null: all documents.
   */
  find(input: {
    readonly set: VectorSet;
    readonly query: Float32Array;
    readonly limit: number;
    readonly documentIds: ReadonlySet<DocumentId> | null;
    /** Aborted, nothing is found any more. */
    readonly signal: AbortSignal;
  }): Promise<VectorHit[]>;
}

interface OpenSet {
  readonly setId: number;
  readonly rotate: Rotate;
  readonly index: VectorIndex;
}

/** Compared exactly, of what the signs let through. */
const leastCandidates = 200;
/** Read and taken in without a break: some ten milliseconds. */
const sliceVectors = 1000;
const sampledVectors = 2048;
/** An index that has grown by so much is made anew with the centre of what it holds now. */
const growthRatio = 4;

export function createVectorSearch(store: VectorStore): VectorSearch {
  let open: OpenSet | null = null;
  /** One at a time brings the index up to date. */
  let preparing: Promise<unknown> = Promise.resolve();

  const load = async (set: VectorSet, signal: AbortSignal): Promise<OpenSet> => {
    // What changes from here on is taken in afterwards.
    store.takeChanged(set.id);
    const sample = store.sampleVectors({ setId: set.id, count: sampledVectors });
    const loaded: OpenSet = {
      setId: set.id,
      rotate: createRotation(set.dimension),
      index: createVectorIndex({
        centre: meanOf(sample, set.dimension),
        centredOn: store.count(set.id).embedded,
      }),
    };
    let sinceBreak = 0;
    for (const entries of store.eachDocument(set.id)) {
      for (const entry of entries) loaded.index.add(entry);
      sinceBreak += entries.length;
      if (sinceBreak < sliceVectors) continue;
      await setImmediate();
      signal.throwIfAborted();
      sinceBreak = 0;
    }
    return loaded;
  };

  const takeIn = async ({ setId, index }: OpenSet, signal: AbortSignal): Promise<void> => {
    const changed = store.takeChanged(setId);
    for (let start = 0; start < changed.length; start += sliceVectors) {
      if (start > 0) await setImmediate();
      signal.throwIfAborted();
      const chunkIds = changed.slice(start, start + sliceVectors);
      const vectors = store.readVectors(setId, chunkIds);
      for (const chunkId of chunkIds) {
        const vector = vectors.get(chunkId);
        const documentId = vector === undefined ? null : store.ownerOf(chunkId);
        if (vector === undefined || documentId === null) index.remove(chunkId);
        else index.add({ chunkId, documentId, vector });
      }
    }
  };

  const prepare = async (set: VectorSet, signal: AbortSignal): Promise<OpenSet> => {
    if (open?.setId !== set.id) {
      open = null;
      open = await load(set, signal);
    }
    await takeIn(open, signal);
    if (open.index.size > leastCandidates && open.index.size > growthRatio * open.index.centredOn) {
      open = await load(set, signal);
    }
    return open;
  };

  return {
    async find({ set, query, limit, documentIds, signal }) {
      const prepared = preparing.then(() => prepare(set, signal));
      preparing = prepared.catch(() => undefined);
      const { rotate, index } = await prepared;
      const turned = rotate(query);
      const { found, meanSimilarity } = await index.findNearest({
        ...{ query: turned, documentIds },
        count: Math.max(limit, leastCandidates),
      });
      if (signal.aborted) return [];
      const vectors = store.readVectors(
        set.id,
        found.map(({ chunkId }) => chunkId),
      );
      const hits = found
        .flatMap((candidate) => {
          const vector = vectors.get(candidate.chunkId);
          return vector === undefined ? [] : [{ ...candidate, similarity: dot(turned, vector) }];
        })
        .toSorted((a, b) => b.similarity - a.similarity || a.chunkId - b.chunkId);
      const best = hits[0]?.similarity ?? 0;
      const least = best - Math.max(0, best - meanSimilarity) / 2;
      return hits.filter(({ similarity }) => similarity >= least).slice(0, limit);
    },
  };
}

function meanOf(vectors: readonly Float32Array[], dimension: number): Float32Array {
  const mean = new Float32Array(dimension);
  for (const vector of vectors) {
    for (let index = 0; index < dimension; index += 1) {
      mean[index] = (mean[index] ?? 0) + (vector[index] ?? 0) / vectors.length;
    }
  }
  return mean;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
