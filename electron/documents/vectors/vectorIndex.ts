import type { ChunkId, DocumentId } from '../../../shared/ids.ts';
import { createNearest, type Nearest } from './nearest.ts';

/** Vectors by one bit a dimension, in memory; finds candidates that are compared exactly afterwards. */
export interface VectorIndex {
  readonly size: number;
  /** Taken in by this centre; vectors that lie elsewhere are told apart less well. */
  readonly centredOn: number;
  /** @param entry.vector turned by the rotation; of length 1. */
  add(entry: {
    readonly chunkId: ChunkId;
    readonly documentId: DocumentId;
    readonly vector: Float32Array;
  }): void;
  remove(chunkId: ChunkId): void;
  /** Gives way to other work of the host again and again. */
  findNearest(input: {
    readonly query: Float32Array;
    readonly count: number;
    /** Null: all. */
    readonly documentIds: ReadonlySet<DocumentId> | null;
  }): Promise<NearestVectors>;
}

export interface NearestVectors {
  /** Most similar first by estimate; ties by id. */
  readonly found: { readonly chunkId: ChunkId; readonly documentId: DocumentId }[];
  /** Of the estimated similarities of all vectors that were looked at. */
  readonly meanSimilarity: number;
}

/** The arrays that a scan reads; they are replaced, never moved within, so that a scan can go on with old ones. */
interface Slots {
  readonly capacity: number;
  /** One bit a dimension, in words of 32. */
  readonly codes: Uint32Array;
  /** What the sum over signs is multiplied with, and what is added, to estimate a similarity. */
  readonly factors: Float32Array;
  readonly offsets: Float32Array;
  readonly chunkIds: Float64Array;
  /** Numbers of documents; 0 is free. */
  readonly owners: Uint32Array;
}

const leastCapacity = 1024;
/** Emptied slots are given up when they are more than this share. */
const emptyRatio = 0.25;
/** Scanned without a break: some milliseconds. */
const sliceVectors = 1 << 16;
/** Query values are rounded to integers of this size, so that sums are exact and the same everywhere. */
const largestQueryValue = 4095;
const wordBits = 32;
const wordBytes = 4;
const byteValues = 256;

/** @param centre the mean of vectors like those to come. @param centredOn of how many vectors. */
export function createVectorIndex(input: {
  readonly centre: Float32Array;
  readonly centredOn: number;
}): VectorIndex {
  const { centre } = input;
  const dimension = centre.length;
  const codeWords = Math.ceil(dimension / wordBits);
  let slots = makeSlots(leastCapacity, codeWords);
  let used = 0;
  let empty = 0;
  const slotOf = new Map<number, number>();
  /** Numbers of documents, from 1. */
  const ownerOf = new Map<DocumentId, number>();
  const owners: (DocumentId | null)[] = [null];

  const grow = (capacity: number) => {
    const old = slots;
    const next = makeSlots(capacity, codeWords);
    let target = 0;
    for (let slot = 0; slot < used; slot += 1) {
      if (old.owners[slot] === 0) continue;
      next.codes.set(old.codes.subarray(slot * codeWords, (slot + 1) * codeWords), target * codeWords);
      next.factors[target] = old.factors[slot] ?? 0;
      next.offsets[target] = old.offsets[slot] ?? 0;
      next.chunkIds[target] = old.chunkIds[slot] ?? 0;
      next.owners[target] = old.owners[slot] ?? 0;
      slotOf.set(next.chunkIds[target] ?? 0, target);
      target += 1;
    }
    slots = next;
    used = target;
    empty = 0;
  };

  const remove = (chunkId: ChunkId) => {
    const slot = slotOf.get(chunkId);
    if (slot === undefined) return;
    slotOf.delete(chunkId);
    slots.owners[slot] = 0;
    empty += 1;
    if (empty > leastCapacity && empty > used * emptyRatio) grow(slots.capacity);
  };

  return {
    get size() {
      return slotOf.size;
    },
    centredOn: input.centredOn,
    add({ chunkId, documentId, vector }) {
      remove(chunkId);
      if (used === slots.capacity) grow(slots.capacity * 2);
      let owner = ownerOf.get(documentId);
      if (owner === undefined) {
        owner = owners.push(documentId) - 1;
        ownerOf.set(documentId, owner);
      }
      const slot = used;
      used += 1;
      slotOf.set(chunkId, slot);
      slots.chunkIds[slot] = chunkId;
      slots.owners[slot] = owner;
      encode({ slots, slot, vector, centre, codeWords });
    },
    remove,
    async findNearest({ query, count, documentIds }) {
      const now = slots;
      const end = used;
      const isAllowed = documentIds === null ? null : new Uint8Array(owners.length);
      for (const documentId of documentIds ?? []) {
        const owner = ownerOf.get(documentId);
        if (owner !== undefined && isAllowed) isAllowed[owner] = 1;
      }
      const asked = prepareQuery(query, centre);
      const nearest = createNearest(count);
      let [sum, seen] = [0, 0];
      for (let start = 0; start < end; start += sliceVectors) {
        if (start > 0) await new Promise((resolve) => setImmediate(resolve));
        const slice = { start, end: Math.min(end, start + sliceVectors), codeWords, isAllowed };
        const scanned = scan(now, asked, nearest, slice);
        sum += scanned.sum;
        seen += scanned.seen;
      }
      const found = nearest.take().flatMap((chunkId) => {
        const documentId = owners[slots.owners[slotOf.get(chunkId) ?? -1] ?? 0];
        // It may have been removed meanwhile.
        return documentId === undefined || documentId === null ? [] : [{ chunkId, documentId }];
      });
      return { found, meanSimilarity: seen === 0 ? 0 : sum / seen };
    },
  };
}

