import type { SearchIndexState } from '../../shared/contract/search.ts';

/** What is said of an index that is made anew; null where it is whole. */
export function searchIndexWords({ renewedRatio }: SearchIndexState): { what: string; next: string } | null {
  if (renewedRatio === null) return null;
  return {
    what: `The search index is being renewed: ${Math.floor(renewedRatio * 100)} %.`,
    next: 'Until then, searches use the one from before the update and may miss some passages.',
  };
}
