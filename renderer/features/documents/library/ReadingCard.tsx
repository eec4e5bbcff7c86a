import { useState } from 'react';
import type { LibraryState } from '../../../../shared/contract/library.ts';
import { useFacts } from '../../../state/facts.tsx';
import { useClient } from '../../../state/host.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { pauseWords } from '../../../words/energyWords.ts';
import { activityWords, finishedWords, runWords, waitingWords } from '../../../words/libraryWords.ts';

/** What the library reads now: how far, how fast, how long still, with the ways to hold it or to hurry it. */
export function ReadingCard({ state }: { readonly state: LibraryState }) {
  const client = useClient();
  const { engine } = useFacts();
  const [isSeen, setIsSeen] = useState(false);
  const { activity, pausedBy, run, pace, reading } = state;
  if (activity === 'idle') {
    if (!run || run.done < 2 || isSeen) return null;
    return (
      <p className="readingDone" role="status">
        {finishedWords(run)}
        <Button size="small" look="plain" onClick={() => setIsSeen(true)}>
          Dismiss
        </Button>
      </p>
    );
  }
  const [current] = reading;
  const power = pausedBy === 'power' ? pauseWords(engine.energy) : null;
  return (
    <section className="readingCard" aria-label="Reading">
      <div className="readingCard-head">
        <h2>{activityWords(state)}</h2>
        {activity === 'reading' && run && (
          <span className="readingCard-count">{runWords(run, pausedBy !== null)}</span>
        )}
      </div>
      <ProgressBar
        label="Documents read"
        ratio={activity === 'reading' && run && run.total > 0 ? run.done / run.total : null}
      />
      <div className="readingCard-foot">
        <p
          className={power || !current ? 'readingCard-now' : 'readingCard-now readingCard-file'}
          title={current?.path}
        >
          {power ? `${power.what} ${power.next}` : current ? describeReading(current) : waitingWords(state)}
        </p>
        <div className="readingCard-actions">
          {power && (
            <Button size="small" onClick={() => void client.request('models.continueBackground', {})}>
              Continue anyway
            </Button>
          )}
          {activity === 'reading' && pausedBy === null && (
            <Button
              size="small"
              look="plain"
              aria-pressed={pace === 'fast'}
              title="Uses as much of the computer as it can, until everything is read"
              onClick={() =>
                void client.request('library.setPace', { pace: pace === 'fast' ? 'polite' : 'fast' })
              }
            >
              {pace === 'fast' ? 'In the background again' : 'Faster'}
            </Button>
          )}
          {pausedBy === 'person' ? (
            <Button size="small" look="primary" onClick={() => void client.request('library.resume', {})}>
              Resume
            </Button>
          ) : (
            activity === 'reading' && (
              <Button size="small" onClick={() => void client.request('library.pause', {})}>
                Pause
              </Button>
            )
          )}
        </div>
      </div>
    </section>
  );
}

function describeReading({ fileName, done, total }: LibraryState['reading'][number]): string {
  return total !== null && total > 1 ? `${fileName}, page ${done} of ${total}` : fileName;
}
