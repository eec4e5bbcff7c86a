import type { Ref } from 'react';
import type { MarkedText } from '../../../shared/contract/search.ts';
import { ChatIcon, ChevronDownIcon, DocumentIcon } from '../../ui/icons.tsx';
import { formatCount, formatPages, formatWhen } from '../../words/formats.ts';
import { piecesOf, type ResultRow, type ResultSection } from './results.ts';

interface ResultListProps {
  readonly ref: Ref<HTMLDivElement>;
  /** The option at a place has this id and the place. */
  readonly id: string;
  readonly sections: readonly ResultSection[];
  /** The place of a row among those of all sections. */
  readonly selected: number;
  readonly onPoint: (index: number) => void;
  readonly onOpen: (row: ResultRow) => void;
}

/** What was found; the field above it has the focus and its keys. */
export function ResultList({ ref, id, sections, selected, onPoint, onOpen }: ResultListProps) {
  const now = new Date();
  let index = -1;
  return (
    <div ref={ref} id={id} role="listbox" aria-label="Results" className="searchDialog-list" tabIndex={-1}>
      {sections.map((section) => (
        // biome-ignore lint/a11y/useSemanticElements: options stand in groups of their list, not in a form's fields.
        <div key={section.key} role="group" aria-label={section.label} className="searchDialog-section">
          <div className="searchDialog-heading" aria-hidden="true">
            <span dir="auto">{section.label}</span>
            {section.document && <span>{formatWhen(section.document.datedAt, now)}</span>}
          </div>
          {section.rows.map((row) => {
            index += 1;
            const place = index;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and its keys.
              <div
                key={row.key}
                id={`${id}-${place}`}
                data-index={place}
                role="option"
                aria-selected={place === selected}
                tabIndex={-1}
                className="searchDialog-result"
                onPointerMove={() => onPoint(place)}
                onClick={() => onOpen(row)}
              >
                <Row row={row} />
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

function Row({ row }: { readonly row: ResultRow }) {
  switch (row.kind) {
    case 'chat':
      return (
        <>
          <ChatIcon />
          <span className="searchDialog-title" dir="auto">
            {row.conversation.title}
          </span>
        </>
      );
    case 'name':
      return (
        <>
          <DocumentIcon />
          <span className="searchDialog-title" dir="auto">
            <Marked text={row.title} />
          </span>
          <span className="searchDialog-place">
            {formatCount(row.document.pages, { one: 'page', many: 'pages' })}
          </span>
        </>
      );
    case 'hit': {
      const { passage, snippet, headings } = row.hit;
      return (
        <>
          <span className="searchDialog-page">{formatPages(passage.pages)}</span>
          <span className="searchDialog-passage" dir="auto">
            {headings.text !== '' && (
              <span className="searchDialog-headings" dir="auto">
                <Marked text={headings} />
              </span>
            )}
            {snippet.isCutBefore && '… '}
            <Marked text={snippet} />
            {snippet.isCutAfter && ' …'}
          </span>
          {passage.foundBy?.join() === 'meaning' && <span className="searchDialog-place">By meaning</span>}
        </>
      );
    }
    case 'more':
      return (
        <>
          <ChevronDownIcon />
          <span className="searchDialog-place">
            {formatCount(row.count, { one: 'more passage', many: 'more passages' })} of this document
          </span>
        </>
      );
  }
}

function Marked({ text }: { readonly text: MarkedText }) {
  return piecesOf(text).map((piece, index) =>
    piece.isMarked ? <mark key={index}>{piece.text}</mark> : piece.text,
  );
}
