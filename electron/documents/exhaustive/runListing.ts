import type { Listing } from '../../../shared/contract/listings.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { ChunkId, ListingId } from '../../../shared/ids.ts';
import { fail, type Result } from '../../../shared/result.ts';
import type { ReadyModel } from '../../engine/modelProvider.ts';
import type { PassageSearch } from '../search/passageSearch.ts';
import { createProgress } from '../summarise/progress.ts';
import { describeListing, placeHits } from './describeListing.ts';
import type { ListingStore, StoredListing } from './listingStore.ts';
import { findSameThings } from './passages/findSameThings.ts';
import { mergeHits } from './passages/mergeHits.ts';
import type { PassageReading } from './passages/readPassage.ts';
import { readEverything } from './readEverything.ts';
import type { Scope } from './scope.ts';

/** Oftener than this nobody reads what is told. */
const tellEveryMs = 200;

export interface ListingRuns {
  /** Reads what is not read yet, brings it together, and keeps all of it. @returns the listing as it rests. */
  run(input: {
    readonly listing: StoredListing;
    readonly ready: ReadyModel;
    readonly provide: () => Promise<Result<ReadyModel, ModelUseError>>;
    readonly signal: AbortSignal;
    readonly tell: (listing: Listing) => void;
  }): Promise<Listing>;
  /** The listing as it is being read; null where it is not. */
  get(listingId: ListingId): Listing | null;
  setPaused(isPaused: boolean): void;
}

export function createListingRuns(parts: {
  readonly store: ListingStore;
  readonly scope: Scope;
  readonly search: Pick<PassageSearch, 'getPassages'>;
}): ListingRuns {
  const { store, scope } = parts;
  const running = new Map<
    ListingId,
    { readonly describe: () => Listing; readonly setPaused: (isPaused: boolean) => void }
  >();
  let isPaused = false;

  async function run(input: Parameters<ListingRuns['run']>[0]): Promise<Listing> {
    const { ready, signal, tell } = input;
    let listing: StoredListing = { ...input.listing, state: 'reading', error: null };
    const chunks = scope.chunks(listing.scope);
    const inScope = new Set(chunks.map(({ chunkId }) => chunkId));
    const readings = new Map<ChunkId, PassageReading>();
    for (const reading of store.readings(listing.questionKey))
      if (inScope.has(reading.chunkId)) readings.set(reading.chunkId, reading);
    const failed = new Set<ChunkId>();
    const unread = chunks.filter(({ chunkId }) => !readings.has(chunkId));
    const parallelCalls = ready.loaded.parallel.calls;
    const progress = createProgress({ stepsLeft: unread.length, parallelSteps: parallelCalls });
    progress.setPaused(isPaused);
    const spentMs = listing.elapsedMs;
    const describe = () =>
      describeListing(listing, {
        ...{ chunks, readings, failed },
        items: mergeHits(placeHits(chunks, readings), listing.sameThings),
        table: null,
        remainingMs: listing.state === 'reading' ? progress.remainingMs() : null,
        elapsedMs: spentMs + progress.elapsedMs(),
      });
    const change = (changes: Pick<StoredListing, 'state'> & Partial<StoredListing>) => {
      listing = { ...listing, ...changes, elapsedMs: spentMs + progress.elapsedMs() };
      store.update(listing.id, listing);
      tell(describe());
    };
    running.set(listing.id, { describe, setPaused: progress.setPaused });
    try {
      change({ state: 'reading', error: null });
      let toldAt = performance.now();
      const read = await readEverything({
        chunks: unread,
        getPassages: parts.search.getPassages,
        question: listing.question,
        target: listing.target,
        ready: input.provide,
        parallelCalls,
        signal,
        onRead({ chunkId }, reading) {
          if (reading === null) failed.add(chunkId);
          else {
            readings.set(chunkId, reading);
            store.putReading(listing.questionKey, { chunkId, ...reading });
          }
          progress.stepDone();
          if (performance.now() - toldAt < tellEveryMs) return;
          toldAt = performance.now();
          tell(describe());
        },
      });
      if (!read.ok) {
        change(signal.aborted ? { state: 'paused' } : { state: 'interrupted', error: read.error });
        return describe();
      }
      change({ state: 'merging' });
      const items = mergeHits(placeHits(chunks, readings), listing.sameThings);
      const same = await findSameThings({ items, ready: input.provide, signal });
      // Stopped while it was brought together: every passage is read, so only that is done again.
      const isStopped = signal.aborted;
      change({
        state: isStopped ? 'paused' : 'finished',
        sameThings: isStopped
          ? listing.sameThings
          : [...listing.sameThings, ...same.map(([one, other]): [string, string] => [one, other])],
      });
      return describe();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      change({
        state: 'interrupted',
        error: fail<ModelUseError>({ code: 'engine.generationFailed', reason }).error,
      });
      return describe();
    } finally {
      running.delete(listing.id);
    }
  }

  return {
    run,
    get: (listingId) => running.get(listingId)?.describe() ?? null,
    setPaused(isPausedNow) {
      isPaused = isPausedNow;
      for (const { setPaused } of running.values()) setPaused(isPaused);
    },
  };
}
