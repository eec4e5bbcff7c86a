import { Fragment } from 'react';
import type { Document, PageRange } from '../../../shared/contract/documents.ts';
import type { Point } from '../../../shared/contract/summaries.ts';
import { useSource } from '../../state/source.tsx';
import { QuoteChip } from '../../ui/Chip.tsx';
import { formatPages, formatPagesInWords } from '../../words/formats.ts';

interface PageChipProps {
  readonly document: Document;
  readonly pages: PageRange;
  /** Marked in the page; null only opens it. */
  readonly passage: string | null;
}

export function PageChip({ document, pages, passage }: PageChipProps) {
  const source = useSource();
  return (
    <QuoteChip
      label={`${formatPages(pages)}. Open ${formatPagesInWords(pages)}`}
      onOpen={() =>
        source.open({ documentId: document.id, title: document.title, pages, passage, sentence: passage })
      }
    >
      {formatPages(pages)}
    </QuoteChip>
  );
}

interface PointsProps {
  readonly label: string;
  readonly document: Document;
  readonly points: readonly Point[];
}

/** Sentences of the document, word for word, each with its page; under their chapters where they have some. */
export function KeySentenceList({ label, document, points }: PointsProps) {
  return (
    <ul className="keySentences" aria-label={label} lang={document.language ?? undefined}>
      {points.map((point, index) => (
        <Fragment key={index}>
          {point.heading !== undefined && point.heading !== points[index - 1]?.heading && (
            <li className="keySentences-chapter">{point.heading}</li>
          )}
          <li dir="auto">
            {point.text} <PageChip document={document} pages={point.pages} passage={point.text} />
          </li>
        </Fragment>
      ))}
    </ul>
  );
}
