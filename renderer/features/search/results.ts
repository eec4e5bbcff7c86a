import type { Conversation } from '../../../shared/contract/chat.ts';
import type { Document } from '../../../shared/contract/documents.ts';
import type { MarkedText, SearchHit, SearchResults } from '../../../shared/contract/search.ts';
import type { DocumentId } from '../../../shared/ids.ts';

/** One line that can be chosen. */
export type ResultRow =
  | { readonly kind: 'chat'; readonly key: string; readonly conversation: Conversation }
  | { readonly kind: 'name'; readonly key: string; readonly document: Document; readonly title: MarkedText }
  | { readonly kind: 'hit'; readonly key: string; readonly hit: SearchHit }
  | { readonly kind: 'more'; readonly key: string; readonly documentId: DocumentId; readonly count: number };

/** Lines under one heading. */
export interface ResultSection {
  readonly key: string;
  readonly label: string;
  /** Null above chats and names. */
  readonly document: Document | null;
  readonly rows: readonly ResultRow[];
}

export interface Found {
  readonly query: string;
  readonly conversations: readonly Conversation[];
  readonly results: SearchResults;
}

export const nothingFound: Found = {
  query: '',
  conversations: [],
  results: { names: [], groups: [], replaced: [], isLimited: false },
};

/** So many passages of a document stand there before more are asked for. */
const shownHits = 3;

/** Names first, chats, then what each document says; a document's further passages wait behind one line. */
export function listSections(found: Found, expanded: ReadonlySet<DocumentId>): ResultSection[] {
  const { names, groups } = found.results;
  const titles: ResultSection[] = [
    {
      key: 'names',
      label: 'Documents by name',
      document: null,
      rows: names.map(({ document, title }) => ({
        kind: 'name',
        key: `name-${document.id}`,
        document,
        title,
      })),
    },
    {
      key: 'chats',
      label: 'Chats by title',
      document: null,
      rows: found.conversations.map((conversation) => ({
        kind: 'chat',
        key: `chat-${conversation.id}`,
        conversation,
      })),
    },
  ];
  const passages = groups.map(({ document, hits }): ResultSection => {
    const isWhole = expanded.has(document.id) || hits.length <= shownHits + 1;
    const shown = isWhole ? hits : hits.slice(0, shownHits);
    const rows: ResultRow[] = shown.map((hit) => ({ kind: 'hit', key: `hit-${hit.passage.chunkId}`, hit }));
    const count = hits.length - shown.length;
    if (count > 0) rows.push({ kind: 'more', key: `more-${document.id}`, documentId: document.id, count });
    return { key: `document-${document.id}`, label: document.title, document, rows };
  });
  return [...titles, ...passages].filter(({ rows }) => rows.length > 0);
}

/** The place after a key; it goes round at both ends. */
export function moveSelection(selected: number, count: number, key: string): number {
  if (count === 0) return 0;
  switch (key) {
    case 'ArrowDown':
      return (selected + 1) % count;
    case 'ArrowUp':
      return (selected - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return selected;
  }
}

/** The text in pieces, in order, each marked or not. */
export function piecesOf({
  text,
  marks,
}: MarkedText): { readonly text: string; readonly isMarked: boolean }[] {
  const pieces: { text: string; isMarked: boolean }[] = [];
  let place = 0;
  for (const [start, end] of marks) {
    if (start > place) pieces.push({ text: text.slice(place, start), isMarked: false });
    pieces.push({ text: text.slice(start, end), isMarked: true });
    place = end;
  }
  if (place < text.length) pieces.push({ text: text.slice(place), isMarked: false });
  return pieces;
}
