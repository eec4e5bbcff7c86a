import { type ReactNode, useCallback } from 'react';
import type { AnswerWay, Message } from '../../../shared/contract/chat.ts';
import type { Passage } from '../../../shared/contract/documents.ts';
import type { MessageId } from '../../../shared/ids.ts';
import { useSource } from '../../state/source.tsx';
import { Button } from '../../ui/Button.tsx';
import { QuoteChip } from '../../ui/Chip.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { AgainIcon, PencilIcon } from '../../ui/icons.tsx';
import { Markdown, type RenderReference } from '../../ui/Markdown.tsx';
import { formatCount, formatPagesInWords } from '../../words/formats.ts';
import { AnswerFacts } from './AnswerFacts.tsx';
import { bestSentence } from './bestSentence.ts';
import { Ending } from './Ending.tsx';
import { NotFound } from './NotFound.tsx';
import { Thoughts } from './Thoughts.tsx';
import { useSentenceMarks } from './useSentenceMarks.tsx';
import { Versions } from './Versions.tsx';

const largestReference = 999;

interface AnswerProps {
  readonly message: Message;
  /** The words for what happens before the first word; null once there are some. */
  readonly waitingFor: string | null;
  readonly canAsk: boolean;
  readonly onAgain: (way?: AnswerWay) => void;
  readonly onEditQuestion: () => void;
  readonly onShowVersion: (messageId: MessageId) => void;
  /** Other ways to answer, beside the actions. */
  readonly more?: ReactNode;
}

export function Answer({
  message,
  waitingFor,
  canAsk,
  onAgain,
  onEditQuestion,
  onShowVersion,
  more,
}: AnswerProps) {
  const source = useSource();
  const { citations, grounding } = message;
  const { open } = source;
  const openPassage = useCallback(
    (passage: Passage, claim: string) =>
      open({
        documentId: passage.documentId,
        title: passage.title,
        pages: passage.pages,
        passage: passage.text,
        sentence: bestSentence(passage.text, claim),
      }),
    [open],
  );
  const renderReference = useCallback<RenderReference>(
    ({ n, claim }) => {
      const passage = citations.find((one) => one.n === n)?.passage ?? grounding?.passages[n - 1];
      if (!passage)
        return (
          <span className="unknownSource" title={`There is no source ${n}`}>
            <span className="onlyForReaders">There is no source </span>
            {n}
          </span>
        );
      return (
        <QuoteChip
          label={`Source ${n}: ${passage.title}, ${formatPagesInWords(passage.pages)}`}
          quote={bestSentence(passage.text, claim) ?? passage.text}
          onOpen={() => openPassage(passage, claim)}
        >
          {n}
        </QuoteChip>
      );
    },
    [citations, grounding, openPassage],
  );
  const { ranges, renderMark } = useSentenceMarks(message, openPassage);
  // A number that no passage has is shown as one; a larger one in brackets is a year or the like.
  const references = grounding ? largestReference : 0;
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
      {message.way === 'general' && (
        <p className="answer-passagesOnly">Answered without the documents, from what the model knows.</p>
      )}
      {isPassagesOnly && message.notFoundBy === null && (
        <p className="answer-passagesOnly">
          No model is installed, so these are the passages that fit your question best, word for word.
        </p>
      )}
      {message.thoughts && (
        <Thoughts thoughts={message.thoughts} isThinking={isWriting && message.text === ''} />
      )}
      {message.notFoundBy !== null ? (
        <NotFound message={message} canAsk={canAsk} onAnotherWay={onAgain} />
      ) : (
        <div
          dir="auto"
          className={isWriting && message.text !== '' ? 'answer-text answer-growing' : 'answer-text'}
        >
          <Markdown
            text={message.text}
            references={references}
            renderReference={renderReference}
            ranges={ranges}
            renderMark={renderMark}
          />
        </div>
      )}
      {isWriting && waitingFor !== null && <p className="answer-waiting">{waitingFor}</p>}
      <Ending message={message} canAsk={canAsk} onAgain={() => onAgain()} />
      {!isWriting && (
        <>
          <AnswerFacts message={message} />
          <div className="answer-actions">
            {message.text !== '' && <CopyButton text={message.text} label="Copy" />}
            <Button
              look="plain"
              size="small"
              icon={<AgainIcon />}
              disabled={!canAsk}
              onClick={() => onAgain()}
            >
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
            {more}
            <Versions message={message} of="answer" onShow={onShowVersion} />
          </div>
        </>
      )}
    </article>
  );
}
