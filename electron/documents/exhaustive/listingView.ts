import type { Listing, ListingItem } from '../../../shared/contract/listings.ts';
import type { ChunkId, ListingId } from '../../../shared/ids.ts';
import type { PassageSearch } from '../search/passageSearch.ts';
import { describeListing, type Found, placeHits } from './describeListing.ts';
import { itemsFound, itemsInRows, itemsWithWords } from './listingItems.ts';
import type { ListingStore, StoredListing } from './listingStore.ts';
import { type MergedItem, mergeHits } from './passages/mergeHits.ts';
import type { PassageReading } from './passages/readPassage.ts';
import type { WordPassages } from './passages/wordPassages.ts';
import type { Scope, ScopedChunk } from './scope.ts';
import { computeQuery, toTableResult } from './tableAnswer.ts';

const mostKept = 32;

interface ItemPage {
  readonly columns: string[] | null;
  readonly items: ListingItem[];
  readonly total: number;
}

/** Listings at rest, made of what is stored: what a removed document held is in none of them. */
export interface ListingView {
  get(listingId: ListingId): Listing | null;
  readItems(input: {
    readonly listingId: ListingId;
    readonly offset: number;
    readonly limit: number;
  }): ItemPage | null;
  /** The documents have changed. */
  forget(): void;
}

export function createListingView(parts: {
  readonly store: ListingStore;
  readonly scope: Scope;
  readonly wordPassages: WordPassages;
  readonly search: Pick<PassageSearch, 'search' | 'getPassages'>;
}): ListingView {
  const { store, scope, wordPassages, search } = parts;
  const kept = new Map<ListingId, Listing>();

  function find(stored: StoredListing): Pick<Found, 'chunks' | 'readings' | 'items'> {
    const chunks = scope.chunks(stored.scope);
    const readings = new Map<ChunkId, PassageReading>();
    if (stored.way === 'model') {
      for (const reading of store.readings(stored.questionKey)) readings.set(reading.chunkId, reading);
      const inScope = new Map(
        chunks.flatMap(({ chunkId }) => {
          const reading = readings.get(chunkId);
          return reading ? [[chunkId, reading] as const] : [];
        }),
      );
      return { chunks, readings: inScope, items: mergeHits(placeHits(chunks, inScope), stored.sameThings) };
    }
    return { chunks, readings, items: stored.way === 'words' ? itemsOf(stored, chunks) : [] };
  }

  function itemsOf(stored: StoredListing, chunks: readonly ScopedChunk[]): MergedItem<ScopedChunk>[] {
    const byId = new Map(chunks.map((chunk) => [chunk.chunkId, chunk]));
    return wordPassages.find(stored.target, stored.scope).flatMap((chunkId) => {
      const place = byId.get(chunkId);
      if (!place) return [];
      const hit = { key: String(chunkId), quote: '', item: '', language: place.language, place };
      return [{ text: '', alsoNamed: [], hits: [hit] }];
    });
  }

  return {
    get(listingId) {
      const stored = store.get(listingId);
      if (!stored) return null;
      const known = kept.get(listingId);
      if (known?.state === 'finished' && stored.state === 'finished') return known;
      const listing = describeListing(stored, {
        ...find(stored),
        failed: new Set(),
        table: stored.way === 'table' ? toTableResult({ scope, search }, stored) : null,
        remainingMs: null,
        elapsedMs: stored.elapsedMs,
      });
      kept.delete(listingId);
      kept.set(listingId, listing);
      for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest);
      return listing;
    },
    readItems({ listingId, offset, limit }) {
      const stored = store.get(listingId);
      if (!stored) return null;
      if (stored.way === 'table') {
        const outcome = stored.query && computeQuery(scope, stored.query);
        const rows = outcome?.rows ?? [];
        return {
          columns: [...(rows[0]?.table.columns ?? [])],
          items: itemsInRows(rows.slice(offset, offset + limit)),
          total: rows.length,
        };
      }
      const { items } = find(stored);
      const page = items.slice(offset, offset + limit);
      const { getPassages } = search;
      return {
        columns: null,
        total: items.length,
        items:
          stored.way === 'model'
            ? itemsFound(page, getPassages)
            : itemsWithWords({
                chunks: page.flatMap(({ hits }) => hits.map(({ place }) => place)),
                words: stored.target,
                wordPassages,
                getPassages,
              }),
      };
    },
    forget: () => kept.clear(),
  };
}
