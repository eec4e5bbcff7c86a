import { createContext, type ReactNode, use, useCallback, useRef, useState } from 'react';
import type { CollectionId } from '../../shared/ids.ts';
import type { ListPlace } from '../ui/LongList.tsx';

/** How a long list was left: what it was narrowed down to, and where one was in it. */
interface KeptView {
  readonly text: string;
  readonly collectionId: CollectionId | null;
  readonly place: ListPlace | null;
}

const untouched: KeptView = { text: '', collectionId: null, place: null };
type Views = Map<'documents' | 'chats', KeptView>;
const ViewsContext = createContext<Views | null>(null);

/** Lets pages be come back to as they were left, for as long as the window is open. */
export function KeptViewsProvider({ children }: { readonly children: ReactNode }) {
  const views = useRef<Views>(new Map());
  return <ViewsContext value={views.current}>{children}</ViewsContext>;
}

/** @returns `left`: how the list was when its page was left, the same for as long as this page is there. */
export function useKeptView(list: 'documents' | 'chats'): {
  readonly left: KeptView;
  readonly keep: (change: Partial<KeptView>) => void;
} {
  const views = use(ViewsContext);
  if (!views) throw new Error('No kept views above this component.');
  const [left] = useState(() => views.get(list) ?? untouched);
  const keep = useCallback(
    (change: Partial<KeptView>) => void views.set(list, { ...(views.get(list) ?? untouched), ...change }),
    [views, list],
  );
  return { left, keep };
}
