import { expect, test } from 'vitest';
import { createNearest } from '../../../electron/documents/vectors/nearest.ts';
import { packVector, unpackVector } from '../../../electron/documents/vectors/packedVector.ts';
import { createRotation } from '../../../electron/documents/vectors/rotation.ts';
import { createVectorIndex } from '../../../electron/documents/vectors/vectorIndex.ts';
import { chunkIdSchema, documentIdSchema } from '../../../shared/ids.ts';
import { clusteredVectors } from '../../support/clusteredVectors.ts';

const dimension = 96;
const chunk = (id: number) => chunkIdSchema.parse(id);
const document = (id: number) => documentIdSchema.parse(`d${id}`);

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (const [index, value] of a.entries()) sum += value * (b[index] ?? Number.NaN);
  return sum;
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  return Float32Array.from({ length: dimension }, (_, index) =>
    vectors.reduce((sum, vector) => sum + (vector[index] ?? 0) / vectors.length, 0),
  );
}

function indexOf(vectors: readonly Float32Array[], documents = 7) {
  const index = createVectorIndex({ centre: meanOf(vectors), centredOn: vectors.length });
  for (const [place, vector] of vectors.entries()) {
    index.add({ chunkId: chunk(place + 1), documentId: document(place % documents), vector });
  }
  return index;
}

test.each([64, 96, 384, 1000])('a rotation keeps lengths and angles, in %i dimensions', (size) => {
  const rotate = createRotation(size);
  const made = clusteredVectors({ dimension: size, passages: 10, seed: 5 });
  const [a, b] = [made.passage(), made.passage()];
  expect(dot(rotate(a), rotate(a))).toBeCloseTo(1, 5);
  expect(dot(rotate(a), rotate(b))).toBeCloseTo(dot(a, b), 5);
  // What lay in one number is spread over all of them.
  const peak = rotate(Float32Array.from({ length: size }, (_, index) => (index === 3 ? 1 : 0)));
  expect(Math.max(...peak.map(Math.abs))).toBeLessThan(0.5);
});

test('a packed vector is as good as the float one', () => {
  const { passage, query } = clusteredVectors({ dimension, passages: 10, seed: 9 });
  const [a, b] = [passage(), query()];
  expect(Math.abs(dot(unpackVector(packVector(a)), b) - dot(a, b))).toBeLessThan(1e-4);
});

test('signs let nearly all of the nearest through, though all vectors lean to one side', async () => {
  const { passage, query } = clusteredVectors({ dimension, passages: 1500, seed: 1 });
  const rotate = createRotation(dimension);
  const vectors = Array.from({ length: 1500 }, () => rotate(passage()));
  const index = indexOf(vectors);
  let kept = 0;
  for (let asked = 0; asked < 10; asked += 1) {
    const question = rotate(query());
    const nearest = vectors
      .map((vector, place) => ({ chunkId: place + 1, score: dot(vector, question) }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, 10);
    const { found } = await index.findNearest({ query: question, count: 200, documentIds: null });
    const ids = new Set<number>(found.map(({ chunkId }) => chunkId));
    kept += nearest.filter(({ chunkId }) => ids.has(chunkId)).length;
  }
  expect(kept / 100).toBeGreaterThanOrEqual(0.98);
});

test('what was removed is not found, what was put anew is found once, and room is given back', async () => {
  const { passage } = clusteredVectors({ dimension, passages: 100, seed: 2 });
  const vectors = Array.from({ length: 3000 }, passage);
  const index = indexOf(vectors);
  for (let id = 1; id <= 2000; id += 1) index.remove(chunk(id));
  index.remove(chunk(99_999));
  const [vector = new Float32Array()] = vectors.slice(2500);
  index.add({ chunkId: chunk(2501), documentId: document(3), vector });
  expect(index.size).toBe(1000);
  const { found } = await index.findNearest({ query: vector, count: 3000, documentIds: null });
  expect(found[0]).toEqual({ chunkId: 2501, documentId: 'd3' });
  expect(found.map(({ chunkId }) => chunkId).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 1000 }, (_, place) => place + 2001),
  );
});

test('a scope of documents is kept to', async () => {
  const { passage, query } = clusteredVectors({ dimension, passages: 100, seed: 3 });
  const index = indexOf(Array.from({ length: 500 }, passage));
  const documentIds = new Set([document(2), document(5), documentIdSchema.parse('unknown')]);
  const { found } = await index.findNearest({ query: query(), count: 500, documentIds });
  expect(new Set(found.map(({ documentId }) => documentId))).toEqual(new Set(['d2', 'd5']));
  expect(found.length).toBe(143);
  const none = await index.findNearest({ query: query(), count: 5, documentIds: new Set() });
  expect(none).toEqual({ found: [], meanSimilarity: 0 });
});

test('equal scores go by id, whatever the order they came in', () => {
  for (const order of [
    [5, 3, 9, 1, 7],
    [1, 3, 5, 7, 9],
    [9, 7, 5, 3, 1],
  ]) {
    const nearest = createNearest(3);
    for (const id of order) nearest.offer(id, id === 7 ? 2 : 1);
    expect(nearest.take()).toEqual([7, 1, 3]);
  }
});
