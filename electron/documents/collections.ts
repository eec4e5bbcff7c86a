import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Collection, CollectionError } from '../../shared/contract/collections.ts';
import {
  type CollectionId,
  collectionIdSchema,
  type DocumentId,
  documentIdSchema,
} from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Database } from '../storage/database.ts';
import { folderPath } from './search/scopeCondition.ts';

type Changed = Result<Collection, CollectionError>;
interface Members {
  readonly collectionId: CollectionId;
  readonly documentIds: readonly DocumentId[];
}
interface Folder {
  readonly collectionId: CollectionId;
  readonly path: string;
}

/** Named groups of documents. */
export interface Collections {
  /** By name. @param documentId only those that this document is in. */
  list(documentId?: DocumentId | undefined): Collection[];
  /** Which of these documents it has, those of its folders included. */
  pickMembers(members: Members): DocumentId[];
  create(name: string): Changed;
  rename(collectionId: CollectionId, name: string): Changed;
  /** The documents stay. */
  remove(collectionId: CollectionId): Result<Record<string, never>, CollectionError>;
  addDocuments(members: Members): Changed;
  removeDocuments(members: Members): Changed;
  addFolder(folder: Folder): Changed;
  removeFolder(folder: Folder): Changed;
}

const rowSchema = z
  .object({
    id: collectionIdSchema,
    name: z.string(),
    folders: z.string(),
    documents: z.int(),
    created_at: z.string(),
  })
  .transform(
    ({ created_at, folders, ...row }): Collection => ({
      ...row,
      folders: z.array(z.string()).parse(JSON.parse(folders)),
      createdAt: created_at,
    }),
  );

const select = `select collections.*,
  (select json_group_array(path order by path) from collection_folders where collection_id = collections.id) as folders,
  (select count(*) from collection_members where collection_id = collections.id) as documents
  from collections`;

export function createCollections(parts: {
  readonly database: Database;
  readonly onChanged: (collectionId: CollectionId, change: 'added' | 'updated' | 'removed') => void;
}): Collections {
  const { database, onChanged } = parts;
  const get = (collectionId: CollectionId): Collection | null => {
    const row = database.prepare(`${select} where id = ?`).get(collectionId);
    return row === undefined ? null : rowSchema.parse(row);
  };
  const isTaken = (name: string, except: CollectionId | null) =>
    database
      .prepare('select 1 from collections where name = ? collate nocase and id is not ?')
      .get(name, except) !== undefined;

  /** Makes a change to a collection that must be there. */
  function change(collectionId: CollectionId, apply: () => void): Changed {
    if (get(collectionId) === null) return fail({ code: 'collections.notFound' });
    database.transaction(apply)();
    onChanged(collectionId, 'updated');
    const changed = get(collectionId);
    return changed ? ok(changed) : fail({ code: 'collections.notFound' });
  }

  return {
    list(documentId) {
      const rows =
        documentId === undefined
          ? database.prepare(`${select} order by name collate nocase`).all()
          : database
              .prepare(
                `${select} where id in (select collection_id from collection_members where document_id = ?)
                 order by name collate nocase`,
              )
              .all(documentId);
      return rows.map((row) => rowSchema.parse(row));
    },
    pickMembers({ collectionId, documentIds }) {
      const ids = database
        .prepare(
          `select document_id from collection_members
           where collection_id = ? and document_id in (select value from json_each(?))`,
        )
        .pluck()
        .all(collectionId, JSON.stringify(documentIds));
      return z.array(documentIdSchema).parse(ids);
    },
    create(name) {
      if (isTaken(name, null)) return fail({ code: 'collections.nameTaken', name });
      const id = collectionIdSchema.parse(randomUUID());
      const createdAt = new Date().toISOString();
      database
        .prepare('insert into collections (id, name, created_at) values (?, ?, ?)')
        .run(id, name, createdAt);
      onChanged(id, 'added');
      return ok({ id, name, folders: [], documents: 0, createdAt });
    },
    rename(collectionId, name) {
      if (isTaken(name, collectionId)) return fail({ code: 'collections.nameTaken', name });
      return change(
        collectionId,
        () => void database.prepare('update collections set name = ? where id = ?').run(name, collectionId),
      );
    },
    remove(collectionId) {
      const { changes } = database.prepare('delete from collections where id = ?').run(collectionId);
      if (changes === 0) return fail({ code: 'collections.notFound' });
      onChanged(collectionId, 'removed');
      return ok({});
    },
    addDocuments: ({ collectionId, documentIds }) =>
      change(collectionId, () => {
        // From the table, so that a document deleted in the meantime is passed over.
        database
          .prepare(
            `insert or ignore into collection_documents (collection_id, document_id)
             select ?, id from documents where id in (select value from json_each(?))`,
          )
          .run(collectionId, JSON.stringify(documentIds));
      }),
    removeDocuments: ({ collectionId, documentIds }) =>
      change(collectionId, () => {
        database
          .prepare(
            `delete from collection_documents
             where collection_id = ? and document_id in (select value from json_each(?))`,
          )
          .run(collectionId, JSON.stringify(documentIds));
      }),
    addFolder: ({ collectionId, path }) =>
      change(collectionId, () => {
        database
          .prepare('insert or ignore into collection_folders (collection_id, path) values (?, ?)')
          .run(collectionId, folderPath(path));
      }),
    removeFolder: ({ collectionId, path }) =>
      change(collectionId, () => {
        database
          .prepare('delete from collection_folders where collection_id = ? and path = ?')
          .run(collectionId, folderPath(path));
      }),
  };
}
