import { z } from 'zod';
import { type ChunkId, chunkIdSchema, type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { packVector, unpackVector } from './packedVector.ts';
import { preparedText } from './preparedText.ts';

/** What one embedding model has made of the chunks. */
export interface VectorSet {
  readonly id: number;
  readonly modelHash: string;
  /** The version of `preparedText` and of the prefixes that its texts were given. */
  readonly preparation: number;
  readonly dimension: number;
  readonly doneThrough: number;
  /** Whether every chunk of a time has been tried; newer ones may be waiting. */
  readonly isComplete: boolean;
}

export interface ChunkText {
  readonly chunkId: ChunkId;
  /** As it is put to the model. */
  readonly text: string;
}

export interface StoredVector {
  readonly chunkId: ChunkId;
  readonly documentId: DocumentId;
  readonly vector: Float32Array;
}

/** What became of one text: its vector, turned by the rotation, or why there is none. */
export interface EmbeddedChunk {
  readonly chunkId: ChunkId;
  readonly outcome: { readonly vector: Float32Array } | { readonly failure: string };
}

/** Nothing to read in it: not a failure that anyone could do something about. */
export const nothingToEmbed = 'engine.nothingToEmbed';

export interface VectorStore {
  listSets(): VectorSet[];
  addSet(set: Pick<VectorSet, 'modelHash' | 'preparation' | 'dimension'>): VectorSet;
  /** In order of id, from after this one. */
  listTexts(input: { readonly afterId: number; readonly limit: number }): ChunkText[];
  listFailedTexts(input: {
    readonly setId: number;
    readonly afterId: number;
    readonly limit: number;
  }): ChunkText[];
  /** In one transaction; chunks that were removed meanwhile are left out. @param doneThrough null leaves it. */
  put(input: {
    readonly setId: number;
    readonly chunks: readonly EmbeddedChunk[];
    readonly doneThrough: number | null;
  }): void;
  markComplete(setId: number): void;
  /** Removes some of a set's vectors. @returns whether there are more; if not, the set is gone as well. */
  removePart(setId: number): boolean;
  /** Every vector of a set, document by document; others may write between two documents. */
  eachDocument(setId: number): Iterable<StoredVector[]>;
  /** Up to so many, from all over the set. */
  sampleVectors(input: { readonly setId: number; readonly count: number }): Float32Array[];
  /** Of these chunks, those that have one. */
  readVectors(setId: number, chunkIds: readonly ChunkId[]): Map<ChunkId, Float32Array>;
  ownerOf(chunkId: ChunkId): DocumentId | null;
  /** Chunks of which vectors of this set were added or removed since it was asked last; of all sets it then begins anew. */
  takeChanged(setId: number): ChunkId[];
  count(setId: number | null): VectorCounts;
}

export interface VectorCounts {
  /** All chunks there are. */
  readonly passages: number;
  readonly embedded: number;
  /** Tried, and there was nothing to read. */
  readonly empty: number;
  readonly failed: number;
}

const setRowSchema = z
  .object({
    id: z.int(),
    model_hash: z.string(),
    preparation: z.int(),
    dimension: z.int(),
    done_through: z.int(),
    is_complete: z.int(),
  })
  .transform(
    (row): VectorSet => ({
      id: row.id,
      modelHash: row.model_hash,
      preparation: row.preparation,
      dimension: row.dimension,
      doneThrough: row.done_through,
      isComplete: row.is_complete === 1,
    }),
  );

const textRowSchema = z
  .object({
    chunkId: chunkIdSchema,
    title: z.string(),
    headings: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))),
    text: z.string(),
  })
  .transform(({ chunkId, ...chunk }): ChunkText => ({ chunkId, text: preparedText(chunk) }));

const pairRowSchema = z.tuple([chunkIdSchema, z.instanceof(Uint8Array)]);
const countSchema = z.int();

/** One removal keeps the host busy no longer than some ten milliseconds. */
const removedAtOnce = 2000;

