import { statSync } from 'node:fs';
import { join } from 'node:path';
import { cutDocument } from '../../../electron/documents/cutDocument.ts';
import { createDocumentStore } from '../../../electron/documents/documentStore.ts';
import { createPassageSearch } from '../../../electron/documents/search/passageSearch.ts';
import type { Database } from '../../../electron/storage/database.ts';
import { closeDatabase, databaseName, openDatabase } from '../../../electron/storage/openDatabase.ts';
import type { Block } from '../../../shared/contract/documents.ts';
import { documentIdSchema } from '../../../shared/ids.ts';
import { makeDocument, makeQuestion, questionKinds } from './corpus.ts';
import { measureMeaning } from './measureMeaning.ts';
import { percentile } from './report.ts';
import type { SearchMeasured } from './searchMeasured.ts';

const documentWords = 2400;
const documentsPerTransaction = 20;
const questionsPerKind = 100;
const firstQuestion = 7;
const questionStep = 3;

const [dataFolder = '', chunks = ''] = process.argv.slice(2);
const opened = openDatabase({ dataFolder, key: { hex: '5e'.repeat(32), protection: 'environment' } });
if (!opened.ok) throw new Error(JSON.stringify(opened.error));
const database = opened.value;
const stored = fill(database, Number(chunks));
database.pragma('wal_checkpoint(TRUNCATE)');
const databaseToText = statSync(join(dataFolder, databaseName)).size / stored.textBytes;
const keywords = measureKeywords(database, stored.documents);
// What the made vectors take afterwards is the bench's own.
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
const meaning = await measureMeaning({
  database,
  questions: questionsOf(stored.documents, 'sentence'),
});
const measured: SearchMeasured = {
  searches: [...keywords, ...meaning.searches],
  chunksPerSecond: stored.chunks / stored.seconds,
  databaseToText,
  peakMegabytes,
  recallAt10: meaning.recallAt10,
};
closeDatabase({ database, dataFolder });
process.send?.(measured);

/** Stores made documents until there are so many chunks; the seconds are those of cutting and storing. */
function fill(into: Database, wanted: number) {
  const store = createDocumentStore(into);
  const sum = { documents: 0, chunks: 0, textBytes: 0, seconds: 0 };
  const storeSome = into.transaction(() => {
    for (let count = 0; count < documentsPerTransaction && sum.chunks < wanted; count += 1) {
      const { title, paragraphs } = makeDocument(sum.documents, { words: documentWords });
      const startedAt = performance.now();
      const blocks = paragraphs.map((text): Block => ({ kind: 'paragraph', text, page: 1, headings: [] }));
      const cut = cutDocument({ blocks, language: 'en' });
      const id = `document-${sum.documents}`;
      store.put({
        document: {
          id: documentIdSchema.parse(id),
          title,
          fileName: `${id}.txt`,
          path: `/${id}.txt`,
          format: 'txt',
          sizeBytes: 1,
          contentHash: id,
          language: 'en',
          pages: 1,
          words: documentWords,
          addedAt: '2026-01-01T00:00:00.000Z',
        },
        blocks,
        chunks: cut.chunks,
      });
      sum.seconds += (performance.now() - startedAt) / 1000;
      sum.documents += 1;
      sum.chunks += cut.chunks.length;
      sum.textBytes += paragraphs.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);
    }
  });
  while (sum.chunks < wanted) storeSome();
  return sum;
}

function measureKeywords(of: Database, documents: number): SearchMeasured['searches'] {
  const search = createPassageSearch(of);
  return Object.entries(questionKinds).map(([name, kind]) => {
    const times = questionsOf(documents, kind).map((query) => {
      const startedAt = performance.now();
      const found = search.search({ query, limit: 10 });
      const elapsedMs = performance.now() - startedAt;
      if (found.length === 0) throw new Error(`Nothing found for: ${query}`);
      return elapsedMs;
    });
    return { name, p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95) };
  });
}

function questionsOf(documents: number, kind: Parameters<typeof makeQuestion>[1]['kind']): string[] {
  return Array.from({ length: questionsPerKind }, (_, index) =>
    makeQuestion((firstQuestion + index * questionStep) % documents, { kind }),
  );
}
