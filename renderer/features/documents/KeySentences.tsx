import type { Document } from '../../../shared/contract/documents.ts';
import type { KeySentences as KeySentencesResult, SummaryStyle } from '../../../shared/contract/summaries.ts';
import { isMail } from '../../../shared/summaryStyles.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import type { Query } from '../../state/useQuery.ts';
import { Chip } from '../../ui/Chip.tsx';
import { Select } from '../../ui/Select.tsx';
import { formatCount, formatSeconds } from '../../words/formats.ts';
import { DateList } from './DateList.tsx';
import { KeySentenceList } from './Points.tsx';

/** The styles that differ where no model writes. */
export type InstantStyle = 'keyPoints' | 'chapters' | 'actions' | 'note' | 'reply';

export function instantStyleOf(style: SummaryStyle): InstantStyle {
  return style === 'abstract' || style === 'plain' ? 'keyPoints' : style;
}

interface KeySentencesProps {
  readonly document: Document;
  readonly query: Query<'documents.pickKeySentences'>;
  readonly style: InstantStyle;
  readonly onStyleChange: (style: InstantStyle) => void;
}

export const instantTitles: Readonly<Record<InstantStyle, string>> = {
  keyPoints: 'Key sentences',
  chapters: 'Key sentences by chapter',
  actions: 'Requests and dates',
  note: 'In 280 characters',
  reply: 'Questions in this mail',
};

/** The instant summary: sentences chosen from the whole document, without a model. */
export function KeySentences({ document, query, style, onStyleChange }: KeySentencesProps) {
  const { state } = query;
  const styles = (['keyPoints', 'chapters', 'actions', 'note', 'reply'] as const)
    .filter((one) => one !== 'reply' || isMail(document.format))
    .map((value) => ({ value, label: instantTitles[value] }));
  return (
    <section aria-labelledby="key-sentences" className="documentSection">
      <div className="documentSection-head">
        <h2 id="key-sentences">{instantTitles[style]}</h2>
        <Chip>instant, no model</Chip>
        <Select label="Without a model, show" value={style} options={styles} onChange={onStyleChange} />
      </div>
      {state.kind === 'loading' && (
        <p className="documentSection-waiting" role="status">
          Choosing sentences from all {formatCount(document.pages, { one: 'page', many: 'pages' })}…
        </p>
      )}
      {state.kind === 'failed' && <FailureNotice error={state.error} onRetry={() => void query.reload()} />}
      {state.kind === 'ready' && (
        <>
          {state.value.points.length === 0 && (
            <p className="documentSection-note">
              {style === 'actions' || style === 'reply'
                ? 'No sentence was found that asks for something.'
                : 'The document holds no sentence to choose.'}
            </p>
          )}
          <KeySentenceList label={instantTitles[style]} document={document} points={state.value.points} />
          {state.value.dates.length > 0 && <DateList document={document} dates={state.value.dates} />}
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
