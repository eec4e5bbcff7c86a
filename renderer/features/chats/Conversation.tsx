import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '../../../shared/contract/chat.ts';
import type { ConversationId, MessageId } from '../../../shared/ids.ts';
import { Button } from '../../ui/Button.tsx';
import { Answer } from './Answer.tsx';
import { useAnswers } from './AnswersProvider.tsx';
import { isRunning, type LiveAnswer } from './answers.ts';
import { ListedAnswer } from './listing/ListedAnswer.tsx';
import { Question } from './Question.tsx';
import { announcement, waitingWords } from './waitingWords.ts';

interface ConversationProps {
  readonly conversationId: ConversationId;
  readonly messages: readonly Message[];
  readonly live: LiveAnswer | undefined;
  readonly onShowVersion: (messageId: MessageId) => void;
}

/** Within this of the end one is reading along, and the page follows. */
const followPx = 80;

export function Conversation({ conversationId, messages, live, onShowVersion }: ConversationProps) {
  const { ask, stop } = useAnswers();
  const [editedId, setEditedId] = useState<MessageId | null>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const isBusy = isRunning(live);
  const waitingFor = waitingWords(live);

  useLayoutEffect(() => {
    const element = scroll.current;
    if (element && isFollowing.current) element.scrollTop = element.scrollHeight;
  });
  // A new question is what one wants to see, wherever the page was.
  const begun = isBusy ? messages.length : 0;
  useEffect(() => {
    if (begun > 0) isFollowing.current = true;
  }, [begun]);

  return (
    <section
      className="chat-scroll"
      ref={scroll}
      aria-label="Conversation"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isFollowing.current = scrollHeight - scrollTop - clientHeight < followPx;
      }}
    >
      <p className="onlyForReaders" role="status">
        {announcement(live)}
      </p>
      <div className="chat-column">
        {messages.map((message) =>
          message.role === 'user' ? (
            <Question
              key={message.id}
              message={message}
              isEditing={editedId === message.id}
              onEditEnd={() => setEditedId(null)}
              onResend={(text) => {
                setEditedId(null);
                ask({ kind: 'edit', conversationId, messageId: message.id, text });
              }}
              onShowVersion={onShowVersion}
            />
          ) : message.listing ? (
            <ListedAnswer
              key={message.id}
              message={message}
              listing={message.listing}
              canAsk={!isBusy}
              onAnotherWay={(reading) =>
                ask({ kind: 'regenerate', conversationId, messageId: message.id, way: 'usual', reading })
              }
              onResume={() => ask({ kind: 'resume', conversationId, messageId: message.id })}
              onPause={() => stop(conversationId)}
              onEditQuestion={() => setEditedId(message.parentId)}
              onShowVersion={onShowVersion}
            />
          ) : (
            <Answer
              key={message.id}
              message={message}
              waitingFor={waitingFor}
              canAsk={!isBusy}
              onAgain={(way = 'usual') =>
                ask({ kind: 'regenerate', conversationId, messageId: message.id, way })
              }
              onEditQuestion={() => setEditedId(message.parentId)}
              onShowVersion={onShowVersion}
              more={
                message.grounding && (
                  <Button
                    look="plain"
                    size="small"
                    disabled={isBusy}
                    onClick={() =>
                      ask({
                        kind: 'regenerate',
                        conversationId,
                        messageId: message.id,
                        way: 'usual',
                        reading: { kind: 'everything' },
                      })
                    }
                  >
                    Read everything instead
                  </Button>
                )
              }
            />
          ),
        )}
        {live && live.messages.length === 0 && isBusy && (
          <>
            {live.question !== null && (
              <article className="question" aria-label="Question">
                <p className="question-text" dir="auto">
                  {live.question}
                </p>
              </article>
            )}
            <p className="answer-waiting">{waitingFor}</p>
          </>
        )}
      </div>
    </section>
  );
}