export function createVectorStore(database: Database): VectorStore {
  // Changes reach the index in memory however they come about, and only those that were committed.
  database.exec(`
    create temp table if not exists changed_vectors (set_id integer not null, chunk_id integer not null);
    create temp trigger if not exists note_added_vector after insert on main.chunk_vectors
    begin insert into changed_vectors values (new.set_id, new.chunk_id); end;
    create temp trigger if not exists note_removed_vector after delete on main.chunk_vectors
    begin insert into changed_vectors values (old.set_id, old.chunk_id); end`);
  const selectSet = database.prepare('select * from vector_sets where model_hash = ? and preparation = ?');
  const selectTexts = `select chunks.id as chunkId, title, chunks.headings, chunks.text
    from chunks join documents on documents.id = chunks.document_id`;
  const selectVector = database
    .prepare('select vector from chunk_vectors where set_id = ? and chunk_id = ?')
    .pluck();
  const selectOwner = database.prepare('select document_id from chunks where id = ?').pluck();
  const dimensionOf = (setId: number) =>
    countSchema.parse(
      database.prepare('select dimension from vector_sets where id = ?').pluck().get(setId) ?? 0,
    );
  const countWhere = (query: string, ...parameters: readonly unknown[]) =>
    countSchema.parse(
      database
        .prepare(query)
        .pluck()
        .get(...parameters),
    );

  return {
    listSets: () =>
      database
        .prepare('select * from vector_sets order by id')
        .all()
        .map((row) => setRowSchema.parse(row)),
    addSet({ modelHash, preparation, dimension }) {
      database
        .prepare('insert into vector_sets (model_hash, preparation, dimension) values (?, ?, ?)')
        .run(modelHash, preparation, dimension);
      return setRowSchema.parse(selectSet.get(modelHash, preparation));
    },
    listTexts: ({ afterId, limit }) =>
      database
        .prepare(`${selectTexts} where chunks.id > ? order by chunks.id limit ?`)
        .all(afterId, limit)
        .map((row) => textRowSchema.parse(row)),
    listFailedTexts: ({ setId, afterId, limit }) =>
      database
        .prepare(
          `${selectTexts} join vector_failures on vector_failures.chunk_id = chunks.id
           where set_id = ? and chunks.id > ? and code <> ? order by chunks.id limit ?`,
        )
        .all(setId, afterId, nothingToEmbed, limit)
        .map((row) => textRowSchema.parse(row)),
    put: database.transaction(({ setId, chunks, doneThrough }: Parameters<VectorStore['put']>[0]) => {
      const insertVector = database.prepare(
        'insert or replace into chunk_vectors (set_id, chunk_id, vector) select ?, id, ? from chunks where id = ?',
      );
      const insertFailure = database.prepare(
        'insert or replace into vector_failures (set_id, chunk_id, code) select ?, id, ? from chunks where id = ?',
      );
      const deleteFailure = database.prepare('delete from vector_failures where set_id = ? and chunk_id = ?');
      for (const { chunkId, outcome } of chunks) {
        if ('failure' in outcome) insertFailure.run(setId, outcome.failure, chunkId);
        else {
          insertVector.run(setId, packVector(outcome.vector), chunkId);
          deleteFailure.run(setId, chunkId);
        }
      }
      if (doneThrough === null) return;
      database.prepare('update vector_sets set done_through = ? where id = ?').run(doneThrough, setId);
    }),
    markComplete: (setId) =>
      void database.prepare('update vector_sets set is_complete = 1 where id = ?').run(setId),
    removePart: database.transaction((setId: number) => {
      const { changes } = database
        .prepare(
          `delete from chunk_vectors where rowid in
           (select rowid from chunk_vectors where set_id = ? order by chunk_id limit ?)`,
        )
        .run(setId, removedAtOnce);
      if (changes === removedAtOnce) return true;
      database.prepare('delete from vector_sets where id = ?').run(setId);
      return false;
    }),
    *eachDocument(setId) {
      const documentIds = database.prepare('select id from documents order by id').pluck().all();
      // By the index of chunks over documents, because chunks themselves hold all of the text.
      const ofDocument = database
        .prepare(
          `select chunk_id, vector from chunks join chunk_vectors on chunk_id = chunks.id and set_id = ?
           where document_id = ?`,
        )
        .raw();
      for (const id of documentIds) {
        const documentId = documentIdSchema.parse(id);
        yield ofDocument.all(setId, documentId).map((row) => {
          const [chunkId, packed] = pairRowSchema.parse(row);
          return { chunkId, documentId, vector: unpackVector(packed) };
        });
      }
    },
    sampleVectors({ setId, count }) {
      const all = countWhere('select count(*) from chunk_vectors where set_id = ?', setId);
      const step = Math.max(1, Math.ceil(all / count));
      return database
        .prepare(
          `select chunk_id, vector from chunk_vectors where rowid in (
             select rowid from (select rowid, row_number() over (order by chunk_id) as place
               from chunk_vectors where set_id = ?) where place % ? = 0)
           order by chunk_id`,
        )
        .raw()
        .all(setId, step)
        .map((row) => unpackVector(pairRowSchema.parse(row)[1]));
    },
    readVectors(setId, chunkIds) {
      const bytes = dimensionOf(setId) * Int16Array.BYTES_PER_ELEMENT;
      return new Map(
        chunkIds.flatMap((chunkId) => {
          const packed = selectVector.get(setId, chunkId);
          if (!(packed instanceof Uint8Array) || packed.byteLength !== bytes) return [];
          return [[chunkId, unpackVector(packed)] as const];
        }),
      );
    },
    ownerOf(chunkId) {
      const owner = selectOwner.get(chunkId);
      return owner === undefined ? null : documentIdSchema.parse(owner);
    },
    takeChanged: database.transaction((setId: number) => {
      const changed = database
        .prepare('select distinct chunk_id from temp.changed_vectors where set_id = ? order by chunk_id')
        .pluck()
        .all(setId);
      database.exec('delete from temp.changed_vectors');
      return changed.map((id) => chunkIdSchema.parse(id));
    }),
    count(setId) {
      const failures = (comparison: '=' | '<>') =>
        countWhere(
          `select count(*) from vector_failures where set_id = ? and code ${comparison} ?`,
          setId,
          nothingToEmbed,
        );
      return {
        passages: countWhere('select count(*) from chunks'),
        embedded: countWhere('select count(*) from chunk_vectors where set_id = ?', setId),
        empty: failures('='),
        failed: failures('<>'),
      };
    },
  };
}
