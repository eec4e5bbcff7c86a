import type { ConversationId } from '../../../shared/ids.ts';
import { ok } from '../../../shared/result.ts';
import type { Chat, TurnEvent } from '../../chat/chat.ts';
import type { TurnRequest } from '../../chat/turnRequest.ts';
import type { CallContext, HandlerEvent, Handlers } from '../handlers.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

type ChatHandlers = Pick<Handlers, Extract<keyof Handlers, `chat.${string}`>>;

export function chatRoutes(chat: Chat): ChatHandlers {
  return {
    'chat.list': (input) => ok(chat.list(input)),
    'chat.create': ({ scope }) => ok(chat.create(scope)),
    'chat.open': ({ conversationId }) => chat.open(conversationId),
    'chat.rename': ({ conversationId, title }) => chat.rename(conversationId, title),
    'chat.setScope': ({ conversationId, scope }) => chat.setScope(conversationId, scope),
    'chat.remove': ({ conversationId }) => chat.remove(conversationId),
    'chat.showVersion': ({ conversationId, messageId }) => chat.showVersion(conversationId, messageId),
    'chat.send': ({ conversationId, text, reading }, context) =>
      turnStream(chat, { conversationId, request: { kind: 'send', text, reading } }, context),
    'chat.awaitChecks': ({ messageId }) => chat.awaitChecks(messageId),
    'chat.regenerate': ({ conversationId, ...again }, context) =>
      turnStream(chat, { conversationId, request: { kind: 'regenerate', ...again } }, context),
    'chat.resume': ({ conversationId, messageId }, context) =>
      turnStream(chat, { conversationId, request: { kind: 'resume', messageId } }, context),
    'chat.editAndResend': ({ conversationId, messageId, text }, context) =>
      turnStream(chat, { conversationId, request: { kind: 'edit', messageId, text } }, context),
  };
}

/** All three answer streams carry the same events. */
type AnswerEvent = HandlerEvent<'chat.send'>;

/**
 * The turn runs to its end on its own, into a mailbox: a view that is slow or gone holds up neither the model
 * nor the saving of what it wrote, and loading progress can come in between.
 */
async function* turnStream(
  chat: Chat,
  input: { readonly conversationId: ConversationId; readonly request: TurnRequest },
  { signal }: CallContext,
): AsyncGenerator<AnswerEvent> {
  const events: Mailbox<AnswerEvent> = createMailbox();
  const turn = chat.runTurn({
    ...input,
    signal,
    onLoading: (progressRatio) => events.push({ kind: 'item', item: { kind: 'loading', progressRatio } }),
  });
  const running = pump(turn, events);
  // Where the view is gone nobody awaits it below; a bug's rejection must not end the host then.
  running.catch(() => undefined);
  for await (const event of events) yield event;
  await running;
}

async function pump(turn: AsyncIterable<TurnEvent>, events: Mailbox<AnswerEvent>): Promise<void> {
  try {
    for await (const event of turn) events.push(toAnswerEvent(event));
  } finally {
    events.close();
  }
}

function toAnswerEvent(event: TurnEvent): AnswerEvent {
  if (event.kind === 'finished') return { kind: 'finished', value: event.message };
  if (event.kind === 'failed') return event;
  return { kind: 'item', item: event };
}
