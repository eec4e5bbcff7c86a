import { createHash, randomUUID } from 'node:crypto';
import type { Listing, ListingError, ListingItem, Reading } from '../../../shared/contract/listings.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { type ListingId, listingIdSchema, type MessageId, type ModelId } from '../../../shared/ids.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { ProvideModel, ReadyModel } from '../../engine/modelProvider.ts';
import type { Database } from '../../storage/database.ts';
import type { DocumentStore } from '../documentStore.ts';
import type { PassageSearch } from '../search/passageSearch.ts';
import { createListingStore, type StoredListing } from './listingStore.ts';
import { createListingView } from './listingView.ts';
import { makePlan, type Plan } from './makePlan.ts';
import { newest } from './newest.ts';
import { readingVersion } from './passages/readPassage.ts';
import { createWordPassages } from './passages/wordPassages.ts';
import { createListingRuns } from './runListing.ts';
import { createScope } from './scope.ts';

export type ListingNews =
  | { readonly kind: 'loading'; readonly progressRatio: number }
  | { readonly kind: 'listing'; readonly listing: Listing };

export interface ListingRequest {
  readonly question: string;
  readonly scope: SearchScope;
  readonly reading: Reading;
  /** The answer it is written for; null outside of a chat. */
  readonly messageId: MessageId | null;
  readonly withoutModel: boolean;
  readonly signal: AbortSignal;
}

export interface Listings {
  /**
   * Answers a question that asks for everything, or goes on with its answer that was begun. Stopping keeps what was
   * read. @returns null for an ordinary question.
   */
  answer(request: ListingRequest): AsyncGenerator<ListingNews, Result<Listing | null, ModelUseError>>;
  get(listingId: ListingId): Listing | null;
  readItems(input: {
    readonly listingId: ListingId;
    readonly offset: number;
    readonly limit: number;
  }): Result<{ columns: string[] | null; items: ListingItem[]; total: number }, ListingError>;
  remove(listingId: ListingId): void;
  /** Work in the background is paused or goes on: keeps the time for itself. */
  setPaused(isPaused: boolean): void;
  noteDocumentsChanged(): void;
}

export function createListings(parts: {
  readonly database: Database;
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly search: Pick<PassageSearch, 'search' | 'getPassages'>;
  readonly provideModel: ProvideModel;
  readonly contentHashOfModel: (modelId: ModelId) => string | null;
}): Listings {
  const store = createListingStore(parts.database);
  const passages = createScope(parts.database, parts.documents);
  const wordPassages = createWordPassages(parts.database);
  const view = createListingView({ store, scope: passages, wordPassages, search: parts.search });
  const runs = createListingRuns({ store, scope: passages, search: parts.search });
  const hashOf = ({ model }: ReadyModel) => parts.contentHashOfModel(model.id) ?? model.id;
  store.markInterrupted();

  async function work(
    request: ListingRequest,
    tell: (news: ListingNews) => void,
    signal: AbortSignal,
  ): Promise<Result<Listing | null, ModelUseError>> {
    const { question, messageId } = request;
    const provide = async (): Promise<Result<ReadyModel, ModelUseError>> =>
      request.withoutModel
        ? fail({ code: 'models.noneInstalled' })
        : parts.provideModel({
            modelId: null,
            signal,
            onLoading: (progressRatio) => tell({ kind: 'loading', progressRatio }),
          });
    const earlier = (ready: ReadyModel) =>
      store.find({ messageId, question, scope: request.scope, modelHash: hashOf(ready) });
    const planned = await makePlan(
      { scope: passages, search: parts.search },
      {
        ...request,
        signal,
        provide,
        recall(ready) {
          const known = earlier(ready);
          return known?.way === 'model' ? { kind: known.kind, target: known.target } : null;
        },
      },
    );
    if (!planned.ok) return planned;
    const plan = planned.value;
    if (plan === null) return ok(null);
    // Nobody asked to read everything, and an empty list helps less than the passages that come nearest.
    const isGuess = plan.way === 'words' && request.reading.kind === 'automatic';
    if (isGuess && wordPassages.find(plan.target, request.scope).length === 0) return ok(null);
    const begun = plan.way === 'model' ? earlier(plan.ready) : null;
    // Another version of the answer is another listing, which shares what was found.
    const goesOn = begun !== null && begun.way === 'model' && begun.messageId === messageId;
    const listing = goesOn ? begun : toStored(request, plan);
    if (!goesOn) store.add(listing);
    if (plan.way !== 'model') return ok(view.get(listing.id));
    view.forget();
    const ended = await runs.run({
      listing,
      ready: plan.ready,
      provide,
      signal,
      tell: (now) => tell({ kind: 'listing', listing: now }),
    });
    return ok(ended);
  }

  function toStored({ question, scope, messageId }: ListingRequest, plan: Plan): StoredListing {
    const isByModel = plan.way === 'model';
    const modelHash = isByModel ? hashOf(plan.ready) : null;
    const target = plan.way === 'table' ? '' : plan.target;
    return {
      id: listingIdSchema.parse(randomUUID()),
      messageId,
      question,
      scope,
      way: plan.way,
      kind: plan.way === 'table' ? 'count' : plan.kind,
      target,
      questionKey: createHash('sha256')
        .update(JSON.stringify([readingVersion, question, target, modelHash]))
        .digest('hex'),
      modelName: isByModel ? plan.ready.model.name : null,
      modelHash,
      query: plan.way === 'table' ? plan.query : null,
      state: isByModel ? 'reading' : 'finished',
      sameThings: [],
      elapsedMs: 0,
      error: null,
      createdAt: new Date().toISOString(),
    };
  }

  return {
    answer: (request) => newest(request.signal, ({ tell, signal }) => work(request, tell, signal)),
    get: (listingId) => runs.get(listingId) ?? view.get(listingId),
    readItems(input) {
      const page = view.readItems(input);
      return page ? ok(page) : fail({ code: 'listings.notFound' });
    },
    remove: (listingId) => store.remove(listingId),
    setPaused: runs.setPaused,
    noteDocumentsChanged: view.forget,
  };
}
