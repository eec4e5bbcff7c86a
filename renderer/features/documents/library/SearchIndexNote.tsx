import { useSearchIndex } from '../../../state/useSearchIndex.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { searchIndexWords } from '../../../words/searchIndexWords.ts';

/** Says so while the search index is made anew. */
export function SearchIndexNote() {
  const state = useSearchIndex();
  const words = state && searchIndexWords(state);
  return words && <Notice {...words} />;
}
