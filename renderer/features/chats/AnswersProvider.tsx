import { createContext, type ReactNode, use, useCallback, useMemo, useReducer, useRef } from 'react';
import type { AnswerWay } from '../../../shared/contract/chat.ts';
import type { StreamEvent } from '../../../shared/contract/index.ts';
import type { Reading } from '../../../shared/contract/listings.ts';
import type { ConversationId, MessageId } from '../../../shared/ids.ts';
import { collectItems } from '../../state/collectItems.ts';
import { useClient } from '../../state/host.ts';
import { type Answers, reduceAnswers } from './answers.ts';

export type Ask = { readonly conversationId: ConversationId } & (
  | { readonly kind: 'send'; readonly text: string }
  | {
      readonly kind: 'regenerate';
      readonly messageId: MessageId;
      readonly way: AnswerWay;
      readonly reading?: Reading;
    }
  /** Goes on with an answer that reads everything. */
  | { readonly kind: 'resume'; readonly messageId: MessageId }
  | { readonly kind: 'edit'; readonly messageId: MessageId; readonly text: string }
);

interface AnswersContextValue {
  readonly answers: Answers;
  /** Stops the chat's answer that is being written, if any, and asks. */
  readonly ask: (ask: Ask) => void;
  readonly stop: (conversationId: ConversationId) => void;
  readonly settle: (conversationId: ConversationId) => void;
  /** What was typed and not yet sent, per chat. */
  readonly drafts: Map<string, string>;
}

const AnswersContext = createContext<AnswersContextValue | null>(null);

export function useAnswers(): AnswersContextValue {
  const value = use(AnswersContext);
  if (!value) throw new Error('No answers above this component.');
  return value;
}

/** Holds the open answers above the screens: leaving a stream would stop it, and looking elsewhere must not. */
export function AnswersProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const [answers, dispatch] = useReducer(reduceAnswers, new Map());
  const controllers = useRef(new Map<ConversationId, AbortController>());
  const running = useRef(new Map<ConversationId, Promise<void>>());
  const drafts = useRef(new Map<string, string>());

  const open = useCallback(
    (ask: Ask, signal: AbortSignal): AsyncIterable<StreamEvent<'chat.send'>> => {
      const { conversationId } = ask;
      switch (ask.kind) {
        case 'send':
          return client.open('chat.send', { conversationId, text: ask.text }, { signal });
        case 'regenerate':
          return client.open(
            'chat.regenerate',
            {
              conversationId,
              messageId: ask.messageId,
              way: ask.way,
              ...(ask.reading ? { reading: ask.reading } : {}),
            },
            { signal },
          );
        case 'resume':
          return client.open('chat.resume', { conversationId, messageId: ask.messageId }, { signal });
        case 'edit':
          return client.open(
            'chat.editAndResend',
            { conversationId, messageId: ask.messageId, text: ask.text },
            { signal },
          );
      }
    },
    [client],
  );

  const follow = useCallback(
    async (ask: Ask) => {
      const { conversationId } = ask;
      const controller = new AbortController();
      controllers.current.set(conversationId, controller);
      dispatch({ kind: 'begun', conversationId, question: ask.kind === 'send' ? ask.text : null });
      const collected = collectItems<'chat.send'>((items) =>
        dispatch({ kind: 'came', conversationId, items }),
      );
      for await (const event of open(ask, controller.signal)) {
        if (event.kind === 'item') {
          collected.add(event.item);
          continue;
        }
        collected.flush();
        if (event.kind === 'finished') dispatch({ kind: 'finished', conversationId, message: event.value });
        else {
          if (ask.kind === 'send' && !collected.hasStarted()) drafts.current.set(conversationId, ask.text);
          dispatch({ kind: 'failed', conversationId, error: event.error });
        }
      }
      if (controllers.current.get(conversationId) === controller) controllers.current.delete(conversationId);
    },
    [open],
  );

  const value = useMemo<AnswersContextValue>(
    () => ({
      answers,
      ask: (ask) => {
        const { conversationId } = ask;
        controllers.current.get(conversationId)?.abort();
        const before = running.current.get(conversationId) ?? Promise.resolve();
        running.current.set(
          conversationId,
          before.then(() => follow(ask)),
        );
      },
      stop: (conversationId) => controllers.current.get(conversationId)?.abort(),
      settle: (conversationId) => dispatch({ kind: 'settled', conversationId }),
      drafts: drafts.current,
    }),
    [answers, follow],
  );
  return <AnswersContext value={value}>{children}</AnswersContext>;
}
