import { useState } from 'react';
import type { Message } from '../../../../shared/contract/chat.ts';
import type { Listing, Reading } from '../../../../shared/contract/listings.ts';
import type { MessageId } from '../../../../shared/ids.ts';
import { FailureNotice } from '../../../parts/FailureNotice.tsx';
import { useClient } from '../../../state/host.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { downloadFile } from '../../../ui/downloadFile.ts';
import { DownloadIcon, PencilIcon } from '../../../ui/icons.tsx';
import type { ShownError } from '../../../words/errors.ts';
import { Versions } from '../Versions.tsx';
import { FoundItems } from './FoundItems.tsx';
import { ListingProgress } from './ListingProgress.tsx';
import './listing.css';
import { listingCsv, readAllItems } from './listingCsv.ts';
import { resultNotes } from './listingWords.ts';
import { TableAnswer } from './TableAnswer.tsx';

interface ListedAnswerProps {
  readonly message: Message;
  readonly listing: Listing;
  readonly canAsk: boolean;
  /** Answers the question again, another way. */
  readonly onAnotherWay: (reading: Reading) => void;
  readonly onResume: () => void;
  readonly onPause: () => void;
  readonly onEditQuestion: () => void;
  readonly onShowVersion: (messageId: MessageId) => void;
}

/** An answer made by reading everything: how far that is, what was found and where. */
export function ListedAnswer(props: ListedAnswerProps) {
  const { message, listing, canAsk, onAnotherWay, onResume, onPause } = props;
  const isRunning = message.state === 'writing';
  const isFinished = listing.state === 'finished';
  const { table } = listing;
  return (
    <article className="answer" aria-label="Answer" aria-busy={isRunning}>
      {!isFinished && (
        <ListingProgress
          listing={listing}
          isRunning={isRunning}
          canAsk={canAsk}
          onPause={onPause}
          onResume={onResume}
          onBestPassages={() => onAnotherWay({ kind: 'bestPassages' })}
        />
      )}
      {message.state === 'failed' && message.error && (
        <FailureNotice error={message.error} onRetry={canAsk ? onResume : undefined} />
      )}
      {table ? (
        <TableAnswer listing={listing} table={table} canAsk={canAsk} onCompute={onAnotherWay} />
      ) : (
        isFinished && <Headline listing={listing} />
      )}
      {(isFinished || (!isRunning && listing.found > 0)) && listing.found > 0 && (
        <FoundItems listing={listing} />
      )}
      {isFinished && (
        <div className="listing-notes">
          {resultNotes(listing).map((note) => (
            <p key={note}>{note}</p>
          ))}
        </div>
      )}
      {!isRunning && (
        <div className="answer-actions">
          {message.text !== '' && <CopyButton text={message.text} label="Copy" />}
          {listing.found > 0 && <SaveButton listing={listing} />}
          {isFinished && listing.coverage.failed > 0 && (
            <Button look="plain" size="small" disabled={!canAsk} onClick={onResume}>
              Read the rest
            </Button>
          )}
          {listing.way !== 'model' && (
            <Button
              look="plain"
              size="small"
              disabled={!canAsk}
              onClick={() => onAnotherWay({ kind: 'everything' })}
            >
              Read every passage instead
            </Button>
          )}
          {isFinished && (
            <Button
              look="plain"
              size="small"
              disabled={!canAsk}
              onClick={() => onAnotherWay({ kind: 'bestPassages' })}
            >
              Just the best passages instead
            </Button>
          )}
          <Button
            look="plain"
            size="small"
            icon={<PencilIcon />}
            disabled={!canAsk}
            onClick={props.onEditQuestion}
          >
            Edit question
          </Button>
          <Versions message={message} of="answer" onShow={props.onShowVersion} />
        </div>
      )}
    </article>
  );
}

function Headline({ listing }: { readonly listing: Listing }) {
  const { found, way, target } = listing;
  if (found === 0)
    return (
      <p className="listing-none">
        {way === 'words'
          ? `No passage contains all of these words: ${target}.`
          : 'Nothing was found, and every passage was read.'}
      </p>
    );
  return (
    <p className="listing-headline">
      <b>{found.toLocaleString('en')}</b>{' '}
      {way === 'words'
        ? `${found === 1 ? 'passage contains' : 'passages contain'} all of these words: ${target}`
        : 'found'}
    </p>
  );
}

function SaveButton({ listing }: { readonly listing: Listing }) {
  const client = useClient();
  const [error, setError] = useState<ShownError | null>(null);
  const save = async () => {
    const all = await readAllItems(client, listing.id);
    setError(all.ok ? null : all.error);
    if (all.ok)
      downloadFile({ fileName: 'list.csv', type: 'text/csv;charset=utf-8', content: listingCsv(all.value) });
  };
  return (
    <>
      <Button look="plain" size="small" icon={<DownloadIcon />} onClick={() => void save()}>
        Save as CSV
      </Button>
      {error && <FailureNotice error={error} onRetry={() => void save()} />}
    </>
  );
}
