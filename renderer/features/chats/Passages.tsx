import type { Passage } from '../../../shared/contract/documents.ts';
import { useSource } from '../../state/source.tsx';
import { QuoteChip } from '../../ui/Chip.tsx';
import { formatPages, formatPagesInWords } from '../../words/formats.ts';
import './Passages.css';

interface PassagesProps {
  readonly label: string;
  readonly passages: readonly Passage[];
}

/** Passages of documents, numbered as the answer cites them. */
export function Passages({ label, passages }: PassagesProps) {
  const source = useSource();
  return (
    <ol className="passages" aria-label={label}>
      {passages.map((passage, index) => (
        <li key={passage.chunkId}>
          <div className="passages-place">
            <span className="passages-number">{index + 1}</span>
            <span className="passages-title">{[passage.title, ...passage.headings].join(' › ')}</span>
            <QuoteChip
              label={`${formatPages(passage.pages)}. Open ${passage.title}, ${formatPagesInWords(passage.pages)}`}
              onOpen={() =>
                source.open({
                  documentId: passage.documentId,
                  title: passage.title,
                  pages: passage.pages,
                  passage: passage.text,
                  sentence: null,
                })
              }
            >
              {formatPages(passage.pages)}
            </QuoteChip>
          </div>
          <p className="passages-text" dir="auto">
            {passage.text}
          </p>
        </li>
      ))}
    </ol>
  );
}
