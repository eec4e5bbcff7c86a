import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import type { CollectionId, DocumentId } from '../../../shared/ids.ts';
import { formatCount } from '../../words/formats.ts';

/** What a chat is about; null where nothing is looked up. */
export type ChatScope = SearchScope | null;

const none: readonly never[] = [];

export function documentIdsOf(scope: ChatScope): readonly DocumentId[] {
  return scope?.documentIds ?? none;
}

export function collectionIdsOf(scope: ChatScope): readonly CollectionId[] {
  return scope?.collectionIds ?? none;
}

/** Whether a chat asks in every document there is. */
export function isAboutEverything(scope: ChatScope): boolean {
  return scope !== null && scope.documentIds === undefined && scope.collectionIds === undefined;
}

export function withDocuments(scope: ChatScope, documentIds: readonly DocumentId[]): ChatScope {
  return withSources(scope, documentIds, collectionIdsOf(scope));
}

export function withCollections(scope: ChatScope, collectionIds: readonly CollectionId[]): ChatScope {
  return withSources(scope, documentIdsOf(scope), collectionIds);
}

/** Null where nothing is left to ask in: without sources a scope would mean everything. */
function withSources(
  scope: ChatScope,
  documentIds: readonly DocumentId[],
  collectionIds: readonly CollectionId[],
): ChatScope {
  if (documentIds.length === 0 && collectionIds.length === 0) return null;
  const { documentIds: _documents, collectionIds: _collections, ...filters } = scope ?? {};
  return {
    ...filters,
    ...(documentIds.length > 0 ? { documentIds: [...documentIds] } : {}),
    ...(collectionIds.length > 0 ? { collectionIds: [...collectionIds] } : {}),
  };
}

/** For example '2 documents'; null for a chat about nothing. */
export function describeScope(scope: ChatScope): string | null {
  if (scope === null) return null;
  if (isAboutEverything(scope)) return 'All documents';
  const documents = documentIdsOf(scope).length;
  const collections = collectionIdsOf(scope).length;
  return [
    documents > 0 ? formatCount(documents, { one: 'document', many: 'documents' }) : null,
    collections > 0 ? formatCount(collections, { one: 'collection', many: 'collections' }) : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
