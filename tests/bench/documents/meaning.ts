// Run by hand: node tests/bench/documents/meaning.ts [CHUNKS]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocumentStore } from '../../../electron/documents/documentStore.ts';
import type { Database } from '../../../electron/storage/database.ts';
import { closeDatabase, databaseName, openDatabase } from '../../../electron/storage/openDatabase.ts';
import { documentIdSchema } from '../../../shared/ids.ts';
import { createRandom } from '../../support/clusteredVectors.ts';
import { chunkOf } from '../../support/documents/chunkOf.ts';
import { measureMeaning } from './measureMeaning.ts';

const chunksOfDocument = 100;
const wordsOfChunk = 170;
const vocabularyWords = 30_000;
const questionCount = 100;
const random = createRandom(3);
/** As skewed as a language's words. */
const word = () => `w${Math.floor((vocabularyWords + 1) ** random()) - 1}`;
const words = (count: number) => Array.from({ length: count }, word).join(' ');

const chunks = Number(process.argv[2] ?? 10_000);
const dataFolder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
const opened = openDatabase({ dataFolder, key: { hex: '5e'.repeat(32), protection: 'environment' } });
if (!opened.ok) throw new Error(JSON.stringify(opened.error));
const database = opened.value;
try {
  fill(database);
  const plainBytes = sizeBytes();
  const questions = Array.from({ length: questionCount }, () => words(4));
  const measured = await measureMeaning({ database, questions });
  const report = { chunks, ...measured, bytesOfPassage: (sizeBytes() - plainBytes) / chunks };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
} finally {
  closeDatabase({ database, dataFolder });
  rmSync(dataFolder, { recursive: true, force: true });
}

function fill(into: Database): void {
  const store = createDocumentStore(into);
  for (let start = 0; start < chunks; start += chunksOfDocument) {
    const name = `document-${start}`;
    store.put({
      document: {
        id: documentIdSchema.parse(name),
        title: name,
        fileName: `${name}.txt`,
        path: `/${name}.txt`,
        format: 'txt',
        sizeBytes: 1,
        contentHash: name,
        language: 'en',
        pages: 1,
        words: 1,
        addedAt: '2026-01-01T00:00:00.000Z',
      },
      blocks: [],
      chunks: Array.from({ length: Math.min(chunksOfDocument, chunks - start) }, () =>
        chunkOf(words(wordsOfChunk)),
      ),
    });
  }
}

function sizeBytes(): number {
  database.pragma('wal_checkpoint(TRUNCATE)');
  return statSync(join(dataFolder, databaseName)).size;
}
