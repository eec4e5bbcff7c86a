import type { GroundedPassage } from '../../../shared/contract/chat.ts';
import { useSource } from '../../state/source.tsx';
import { QuoteChip } from '../../ui/Chip.tsx';
import { formatPages, formatPagesInWords, formatPercent } from '../../words/formats.ts';
import './Passages.css';

interface PassagesProps {
  readonly label: string;
  readonly numbered: readonly { readonly passage: GroundedPassage; readonly n: number }[];
  /** That of the passage that fits best; 0 where nothing was chosen because all was read. */
  readonly bestScore: number;
}

/** Passages of documents, numbered as the answer cites them, with why they were chosen. */
export function Passages({ label, numbered, bestScore }: PassagesProps) {
  const source = useSource();
  return (
    <ol className="passages" aria-label={label}>
      {numbered.map(({ passage, n }) => (
        <li key={passage.chunkId}>
          <div className="passages-place">
            <span className="passages-number">{n}</span>
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
          {bestScore > 0 && <WhyChosen passage={passage} bestScore={bestScore} />}
          <p className="passages-text" dir="auto">
            {passage.text === '' ? 'This passage is no longer in the library.' : passage.text}
          </p>
        </li>
      ))}
    </ol>
  );
}

function WhyChosen({
  passage,
  bestScore,
}: {
  readonly passage: GroundedPassage;
  readonly bestScore: number;
}) {
  const { score, matchedWords } = passage;
  if (score <= 0) {
    return <p className="passages-why">One of several from across the documents: nothing matched.</p>;
  }
  const ratio = Math.min(1, score / bestScore);
  return (
    <p className="passages-why">
      <span className="passages-score" aria-hidden="true">
        <span style={{ inlineSize: `${Math.round(ratio * 100)}%` }} />
      </span>
      <span>
        Match {formatPercent(ratio)} of the best
        {matchedWords.length > 0 && `, words: ${matchedWords.join(', ')}`}
        {passage.foundBy?.includes('meaning') && ', by its meaning'}
        {passage.judged &&
          `; judged to fit by ${formatPercent(passage.judged.relevance)}${passage.judged.isCut ? ' from its beginning' : ''}`}
      </span>
    </p>
  );
}
