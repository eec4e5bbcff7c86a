import type { Listing, ListingCell, TableResult } from '../../../shared/contract/listings.ts';
import type { ChunkId } from '../../../shared/ids.ts';
import type { StoredListing } from './listingStore.ts';
import type { MergedItem, PlacedHit } from './passages/mergeHits.ts';
import type { PassageReading } from './passages/readPassage.ts';
import type { ScopedChunk } from './scope.ts';

/** More cells than this are too small to be told apart. */
const mostCells = 280;
const latestShown = 3;

/** What a listing has found so far. */
export interface Found {
  readonly chunks: readonly ScopedChunk[];
  readonly readings: ReadonlyMap<ChunkId, PassageReading>;
  readonly failed: ReadonlySet<ChunkId>;
  readonly items: readonly MergedItem<ScopedChunk>[];
  readonly table: TableResult | null;
  readonly remainingMs: number | null;
  readonly elapsedMs: number;
}

export function describeListing(stored: StoredListing, found: Found): Listing {
  const { chunks, readings, items, table } = found;
  const isByModel = stored.way === 'model';
  const read = isByModel ? chunks.filter(({ chunkId }) => readings.has(chunkId)) : chunks;
  return {
    id: stored.id,
    question: stored.question,
    way: stored.way,
    kind: stored.kind,
    target: stored.target,
    state: stored.state,
    coverage: {
      read: read.length,
      total: chunks.length,
      failed: failedOf(stored, found),
      documents: new Set(chunks.map(({ documentId }) => documentId)).size,
    },
    cells: isByModel ? cellsOf(stored, found) : [],
    found: table ? table.rowsUsed : items.length,
    mentions: table ? table.rowsUsed : items.reduce((sum, item) => sum + item.hits.length, 0),
    dropped: read.reduce((sum, { chunkId }) => sum + (readings.get(chunkId)?.dropped ?? 0), 0),
    latest: stored.state === 'reading' ? latestOf(items) : [],
    table,
    modelName: stored.modelName,
    remainingMs: found.remainingMs,
    elapsedMs: found.elapsedMs,
    error: stored.error,
  };
}

/** What a finished listing has not read could not be read. */
function failedOf(stored: StoredListing, { chunks, readings, failed }: Found): number {
  if (stored.way !== 'model') return 0;
  if (stored.state !== 'finished') return failed.size;
  return chunks.filter(({ chunkId }) => !readings.has(chunkId)).length;
}

function latestOf(items: readonly MergedItem[]): string[] {
  return items.slice(-latestShown).map(({ text }) => text);
}

function cellsOf(stored: StoredListing, found: Found): ListingCell[] {
  const { chunks, readings, failed } = found;
  const size = Math.max(1, Math.ceil(chunks.length / mostCells));
  const cells: ListingCell[] = [];
  for (let start = 0; start < chunks.length; start += size) {
    const part = chunks.slice(start, start + size);
    const [first, last] = [part[0], part.at(-1)];
    if (!first || !last) continue;
    const isOne = first.documentId === last.documentId;
    const isRead = ({ chunkId }: ScopedChunk) => readings.has(chunkId);
    const isFailed = (chunk: ScopedChunk) =>
      !isRead(chunk) && (stored.state === 'finished' || failed.has(chunk.chunkId));
    cells.push({
      title: isOne ? first.title : `${first.title} – ${last.title}`,
      pages: [first.firstPage, isOne ? last.lastPage : first.lastPage],
      total: part.length,
      read: part.filter(isRead).length,
      failed: part.filter(isFailed).length,
      found: part.filter(({ chunkId }) => (readings.get(chunkId)?.hits.length ?? 0) > 0).length,
    });
  }
  return cells;
}

/** All hits in the documents' order. */
export function placeHits(
  chunks: readonly ScopedChunk[],
  readings: ReadonlyMap<ChunkId, PassageReading>,
): PlacedHit<ScopedChunk>[] {
  return chunks.flatMap((chunk) =>
    (readings.get(chunk.chunkId)?.hits ?? []).map((hit, index) => ({
      ...hit,
      key: `${chunk.chunkId}:${index}`,
      language: chunk.language,
      place: chunk,
    })),
  );
}
