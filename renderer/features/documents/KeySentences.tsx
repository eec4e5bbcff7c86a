import type { Document, KeySentences as KeySentencesResult } from '../../../shared/contract/documents.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import type { Query } from '../../state/useQuery.ts';
import { Chip } from '../../ui/Chip.tsx';
import { formatCount, formatSeconds } from '../../words/formats.ts';
import { KeySentenceList } from './Points.tsx';

interface KeySentencesProps {
  readonly document: Document;
  readonly query: Query<'documents.pickKeySentences'>;
}

/** The instant summary: sentences chosen from the whole document, without a model. */
export function KeySentences({ document, query }: KeySentencesProps) {
  const { state } = query;
  return (
    <section aria-labelledby="key-sentences" className="documentSection">
      <div className="documentSection-head">
        <h2 id="key-sentences">Key sentences</h2>
        <Chip>instant, no model</Chip>
      </div>
      {state.kind === 'loading' && (
        <p className="documentSection-waiting" role="status">
          Choosing sentences from all {formatCount(document.pages, { one: 'page', many: 'pages' })}…
        </p>
      )}
      {state.kind === 'failed' && <FailureNotice error={state.error} onRetry={() => void query.reload()} />}
      {state.kind === 'ready' && (
        <>
          <KeySentenceList label="Key sentences" document={document} points={state.value.points} />
          <p className="documentSection-note">{note(state.value)}</p>
        </>
      )}
    </section>
  );
}

function note({ coverage, elapsedMs }: KeySentencesResult): string {
  const sections = formatCount(coverage.sectionsTotal, { one: 'section', many: 'sections' });
  const read =
    coverage.sectionsRead === coverage.sectionsTotal
      ? coverage.sectionsTotal === 1
        ? 'the whole text'
        : `all ${sections}`
      : `${coverage.sectionsRead} of ${sections}`;
  return `Chosen from ${read} in ${formatSeconds(elapsedMs)}, word for word.`;
}
