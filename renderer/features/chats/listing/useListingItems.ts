import { useCallback, useEffect, useState } from 'react';
import type { Listing, ListingItem } from '../../../../shared/contract/listings.ts';
import { useClient } from '../../../state/host.ts';
import type { ShownError } from '../../../words/errors.ts';

const firstItems = 20;
const moreItems = 200;
/** As many as one request brings. */
export const mostItems = 500;

interface ListingItems {
  readonly items: readonly ListingItem[];
  readonly columns: readonly string[] | null;
  readonly total: number;
  readonly error: ShownError | null;
  readonly showMore: () => void;
}

/** What was found, the first of it until more is asked for. */
export function useListingItems({ id, found, state }: Listing): ListingItems {
  const client = useClient();
  const [limit, setLimit] = useState(firstItems);
  const [page, setPage] = useState<Omit<ListingItems, 'showMore' | 'error'> | null>(null);
  const [error, setError] = useState<ShownError | null>(null);
  // Another number found, or another state, means that there is something else to show.
  const version = `${id} ${found} ${state}`;
  useEffect(() => {
    if (version === '') return;
    const controller = new AbortController();
    const page = { listingId: id, offset: 0, limit: Math.min(limit, mostItems) };
    void client.request('listings.readItems', page, { signal: controller.signal }).then((result) => {
      if (controller.signal.aborted) return;
      setError(result.ok ? null : result.error);
      if (result.ok) setPage(result.value);
    });
    return () => controller.abort();
  }, [client, id, limit, version]);
  return {
    items: page?.items ?? [],
    columns: page?.columns ?? null,
    total: page?.total ?? found,
    error,
    showMore: useCallback(() => setLimit((before) => before + moreItems), []),
  };
}
