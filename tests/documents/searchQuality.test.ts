import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { cutDocument } from '../../electron/documents/cutDocument.ts';
import { createDocumentStore } from '../../electron/documents/documentStore.ts';
import { createPassageSearch } from '../../electron/documents/search/passageSearch.ts';
import { documentIdSchema } from '../../shared/ids.ts';
import { cranfieldFolder, meanNdcg, readCranfield } from '../support/documents/cranfield.ts';
import { readBytes } from '../support/documents/readBytes.ts';
import { temporaryDatabase } from '../support/temporaryDatabase.ts';

const cranfield = readCranfield();

test.skipIf(cranfield === null)(
  `questions in whole sentences find the text files people judged to answer them (needs ${cranfieldFolder})`,
  async () => {
    if (cranfield === null) return;
    const database = temporaryDatabase();
    const store = createDocumentStore(database);
    for (const { id, title, body } of cranfield.documents) {
      // What a person's folder would hold: no title but the first line's.
      const read = await readBytes(`${id}.txt`, `${title}\n\n${body}\n`);
      if (!read.ok) continue;
      const { blocks, language } = read.value;
      store.put({
        document: {
          id: documentIdSchema.parse(id),
          title: read.value.title,
          fileName: `${id}.txt`,
          path: `/${id}.txt`,
          format: 'txt',
          sizeBytes: body.length,
          contentHash: createHash('sha256').update(id).digest('hex'),
          language,
          pages: 1,
          words: 1,
          addedAt: '2026-01-01T00:00:00.000Z',
        },
        blocks,
        chunks: cutDocument({ blocks, language }).chunks,
      });
    }
    const search = createPassageSearch(database);
    const ndcg = meanNdcg(cranfield, (query) =>
      search.search({ query, limit: 10, isOnePerDocument: true }).map(({ documentId }) => documentId),
    );
    // Plain FTS5 with Porter's stems, given each document's title, finds 0.550.
    expect(ndcg).toBeGreaterThanOrEqual(0.58);
  },
);
