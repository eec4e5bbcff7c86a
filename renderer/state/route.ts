import {
  type CodeRunId,
  type CollectionId,
  type ConversationId,
  codeRunIdSchema,
  collectionIdSchema,
  conversationIdSchema,
  type DocumentId,
  documentIdSchema,
} from '../../shared/ids.ts';

export type Route =
  | {
      readonly kind: 'newChat';
      readonly documentId: DocumentId | null;
      /** A chat that asks in this collection. */
      readonly collectionId?: CollectionId;
    }
  | { readonly kind: 'chats' }
  | { readonly kind: 'chat'; readonly conversationId: ConversationId }
  | { readonly kind: 'documents' }
  | { readonly kind: 'document'; readonly documentId: DocumentId; readonly tab: 'summary' | 'text' }
  | { readonly kind: 'compare'; readonly documentId: DocumentId | null }
  | { readonly kind: 'digest' }
  | { readonly kind: 'code' }
  | { readonly kind: 'codeRun'; readonly runId: CodeRunId }
  | { readonly kind: 'models' }
  | { readonly kind: 'settings' };

/** Reads the part of the address after '#'; anything unknown is a new chat. */
export function parseRoute(hash: string): Route {
  const [section, id, tab] = hash.replace(/^#?\/?/, '').split('/');
  const fallback: Route = { kind: 'newChat', documentId: null };
  switch (section) {
    case 'new': {
      const collectionId = collectionIdSchema.safeParse(tab);
      if (id === 'in' && collectionId.success) {
        return { kind: 'newChat', documentId: null, collectionId: collectionId.data };
      }
      const documentId = documentIdSchema.safeParse(id);
      return { kind: 'newChat', documentId: documentId.success ? documentId.data : null };
    }
    case 'chats': {
      if (id === undefined) return { kind: 'chats' };
      const conversationId = conversationIdSchema.safeParse(id);
      return conversationId.success ? { kind: 'chat', conversationId: conversationId.data } : fallback;
    }
    case 'documents': {
      if (id === undefined) return { kind: 'documents' };
      const documentId = documentIdSchema.safeParse(id);
      if (!documentId.success) return fallback;
      return { kind: 'document', documentId: documentId.data, tab: tab === 'text' ? 'text' : 'summary' };
    }
    case 'compare': {
      const documentId = documentIdSchema.safeParse(id);
      return { kind: 'compare', documentId: documentId.success ? documentId.data : null };
    }
    case 'digest':
      return { kind: 'digest' };
    case 'code': {
      if (id === undefined) return { kind: 'code' };
      const runId = codeRunIdSchema.safeParse(id);
      return runId.success ? { kind: 'codeRun', runId: runId.data } : fallback;
    }
    case 'models':
      return { kind: 'models' };
    case 'settings':
      return { kind: 'settings' };
    default:
      return fallback;
  }
}

export function formatRoute(route: Route): string {
  switch (route.kind) {
    case 'newChat':
      if (route.collectionId) return `#/new/in/${route.collectionId}`;
      return route.documentId ? `#/new/${route.documentId}` : '#/new';
    case 'chat':
      return `#/chats/${route.conversationId}`;
    case 'document':
      return `#/documents/${route.documentId}${route.tab === 'text' ? '/text' : ''}`;
    case 'compare':
      return route.documentId ? `#/compare/${route.documentId}` : '#/compare';
    case 'codeRun':
      return `#/code/${route.runId}`;
    default:
      return `#/${route.kind}`;
  }
}
