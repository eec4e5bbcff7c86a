import { ok } from '../../../shared/result.ts';
import type { Collections } from '../../documents/collections.ts';
import type { Handlers } from '../handlers.ts';

type CollectionHandlers = Pick<Handlers, Extract<keyof Handlers, `collections.${string}`>>;

export function collectionRoutes(collections: Collections): CollectionHandlers {
  return {
    'collections.list': ({ documentId }) => ok(collections.list(documentId)),
    'collections.pickMembers': (members) => ok(collections.pickMembers(members)),
    'collections.create': ({ name }) => collections.create(name),
    'collections.rename': ({ collectionId, name }) => collections.rename(collectionId, name),
    'collections.remove': ({ collectionId }) => collections.remove(collectionId),
    'collections.addDocuments': (input) => collections.addDocuments(input),
    'collections.removeDocuments': (input) => collections.removeDocuments(input),
    'collections.addFolder': (input) => collections.addFolder(input),
    'collections.removeFolder': (input) => collections.removeFolder(input),
  };
}
