import { useState } from 'react';
import type { Document, Summary } from '../../../shared/contract/documents.ts';
import type { SummaryLength } from '../../../shared/contract/settings.ts';
import { AddModelButton } from '../../parts/AddModelButton.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { ImportList } from '../../parts/ImportList.tsx';
import { currentModel, useFacts } from '../../state/facts.tsx';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { Choice } from '../../ui/Field.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { formatCount, formatSeconds } from '../../words/formats.ts';
import { PageChip } from './Points.tsx';
import { SummaryProgress } from './SummaryProgress.tsx';
import { SummaryStarting } from './SummaryStarting.tsx';
import { isUnderWay } from './summaries.ts';
import type { useSummary } from './useSummary.ts';

interface SummaryPanelProps {
  readonly document: Document;
  readonly length: SummaryLength;
  readonly onLengthChange: (length: SummaryLength) => void;
  readonly work: ReturnType<typeof useSummary>;
}

const lengths = [
  { value: 'short', label: 'Short' },
  { value: 'medium', label: 'Medium' },
  { value: 'long', label: 'Long' },
] as const;

/** What a model writes about the whole document: started, watched, paused, resumed. */
export function SummaryPanel({ document, length, onLengthChange, work }: SummaryPanelProps) {
  const facts = useFacts();
  const [isStopAsked, setIsStopAsked] = useState(false);
  const { watched, error } = work;
  const summary = watched?.summary ?? null;
  const model = currentModel(facts);
  const isRunning = summary !== null && isUnderWay(summary);
  const isResting = summary?.state === 'paused' || summary?.state === 'interrupted';
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
      {!work.isStarting && !summary && model && work.isKnown && (
        <div className="card summaryPanel-start">
          <div>
            <h2>Summarise the whole document</h2>
            <p>{model.name} reads every section in order, not a sample. You can pause it and go on later.</p>
          </div>
          <div className="summaryPanel-row">
            <Choice
              legend="Length"
              isLegendHidden
              value={length}
              options={lengths}
              onChange={onLengthChange}
            />
            <Button look="primary" onClick={() => void work.start({ isFresh: false })}>
              Summarise
            </Button>
          </div>
        </div>
      )}
      {!work.isStarting && watched && summary && (isRunning || isResting) && (
        <SummaryProgress
          watched={watched}
          onPause={() => void work.pause()}
          onResume={() => void work.start({ isFresh: false })}
          onStop={() => setIsStopAsked(true)}
        />
      )}
      {error && (
        <FailureNotice
          error={error}
          onRetry={model ? () => void work.start({ isFresh: false }) : undefined}
        />
      )}
      {summary && (summary.text !== '' || summary.points.length > 0) && (
        <div className="documentSection">
          <div className="documentSection-head">
            <h2>{summary.state === 'finished' ? 'Summary' : 'Summary so far'}</h2>
            <Chip>{summary.modelName}</Chip>
          </div>
          <SummaryText document={document} summary={summary} />
          {summary.state === 'finished' && (
            <>
              <p className="documentSection-note">
                {summary.coverage.sectionsRead} of{' '}
                {formatCount(summary.coverage.sectionsTotal, { one: 'section', many: 'sections' })} read in{' '}
                {formatSeconds(summary.elapsedMs)}.
              </p>
              <div className="summaryPanel-row">
                <Choice
                  legend="Length"
                  isLegendHidden
                  value={length}
                  options={lengths}
                  onChange={onLengthChange}
                />
                <Button
                  look="plain"
                  disabled={!model || work.isStarting}
                  onClick={() => void work.start({ isFresh: true })}
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
          onConfirm={() => void work.remove()}
          onClose={() => setIsStopAsked(false)}
        >
          <p>What was read so far is discarded. Pause keeps it, to go on later.</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

function SummaryText({ document, summary }: { readonly document: Document; readonly summary: Summary }) {
  return (
    <div className="summaryPoints">
      {summary.text !== '' && (
        <div className="summaryOverview" dir="auto">
          <Markdown text={summary.text} />
        </div>
      )}
      {summary.points.map((point, index) => (
        <div key={index} className="summaryPoint" dir="auto">
          <Markdown text={point.text} />
          <PageChip document={document} pages={point.pages} passage={null} />
        </div>
      ))}
    </div>
  );
}
