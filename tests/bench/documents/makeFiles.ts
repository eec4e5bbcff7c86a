import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDocx, paragraph } from '../../support/documents/docxFiles.ts';
import { makeEml } from '../../support/documents/mailFiles.ts';
import { makePptx, shape } from '../../support/documents/officeFiles.ts';
import { makeTextPdf } from '../../support/documents/textPdf.ts';
import { makeXlsx, row } from '../../support/documents/xlsxFiles.ts';
import { type MadeDocument, makeDocument } from './corpus.ts';

type MakeFile = (document: MadeDocument) => Uint8Array | string;

const makers: Readonly<Record<string, MakeFile>> = {
  txt: ({ title, paragraphs }) => [title, ...paragraphs].join('\n\n'),
  md: ({ title, paragraphs }) =>
    [`# ${title}`, ...paragraphs.map((text, index) => `## Part ${index + 1}\n\n${text}`)].join('\n\n'),
  html: ({ title, paragraphs }) =>
    `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>${paragraphs
      .map((text) => `<p>${text}</p>`)
      .join('\n')}</article></body></html>`,
  csv: ({ paragraphs }) => ['a,b,c,d,e,f', ...rowsOf(paragraphs).map((cells) => cells.join(','))].join('\n'),
  eml: ({ title, paragraphs }) => makeEml({ subject: title, text: paragraphs.join('\r\n\r\n') }),
  docx: ({ title, paragraphs }) =>
    makeDocx({ body: [paragraph(title, 'Heading1'), ...paragraphs.map((text) => paragraph(text))].join('') }),
  pptx: ({ paragraphs }) => makePptx(paragraphs.map((text) => ({ shapes: shape(text) }))),
  xlsx: ({ title, paragraphs }) =>
    makeXlsx([
      {
        name: title.slice(0, 30),
        rows: rowsOf(paragraphs)
          .map((cells) => row(...cells))
          .join(''),
      },
    ]),
};

export const madeFormats: readonly string[] = [...Object.keys(makers), 'pdf'];

export interface MadeFiles {
  readonly paths: readonly string[];
  readonly sizeBytes: number;
}

/** Writes files of one format into a folder that it makes. */
export async function makeFiles(input: {
  readonly folder: string;
  readonly format: string;
  readonly count: number;
  readonly words: number;
}): Promise<MadeFiles> {
  mkdirSync(input.folder, { recursive: true });
  const paths: string[] = [];
  let sizeBytes = 0;
  for (let number = 0; number < input.count; number += 1) {
    const path = join(input.folder, `${number}.${input.format}`);
    const document = makeDocument(number, { words: input.words });
    sizeBytes +=
      input.format === 'pdf' ? await writePdf(path, document) : write(path, input.format, document);
    paths.push(path);
  }
  return { paths, sizeBytes };
}

function write(path: string, format: string, document: MadeDocument): number {
  const made = makers[format]?.(document);
  if (made === undefined) throw new Error(`Nothing makes ${format}`);
  const bytes = Buffer.from(made);
  writeFileSync(path, bytes);
  return bytes.length;
}

async function writePdf(path: string, { title, paragraphs }: MadeDocument): Promise<number> {
  // Three paragraphs fill a page without running over it.
  const pages = Array.from({ length: Math.ceil(paragraphs.length / 3) }, (_, page) =>
    paragraphs.slice(page * 3, page * 3 + 3).join('\n\n'),
  );
  await makeTextPdf({ path, title, pages });
  return statSync(path).size;
}

function rowsOf(paragraphs: readonly string[]): string[][] {
  const words = paragraphs.join(' ').replaceAll('.', '').split(' ');
  return Array.from({ length: Math.floor(words.length / 6) }, (_, index) =>
    words.slice(index * 6, index * 6 + 6),
  );
}
