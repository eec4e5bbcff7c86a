import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentErrorSchema, parsedDocumentSchema } from '../../shared/contract/documents.ts';
import { makeDocx, paragraph, table } from '../support/documents/docxFiles.ts';
import { makePdf } from '../support/documents/pdfFiles.ts';
import { createTemporaryFiles, type TemporaryFiles } from '../support/documents/temporaryFiles.ts';
import { createTestParser, parseFile } from '../support/documents/testParser.ts';

const variantsPerFormat = 150;
const parser = createTestParser({ timeoutMs: 30_000 });
let files: TemporaryFiles;

beforeAll(async () => {
  files = await createTemporaryFiles();
});
afterAll(async () => {
  await parser.dispose();
  await files.remove();
});

const makers: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  pdf: () =>
    makePdf([
      [
        { text: 'A heading', x: 60, y: 60, size: 20 },
        { text: 'Some text about the harbour.', x: 60, y: 100 },
      ],
      [{ text: 'More text on the second page.', x: 60, y: 100 }],
    ]),
  docx: () =>
    makeDocx({
      body:
        paragraph('Heading', 'berschrift1') +
        paragraph('Text.') +
        table([
          ['a', 'b'],
          ['c', 'd'],
        ]),
    }),
  html: () =>
    Buffer.from(
      '<!doctype html><html><body><h1>Title</h1><p>Text <b>bold</b></p><table><tr><td>a<td>b</table></body></html>',
    ),
  md: () =>
    Buffer.from('# Title\n\nText *with* marks\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n'),
  txt: () => Buffer.from('Title\n\nGröße. 東京。\n\nLine two.\n'),
};

/** What happens to files: bits turn, ends go missing, parts are lost or come twice. */
const damage = fc.oneof(
  fc.record({
    kind: fc.constant('bytes' as const),
    at: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
    to: fc.nat(255),
  }),
  fc.record({ kind: fc.constant('cut' as const), from: fc.nat() }),
  fc.record({
    kind: fc.constant('remove' as const),
    from: fc.nat(),
    length: fc.integer({ min: 1, max: 200 }),
  }),
  fc.record({
    kind: fc.constant('repeat' as const),
    from: fc.nat(),
    length: fc.integer({ min: 1, max: 200 }),
  }),
);

function damageBytes(whole: Uint8Array, change: fc.infer<typeof damage>): Uint8Array {
  const bytes = Buffer.from(whole);
  switch (change.kind) {
    case 'bytes':
      for (const at of change.at) bytes[at % bytes.length] = change.to;
      return bytes;
    case 'cut':
      return bytes.subarray(0, 1 + (change.from % bytes.length));
    case 'remove': {
      const from = change.from % bytes.length;
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + change.length), Buffer.from(' ')]);
    }
    case 'repeat': {
      const from = change.from % bytes.length;
      return Buffer.concat([bytes.subarray(0, from + change.length), bytes.subarray(from)]);
    }
  }
}

describe('damaged files', () => {
  // Not crashed and not timed out: whatever a reader throws is this file's error, in this process.
  it.each(Object.keys(makers))(
    'of format %s give a document or a reason, and never take the parser down',
    async (format) => {
      const whole = await makers[format]?.();
      if (!whole) throw new Error('No such maker');
      let number = 0;
      await fc.assert(
        fc.asyncProperty(damage, async (change) => {
          number += 1;
          const file = await files.write(`${format}-${number}.${format}`, damageBytes(whole, change));
          const parsed = await parseFile(parser, file);
          if (parsed.ok) {
            parsedDocumentSchema.parse(parsed.value);
            expect(parsed.value.blocks.length).toBeGreaterThan(0);
          } else {
            documentErrorSchema.parse(parsed.error);
            expect(parsed.error.code).not.toMatch(/parserCrashed|parseTimedOut|parseOutOfMemory/u);
          }
        }),
        { numRuns: variantsPerFormat },
      );
    },
    240_000,
  );
});