function makeSlots(capacity: number, codeWords: number): Slots {
  return {
    capacity,
    codes: new Uint32Array(capacity * codeWords),
    factors: new Float32Array(capacity),
    offsets: new Float32Array(capacity),
    chunkIds: new Float64Array(capacity),
    owners: new Uint32Array(capacity),
  };
}

/**
 * With r what the vector is off the centre c, and s the signs of r: q·r is c·r + (q − c)·r, and (q − c)·r is estimated
 * by |r|² / |r|₁ times the sum of (q − c) with the signs s (Gao and Long 2024).
 */
function encode(input: {
  readonly slots: Slots;
  readonly slot: number;
  readonly vector: Float32Array;
  readonly centre: Float32Array;
  readonly codeWords: number;
}): void {
  const { slots, slot, vector, centre, codeWords } = input;
  let [squares, absolutes, alongCentre] = [0, 0, 0];
  for (let word = 0; word < codeWords; word += 1) {
    let bits = 0;
    for (let bit = 0; bit < wordBits; bit += 1) {
      const index = word * wordBits + bit;
      const off = (vector[index] ?? 0) - (centre[index] ?? 0);
      squares += off * off;
      absolutes += Math.abs(off);
      alongCentre += off * (centre[index] ?? 0);
      if (off > 0) bits |= 1 << bit;
    }
    slots.codes[slot * codeWords + word] = bits;
  }
  slots.factors[slot] = absolutes === 0 ? 0 : squares / absolutes;
  slots.offsets[slot] = alongCentre;
}

interface AskedQuery {
  /** For each byte of a code, the sum that each of its values stands for. */
  readonly sums: Int16Array;
  /** What an integer of the sums is worth. */
  readonly unit: number;
  /** The same for all vectors. */
  readonly base: number;
}

function prepareQuery(query: Float32Array, centre: Float32Array): AskedQuery {
  const off = query.map((value, index) => value - (centre[index] ?? 0));
  const largest = off.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  const unit = largest / largestQueryValue;
  const codeBytes = Math.ceil(query.length / wordBits) * wordBytes;
  const sums = new Int16Array(codeBytes * byteValues);
  for (let byte = 0; byte < codeBytes; byte += 1) {
    const values = Array.from({ length: 8 }, (_, bit) => Math.round((off[byte * 8 + bit] ?? 0) / unit));
    const row = byte * byteValues;
    sums[row] = -values.reduce((sum, value) => sum + value, 0);
    for (let code = 1; code < byteValues; code += 1) {
      const highest = 31 - Math.clz32(code);
      sums[row + code] = (sums[row + code - (1 << highest)] ?? 0) + 2 * (values[highest] ?? 0);
    }
  }
  return { sums, unit, base: query.reduce((sum, value, index) => sum + value * (centre[index] ?? 0), 0) };
}

function scan(
  slots: Slots,
  { sums, unit, base }: AskedQuery,
  nearest: Nearest,
  slice: {
    readonly start: number;
    readonly end: number;
    readonly codeWords: number;
    readonly isAllowed: Uint8Array | null;
  },
): { readonly sum: number; readonly seen: number } {
  const { codes, factors, offsets, chunkIds, owners } = slots;
  const { start, end, codeWords, isAllowed } = slice;
  let [sum, seen] = [0, 0];
  for (let slot = start; slot < end; slot += 1) {
    const owner = owners[slot] ?? 0;
    if (owner === 0 || (isAllowed !== null && isAllowed[owner] !== 1)) continue;
    let total = 0;
    for (let word = 0; word < codeWords; word += 1) {
      const bits = codes[slot * codeWords + word] ?? 0;
      const row = word * wordBytes * byteValues;
      total +=
        (sums[row + (bits & 0xff)] ?? 0) +
        (sums[row + byteValues + ((bits >>> 8) & 0xff)] ?? 0) +
        (sums[row + 2 * byteValues + ((bits >>> 16) & 0xff)] ?? 0) +
        (sums[row + 3 * byteValues + (bits >>> 24)] ?? 0);
    }
    const similarity = base + (offsets[slot] ?? 0) + (factors[slot] ?? 0) * unit * total;
    sum += similarity;
    seen += 1;
    if (similarity >= nearest.least) nearest.offer(chunkIds[slot] ?? 0, similarity);
  }
  return { sum, seen };
}
