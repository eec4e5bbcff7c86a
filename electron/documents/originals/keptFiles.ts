import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { Document } from '../../../shared/contract/documents.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';

/** Larger files are not kept: their text is what counts, and the database is copied before every change of its layout. */
const largestKeptBytes = 32 * 1024 * 1024;
const pieceBytes = 256 * 1024;

const pieceSchema = z.object({ position: z.int(), bytes: z.instanceof(Buffer) });

/** Files without a place of their own on this device, in the encrypted database. They go with their document. */
export function createKeptFiles(database: Database) {
  return {
    /** @returns null where none is kept. */
    size(documentId: DocumentId): number | null {
      const size = database
        .prepare('select sum(length(bytes)) from original_pieces where document_id = ?')
        .pluck()
        .get(documentId);
      return size === null ? null : Number(size);
    },
    /** @returns the bytes from `start` to `end` (exclusive) as far as there are any; null where no file is kept. */
    read(input: {
      readonly documentId: DocumentId;
      readonly start: number;
      readonly end: number;
    }): Buffer | null {
      const { documentId, start, end } = input;
      const first = Math.floor(start / pieceBytes);
      const pieces = database
        .prepare(
          `select position, bytes from original_pieces where document_id = ? and position between ? and ?
           order by position`,
        )
        .all(documentId, first, Math.floor((end - 1) / pieceBytes))
        .map((row) => pieceSchema.parse(row));
      if (pieces.length === 0) return null;
      const offset = start - first * pieceBytes;
      return Buffer.concat(pieces.map(({ bytes }) => bytes)).subarray(offset, offset + end - start);
    },
    async keep(document: Document, filePath: string): Promise<void> {
      const { size } = await stat(filePath);
      if (size > largestKeptBytes || size !== document.sizeBytes) return;
      const content = await readFile(filePath);
      database.transaction(() => {
        database.prepare('delete from original_pieces where document_id = ?').run(document.id);
        const insert = database.prepare(
          'insert into original_pieces (document_id, position, bytes) values (?, ?, ?)',
        );
        for (let start = 0; start < content.length; start += pieceBytes) {
          insert.run(document.id, start / pieceBytes, content.subarray(start, start + pieceBytes));
        }
      })();
    },
  };
}
