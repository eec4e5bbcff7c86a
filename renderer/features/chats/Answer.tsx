import { useCallback } from 'react';
import type { Message } from '../../../shared/contract/chat.ts';
import type { MessageId } from '../../../shared/ids.ts';
import { AddModelButton } from '../../parts/AddModelButton.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useSource } from '../../state/source.tsx';
import { Button } from '../../ui/Button.tsx';
import { QuoteChip } from '../../ui/Chip.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { AgainIcon, PencilIcon } from '../../ui/icons.tsx';
import { Markdown, type RenderReference } from '../../ui/Markdown.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { formatCount, formatPagesInWords } from '../../words/formats.ts';
import { AnswerFacts } from './AnswerFacts.tsx';
import { bestSentence } from './bestSentence.ts';
import { Thoughts } from './Thoughts.tsx';
import { Versions } from './Versions.tsx';

interface AnswerProps {
  readonly message: Message;
  /** The words for what happens before the first word; null once there are some. */
  readonly waitingFor: string | null;
  readonly canAsk: boolean;
  readonly onAgain: () => void;
  readonly onEditQuestion: () => void;
  readonly onShowVersion: (messageId: MessageId) => void;
}

export function Answer({ message, waitingFor, canAsk, onAgain, onEditQuestion, onShowVersion }: AnswerProps) {
  const source = useSource();
  const { citations, grounding } = message;
  const { open } = source;
  const renderReference = useCallback<RenderReference>(
    ({ n, claim }) => {
      const passage = citations.find((one) => one.n === n)?.passage ?? grounding?.passages[n - 1];
      if (!passage) return <span>[{n}]</span>;
      const sentence = bestSentence(passage.text, claim);
      return (
        <QuoteChip
          label={`Source ${n}: ${passage.title}, ${formatPagesInWords(passage.pages)}`}
          quote={sentence ?? passage.text}
          onOpen={() =>
            open({
              documentId: passage.documentId,
              title: passage.title,
              pages: passage.pages,
              passage: passage.text,
              sentence,
            })
          }
        >
          {n}
        </QuoteChip>
      );
    },
    [citations, grounding, open],
  );
  const references = Math.max(grounding?.passages.length ?? 0, ...citations.map((citation) => citation.n));
  const isWriting = message.state === 'writing';
  const isPassagesOnly = grounding?.mode === 'passagesOnly';
  return (
    <article className="answer" aria-label="Answer" aria-busy={isWriting}>
      {message.leftOutMessages > 0 && (
        <p className="answer-leftOut">
          The first {formatCount(message.leftOutMessages, { one: 'message was', many: 'messages were' })} left
          out: the context is full.
        </p>
      )}
      {isPassagesOnly && (
        <p className="answer-passagesOnly">
          No model is installed, so these are the passages that fit your question best, word for word.
        </p>
      )}
      {message.thoughts && (
        <Thoughts thoughts={message.thoughts} isThinking={isWriting && message.text === ''} />
      )}
      {isPassagesOnly && message.text === '' && !isWriting ? (
        <p>No passage shares a word with your question. Ask with words that stand in the document.</p>
      ) : (
        <div
          dir="auto"
          className={isWriting && message.text !== '' ? 'answer-text answer-growing' : 'answer-text'}
        >
          <Markdown text={message.text} references={references} renderReference={renderReference} />
        </div>
      )}
      {isWriting && waitingFor !== null && <p className="answer-waiting">{waitingFor}</p>}
      <Ending message={message} canAsk={canAsk} onAgain={onAgain} />
      {!isWriting && (
        <>
          <AnswerFacts message={message} />
          <div className="answer-actions">
            {message.text !== '' && <CopyButton text={message.text} label="Copy" />}
            <Button look="plain" size="small" icon={<AgainIcon />} disabled={!canAsk} onClick={onAgain}>
              Again
            </Button>
            <Button
              look="plain"
              size="small"
              icon={<PencilIcon />}
              disabled={!canAsk}
              onClick={onEditQuestion}
            >
              Edit question
            </Button>
            <Versions message={message} of="answer" onShow={onShowVersion} />
          </div>
        </>
      )}
    </article>
  );
}

interface EndingProps {
  readonly message: Message;
  readonly canAsk: boolean;
  readonly onAgain: () => void;
}

/** Why an answer ended, where that is not simply that it was done. */
function Ending({ message, canAsk, onAgain }: EndingProps) {
  const retry = canAsk ? onAgain : undefined;
  switch (message.state) {
    case 'failed':
      if (message.error)
        return (
          <FailureNotice error={message.error} onRetry={retry}>
            {message.error.code === 'models.noneInstalled' && <AddModelButton />}
          </FailureNotice>
        );
      return (
        <Notice
          what="The answer broke off. What was written is kept."
          next="Ask again when Sotto is back."
          tone="failed"
        >
          {retry && (
            <Button size="small" onClick={retry}>
              Try again
            </Button>
          )}
        </Notice>
      );
    case 'interrupted':
      return (
        <Notice
          what="Sotto was closed while this was written."
          next="What was there is kept. Ask again for a whole answer."
        >
          {retry && (
            <Button size="small" onClick={retry}>
              Try again
            </Button>
          )}
        </Notice>
      );
    case 'stopped':
      return <p className="answer-ending">Stopped. What was written is kept.</p>;
    default:
      if (message.stopReason === 'contextFull')
        return (
          <p className="answer-ending">
            The context is full, so the answer ends here. Start a new chat, or raise the context in Settings.
          </p>
        );
      if (message.stopReason === 'maxTokens')
        return <p className="answer-ending">The answer reached its longest length and ends here.</p>;
      return null;
  }
}
