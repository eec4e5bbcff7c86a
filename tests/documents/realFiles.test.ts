import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pickKeySentences } from '../../electron/documents/keySentences/keySentences.ts';
import { formatOfName } from '../../shared/formats.ts';
import { createTestParser, parseFile } from '../support/documents/testParser.ts';

const folder = path.join(import.meta.dirname, '../../../shared/data/documents');
const isHere = existsSync(path.join(folder, 'expect.json'));
const skipped = isHere ? '' : ` (skipped: ${folder} is not on this machine)`;

const expectationSchema = z.object({
  file: z.string(),
  contains: z.array(z.string()),
  excludes: z.array(z.string()).default([]),
  headings: z.array(z.string()).default([]),
  pages: z.int().optional(),
  error: z.string().optional(),
});
const expectations = isHere
  ? z.array(expectationSchema).parse(JSON.parse(readFileSync(path.join(folder, 'expect.json'), 'utf8')))
  : [];
/** What the eye reads in the pictures, so that the recognition has to. */
const printed: Readonly<Record<string, readonly string[]>> = {
  'figure-llm.jpg': ['5bda1dd6'],
  'medical-report-scan.pdf': ['Glucose, Fasting | 118 mg/dL', 'Sumatriptan 50mg'],
};

const parser = createTestParser();
afterAll(() => parser.dispose());

function fold(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

describe.skipIf(!isHere)(`real files${skipped}`, () => {
  const readable = expectations.filter(({ file }) => formatOfName(file) !== null);

  it.each(readable)('$file is read as expected', async (expected) => {
    const parsed = await parseFile(parser, path.join(folder, expected.file));
    const { error } = expected;
    if (error !== undefined || !parsed.ok) {
      expect(parsed.ok ? 'read' : parsed.error.code).toBe(error);
      return;
    }
    const { blocks, pages } = parsed.value;
    const text = fold(blocks.map((block) => block.text).join('\n'));
    const headings = blocks.filter((block) => block.kind === 'heading').map((block) => block.text);
    expect({
      missing: [...expected.contains, ...(printed[expected.file] ?? [])].filter(
        (part) => !text.includes(fold(part)),
      ),
      unwanted: expected.excludes.filter((part) => text.includes(fold(part))),
      missingHeadings: expected.headings.filter((heading) => !headings.includes(heading)),
      pages: expected.pages ?? pages,
      // A picture as base64 or hex, whoever let it through.
      noise: /[A-Za-z0-9+/]{200,}/u.exec(text)?.[0] ?? null,
    }).toEqual({ missing: [], unwanted: [], missingHeadings: [], pages, noise: null });
  });

  it('the 117-page script gives whole German sentences from all over its pages', async () => {
    const parsed = await parseFile(parser, path.join(folder, 'geotopo-de.pdf'));
    if (!parsed.ok) throw new Error(parsed.error.code);
    const { blocks, language, title } = parsed.value;
    expect(language).toBe('de');
    const { points, sectionsRead, sectionsTotal } = pickKeySentences(blocks, { count: 12, language, title });
    const headings = new Set(blocks.filter((block) => block.kind === 'heading').map((block) => block.text));
    const pages = points.map((point) => point.pages[0]);
    expect(sectionsRead).toBe(sectionsTotal);
    expect(points.map((point) => point.text).filter((text) => !/\p{L}.*[.!?]["”“)]*$/u.test(text))).toEqual(
      [],
    );
    expect(points.filter((point) => headings.has(point.text) || /\.{4,}|…/u.test(point.text))).toEqual([]);
    expect(pages).toEqual([...pages].sort((a, b) => a - b));
    // One in every sixth of the document, which random or leading sentences would miss.
    const sixths = new Set(pages.map((page) => Math.floor(((page - 1) / 117) * 6)));
    expect({ count: points.length, sixths: [...sixths] }).toEqual({ count: 12, sixths: [0, 1, 2, 3, 4, 5] });
  });
});
