import { join } from 'node:path';
import { z } from 'zod';
import { createTestParser, parseFile } from '../../support/documents/testParser.ts';
import { runSotto } from './commandLine.ts';
import { madeFormats, makeFiles } from './makeFiles.ts';
import type { DocumentsPart } from './part.ts';

const words = 3000;
const indexedSchema = z.object({ added: z.int(), failed: z.array(z.unknown()), elapsedMs: z.number() });

/**
 * How fast files become blocks (one after another, in the parser's process, once it runs) and how fast `sotto index`
 * makes them searchable: its own time, which has the parsers' start in it.
 */
export const measureFormats: DocumentsPart = async ({ folder, isQuick, add }) => {
  const parser = createTestParser();
  try {
    for (const format of madeFormats) {
      const count = format === 'pdf' ? (isQuick ? 3 : 20) : isQuick ? 20 : 150;
      const filesFolder = join(folder, format);
      const { paths, sizeBytes } = await makeFiles({ folder: filesFolder, format, count, words });
      const [first = ''] = paths;
      await parseFile(parser, first);
      const startedAt = performance.now();
      let pages = 0;
      for (const path of paths) {
        const parsed = await parseFile(parser, path);
        if (!parsed.ok) throw new Error(`${path}: ${JSON.stringify(parsed.error)}`);
        pages += parsed.value.pages;
      }
      const parseSeconds = (performance.now() - startedAt) / 1000;
      add({ metric: `${format}: parse`, value: sizeBytes / 1e6 / parseSeconds, unit: 'MB/s' });
      // Formats without pages of their own have one.
      if (pages > count) add({ metric: `${format}: parse`, value: pages / parseSeconds, unit: 'pages/s' });

      const { stdout } = await runSotto(['index', filesFolder, '--json'], {
        dataFolder: join(folder, `${format}-data`),
      });
      const indexed = indexedSchema.parse(JSON.parse(stdout));
      if (indexed.added !== count) throw new Error(`${format}: ${count} files, but ${stdout}`);
      const indexSeconds = indexed.elapsedMs / 1000;
      add({ metric: `${format}: index`, value: sizeBytes / 1e6 / indexSeconds, unit: 'MB/s' });
      add({ metric: `${format}: index`, value: count / indexSeconds, unit: 'files/s' });
    }
  } finally {
    await parser.dispose();
  }
};
