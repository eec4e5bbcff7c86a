import type { Conversation } from '../../../shared/contract/chat.ts';
import type { Document, Passage } from '../../../shared/contract/documents.ts';

export type SearchResult =
  | { readonly kind: 'chat'; readonly conversation: Conversation }
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'passage'; readonly passage: Passage };

export interface Found {
  readonly query: string;
  readonly results: readonly SearchResult[];
}

/** Titles first, then what the documents say. */
export function listResults(found: {
  readonly conversations: readonly Conversation[];
  readonly documents: readonly Document[];
  readonly passages: readonly Passage[];
}): SearchResult[] {
  return [
    ...found.conversations.map((conversation) => ({ kind: 'chat', conversation }) as const),
    ...found.documents.map((document) => ({ kind: 'document', document }) as const),
    ...found.passages.map((passage) => ({ kind: 'passage', passage }) as const),
  ];
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

/** Cuts a passage around the first word of the query. */
export function excerpt(text: string, query: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  const places = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word.length > 1)
    .map((word) => plain.toLowerCase().indexOf(word))
    .filter((place) => place >= 0);
  const start = places.length === 0 ? 0 : Math.max(0, Math.min(...places) - 50);
  const cut = start === 0 ? 0 : plain.indexOf(' ', start) + 1;
  return `${cut > 0 ? '… ' : ''}${plain.slice(cut, cut + 180)}${plain.length > cut + 180 ? ' …' : ''}`;
}
