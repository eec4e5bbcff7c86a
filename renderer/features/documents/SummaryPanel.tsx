import { useState } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import { maxNoteCharacters, type Summary } from '../../../shared/contract/summaries.ts';
import { summaryName } from '../../../shared/summaryNames.ts';
import { AddModelButton } from '../../parts/AddModelButton.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { ImportList } from '../../parts/ImportList.tsx';
import { currentModel, useFacts } from '../../state/facts.tsx';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { PlusIcon } from '../../ui/icons.tsx';
import { formatCount, formatSeconds } from '../../words/formats.ts';
import { SummaryComposer } from './SummaryComposer.tsx';
import { SummaryProgress } from './SummaryProgress.tsx';
import { SummaryStarting } from './SummaryStarting.tsx';
import { SummaryText } from './SummaryText.tsx';
import { copyText, isUnderWay } from './summaries.ts';
import type { SummaryWork, Variant } from './useSummaries.ts';

interface SummaryPanelProps {
  readonly document: Document;
  readonly work: SummaryWork;
}

/** What a model writes about the whole document: chosen, started, watched, paused, resumed. */
export function SummaryPanel({ document, work }: SummaryPanelProps) {
  const facts = useFacts();
  const [isStopAsked, setIsStopAsked] = useState(false);
  const [variant, setVariant] = useState<Variant>({
    length: facts.settings.summaryLength,
    style: 'keyPoints',
    language: null,
  });
  const { watched, error, summaries } = work;
  const summary = watched?.summary ?? null;
  const model = currentModel(facts);
  const isResting = summary?.state === 'paused' || summary?.state === 'interrupted';
  const isShown =
    summary !== null && (summary.text !== '' || summary.points.length > 0 || summary.style === 'actions');
  const resume = () => void work.start(summary ?? variant, { isFresh: false });
  return (
    <section aria-label="Summary of the whole document" className="summaryPanel">
      {!summary && !model && (
        <div className="card summaryPanel-start">
          <div>
            <h2>A written summary needs a model</h2>
            <p>
              Add a model file (.gguf), and it reads every section in order. The key sentences below work
              without one.
            </p>
          </div>
          <AddModelButton look="primary" />
          <ImportList kind="model" />
        </div>
      )}
      {work.isStarting && <SummaryStarting model={model?.name ?? 'the model'} onStop={work.stopStarting} />}
      {!work.isStarting && summaries.length > 0 && model && (
        <MadeSummaries summaries={summaries} shown={summary} onShow={work.show} />
      )}
      {!work.isStarting && !summary && model && work.isKnown && (
        <SummaryComposer
          document={document}
          modelName={model.name}
          variant={variant}
          onChange={setVariant}
          onStart={() => void work.start(variant, { isFresh: false })}
          onCancel={summaries.length > 0 ? () => work.show(summaries[0]?.id ?? null) : null}
          isReadBefore={summaries.some((one) => one.state === 'finished' && one.modelId === model.id)}
        />
      )}
      {!work.isStarting && watched && summary && (isUnderWay(summary) || isResting) && (
        <SummaryProgress
          watched={watched}
          onPause={() => void work.pause()}
          onResume={resume}
          onStop={() => setIsStopAsked(true)}
        />
      )}
      {error && <FailureNotice error={error} onRetry={model ? resume : undefined} />}
      {isShown && (
        <div className="documentSection">
          <div className="documentSection-head">
            <h2>{summary.state === 'finished' ? titleOf(summary) : `${titleOf(summary)} so far`}</h2>
            <Chip>{summary.modelName}</Chip>
          </div>
          <SummaryText document={document} summary={summary} />
          {summary.state === 'finished' && (
            <>
              <p className="documentSection-note">{note(summary)}</p>
              <div className="summaryPanel-row">
                <CopyButton text={copyText(summary)} label="Copy" />
                <Button
                  look="plain"
                  disabled={!model || work.isStarting}
                  onClick={() => void work.start(summary, { isFresh: true })}
                >
                  Write it again
                </Button>
              </div>
            </>
          )}
        </div>
      )}
      {isStopAsked && (
        <ConfirmDialog
          title="Stop this summary?"
          confirmLabel="Stop and discard"
          onConfirm={() => {
            setIsStopAsked(false);
            void work.remove();
          }}
          onClose={() => setIsStopAsked(false)}
        >
          <p>What was read so far is discarded. Pause keeps it, to go on later.</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

/** Switches between the summaries of one document. */
function MadeSummaries({
  summaries,
  shown,
  onShow,
}: {
  readonly summaries: readonly Summary[];
  readonly shown: Summary | null;
  readonly onShow: SummaryWork['show'];
}) {
  return (
    <fieldset className="madeSummaries">
      <legend className="onlyForReaders">Summaries of this document</legend>
      {summaries.map((summary) => (
        <button
          key={summary.id}
          type="button"
          className="madeSummary"
          aria-pressed={summary.id === shown?.id}
          onClick={() => onShow(summary.id)}
        >
          {summaryName(summary)}
          {summary.state !== 'finished' && <span className="madeSummary-state">{stateName(summary)}</span>}
        </button>
      ))}
      <button
        type="button"
        className="madeSummary madeSummary-new"
        aria-pressed={shown === null}
        onClick={() => onShow(null)}
      >
        <PlusIcon />
        Another
      </button>
    </fieldset>
  );
}

function stateName(summary: Summary): string {
  return isUnderWay(summary) ? 'being written' : summary.state;
}

function titleOf({ style }: Summary): string {
  switch (style) {
    case 'abstract':
      return 'Abstract';
    case 'actions':
      return 'What has to be done';
    case 'reply':
      return 'Draft of a reply';
    case 'note':
      return 'Short note';
    default:
      return 'Summary';
  }
}

function note(summary: Summary): string {
  const { coverage, elapsedMs, style, points } = summary;
  const sections = formatCount(coverage.sectionsTotal, { one: 'section', many: 'sections' });
  const read = `${coverage.sectionsRead} of ${sections} read in ${formatSeconds(elapsedMs)}.`;
  if (style === 'actions')
    return `${read} Names and dates stand in the text; what the model wrote beside it was left out.`;
  if (style !== 'note') return read;
  return `${read} ${[...(points[0]?.text ?? '')].length} of ${maxNoteCharacters} characters.`;
}
