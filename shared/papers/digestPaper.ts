import type { Digest } from '../contract/digests.ts';
import type { Paper, PaperPart } from '../contract/papers.ts';
import { pagesOf } from './pagesOf.ts';

/** A digest with its pages. @param more.failed files that could not be read, named with the reason. */
export function digestPaper(
  digest: Digest,
  more: { readonly now: Date; readonly failed: readonly { path: string; message: string }[] },
): Paper {
  const { entries, coverage, modelName, overview, since } = digest;
  const total = coverage.documentsTotal + more.failed.length;
  const overviewPart: PaperPart[] =
    overview === '' ? [] : [{ kind: 'paragraph', text: overview, source: null, look: 'plain' }];
  return {
    title: since === null ? 'Digest' : `Digest since ${since.slice(0, 10)}`,
    facts: [
      more.now.toISOString().slice(0, 10),
      ...(modelName === null ? [] : [modelName]),
      `${coverage.documentsTold} of ${total} documents told`,
    ],
    parts: [
      ...overviewPart,
      ...entries.flatMap(({ document, change, sentences, modelName: by }): PaperPart[] => [
        { kind: 'heading', text: `${document.title} (${change})` },
        { kind: 'list', lines: sentences.map(({ text, pages }) => ({ text, source: pagesOf(pages) })) },
        {
          kind: 'paragraph',
          text: `${document.fileName}, ${by === null ? 'word for word' : `from the summary by ${by}`}`,
          source: null,
          look: 'plain',
        },
      ]),
      ...(entries.length === 0
        ? [{ kind: 'paragraph', text: 'Nothing came or changed.', source: null, look: 'plain' } as const]
        : []),
      ...(more.failed.length === 0
        ? []
        : [
            { kind: 'heading', text: 'Not read' } as const,
            {
              kind: 'list',
              lines: more.failed.map(({ path, message }) => ({ text: `${path}: ${message}`, source: null })),
            } as const,
          ]),
    ],
  };
}
