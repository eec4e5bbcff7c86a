import type { Listing, ListingItem, Reading } from '../../shared/contract/listings.ts';
import type { ModelUseError } from '../../shared/contract/models.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import type { ListingId, MessageId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';

/** What chat needs for answers that read everything. */
export interface Lister {
  /** Null at the end for an ordinary question. Leaving it stops the work and keeps what was read. */
  answer(request: {
    readonly question: string;
    readonly scope: SearchScope;
    readonly reading: Reading;
    readonly messageId: MessageId;
    readonly withoutModel: boolean;
    readonly signal: AbortSignal;
  }): AsyncGenerator<
    | { readonly kind: 'loading'; readonly progressRatio: number }
    | { readonly kind: 'listing'; readonly listing: Listing },
    Result<Listing | null, ModelUseError>
  >;
  get(listingId: ListingId): Listing | null;
  readItems(input: {
    readonly listingId: ListingId;
    readonly offset: number;
    readonly limit: number;
  }): Result<{ readonly items: readonly ListingItem[] }, unknown>;
}
