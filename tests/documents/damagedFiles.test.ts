import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../electron/documents/parse/readDocument.ts';
import { documentErrorSchema, parsedDocumentSchema } from '../../shared/contract/documents.ts';
import { makeDocx, paragraph, table } from '../support/documents/docxFiles.ts';
import { makePdf } from '../support/documents/pdfFiles.ts';

const variantsPerFormat = 200;
const pdfFolder = path.join(import.meta.dirname, '../../node_modules/pdfjs-dist');

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

/** What happens to files: bytes change, ends go missing, parts are lost or come twice. */
type Damage =
  | { readonly kind: 'bytes'; readonly at: readonly number[]; readonly to: number }
  | { readonly kind: 'cut'; readonly from: number }
  | { readonly kind: 'remove' | 'repeat'; readonly from: number; readonly length: number };

const length = fc.integer({ min: 1, max: 200 });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc
    .record({ at: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), to: fc.nat(255) })
    .map((change): Damage => ({ kind: 'bytes', ...change })),
  fc.record({ from: fc.nat() }).map((change): Damage => ({ kind: 'cut', ...change })),
  fc.record({ from: fc.nat(), length }).map((change): Damage => ({ kind: 'remove', ...change })),
  fc.record({ from: fc.nat(), length }).map((change): Damage => ({ kind: 'repeat', ...change })),
);

function damageBytes(whole: Uint8Array, change: Damage): Uint8Array {
  const bytes = Buffer.from(whole);
  if (change.kind === 'bytes') {
    for (const at of change.at) bytes[at % bytes.length] = change.to;
    return bytes;
  }
  const from = change.from % bytes.length;
  if (change.kind === 'cut') return bytes.subarray(0, from + 1);
  if (change.kind === 'repeat')
    return Buffer.concat([bytes.subarray(0, from + change.length), bytes.subarray(from)]);
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(' '), bytes.subarray(from + change.length)]);
}

// In this process, not in a child: an exception that nobody caught, or a loop, fails the run here as it would end
// a parser there, and hundreds of variants take seconds.
describe('damaged files', () => {
  it.each(Object.keys(makers))(
    'of format %s give a document or a reason',
    async (format) => {
      const whole = await makers[format]?.();
      if (!whole) throw new Error('No such maker');
      await fc.assert(
        fc.asyncProperty(damage, async (change) => {
          const read = await readDocument({
            bytes: damageBytes(whole, change),
            fileName: `damaged.${format}`,
            limits: { timeoutMs: 60_000, maxFileBytes: 1e6, maxTextCharacters: 1e6, maxUnpackedBytes: 1e7 },
            pdfFolder,
            onProgress: () => undefined,
          });
          if (read.ok) {
            parsedDocumentSchema.parse(read.value);
            expect(read.value.blocks.length).toBeGreaterThan(0);
          } else documentErrorSchema.parse(read.error);
        }),
        { numRuns: variantsPerFormat },
      );
    },
    240_000,
  );
});
