import type { SearchIndexState } from '../../shared/contract/search.ts';
import { useHostEvent } from './host.ts';
import { useQuery } from './useQuery.ts';

const noInput = {};

/** Whether the search index is being made anew; null until the host has told. */
export function useSearchIndex(): SearchIndexState | null {
  const { state, replace } = useQuery('search.getIndexState', noInput);
  useHostEvent('search.indexChanged', replace);
  return state.kind === 'ready' ? state.value : null;
}
