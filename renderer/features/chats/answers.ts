import type { ChatError, Grounding, Message, Thoughts } from '../../../shared/contract/chat.ts';
import type { TransportError } from '../../../shared/contract/define.ts';
import type { ItemOf } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listings.ts';
import type { ConversationId } from '../../../shared/ids.ts';

export type AnswerPhase =
  | { readonly kind: 'starting' | 'thinking' | 'writing' | 'listing' | 'ended' }
  | { readonly kind: 'loading'; readonly progressRatio: number }
  | { readonly kind: 'reading'; readonly done: number; readonly total: number };

/** An answer as its stream tells it, ahead of what the host's list of messages says. */
export interface LiveAnswer {
  /** What was asked, until the host has stored it; null when an old question is answered again. */
  readonly question: string | null;
  /** The new messages of this turn, as stored when it started. */
  readonly messages: readonly Message[];
  readonly phase: AnswerPhase;
  readonly text: string;
  readonly thoughts: Thoughts | null;
  readonly grounding: Grounding | null;
  readonly listing: Listing | null;
  readonly leftOutMessages: number;
  readonly error: ChatError | TransportError | null;
}

export type Answers = ReadonlyMap<ConversationId, LiveAnswer>;
type Item = ItemOf<'chat.send'>;

export type AnswersAction = { readonly conversationId: ConversationId } & (
  | { readonly kind: 'begun'; readonly question: string | null }
  | { readonly kind: 'came'; readonly items: readonly Item[] }
  | { readonly kind: 'finished'; readonly message: Message }
  | { readonly kind: 'failed'; readonly error: ChatError | TransportError }
  /** The host's list was read again after the end. */
  | { readonly kind: 'settled' }
);

const nothingYet: LiveAnswer = {
  question: null,
  messages: [],
  phase: { kind: 'starting' },
  text: '',
  thoughts: null,
  grounding: null,
  listing: null,
  leftOutMessages: 0,
  error: null,
};

export function reduceAnswers(answers: Answers, action: AnswersAction): Answers {
  const next = new Map(answers);
  const live = answers.get(action.conversationId);
  if (action.kind === 'begun') {
    next.set(action.conversationId, { ...nothingYet, question: action.question });
    return next;
  }
  if (!live) return answers;
  switch (action.kind) {
    case 'came':
      next.set(action.conversationId, action.items.reduce(takeItem, live));
      break;
    case 'finished':
      next.set(action.conversationId, {
        ...live,
        text: '',
        thoughts: null,
        messages: replaceMessage(live.messages, action.message),
        phase: { kind: 'ended' },
      });
      break;
    case 'failed':
      next.set(action.conversationId, { ...live, error: action.error, phase: { kind: 'ended' } });
      break;
    case 'settled':
      // An error before the first message is stored nowhere else, so it stays to be read.
      if (live.phase.kind !== 'ended') return answers;
      if (live.error && live.messages.length === 0) return answers;
      next.delete(action.conversationId);
      break;
  }
  return next;
}

function takeItem(live: LiveAnswer, item: Item): LiveAnswer {
  switch (item.kind) {
    case 'started':
      return { ...live, question: null, messages: item.messages };
    case 'loading':
      return { ...live, phase: { kind: 'loading', progressRatio: item.progressRatio } };
    case 'reading':
      return { ...live, phase: { kind: 'reading', done: item.done, total: item.total } };
    case 'listing':
      return { ...live, phase: { kind: 'listing' }, listing: item.listing };
    case 'grounded':
      return { ...live, grounding: item.grounding };
    case 'leftOut':
      return { ...live, leftOutMessages: item.messages };
    case 'thought': {
      const thoughts = { text: (live.thoughts?.text ?? '') + item.text, elapsedMs: item.elapsedMs };
      return { ...live, phase: { kind: 'thinking' }, thoughts };
    }
    case 'text':
      return { ...live, phase: { kind: 'writing' }, text: live.text + item.text };
  }
}

function replaceMessage(messages: readonly Message[], message: Message): readonly Message[] {
  return messages.some((one) => one.id === message.id)
    ? messages.map((one) => (one.id === message.id ? message : one))
    : [...messages, message];
}

export function isRunning(live: LiveAnswer | undefined): boolean {
  return live !== undefined && live.phase.kind !== 'ended';
}

/** The messages to show: the host's, with the turn that is being written put in its place. */
export function showMessages(stored: readonly Message[], live: LiveAnswer | undefined): readonly Message[] {
  if (!live) return stored;
  let shown = stored;
  for (const message of live.messages) shown = placeMessage(shown, message);
  const writtenId = live.messages.findLast((message) => message.role === 'assistant')?.id;
  return shown.map((message) =>
    message.id === writtenId && message.state === 'writing'
      ? {
          ...message,
          text: message.text + live.text,
          thoughts: live.thoughts ?? message.thoughts,
          grounding: live.grounding ?? message.grounding,
          listing: live.listing ?? message.listing,
          leftOutMessages: live.leftOutMessages || message.leftOutMessages,
          ...(live.error ? { state: 'failed' as const, error: chatErrorOf(live.error) } : {}),
        }
      : message,
  );
}

/** After its parent; what stood there was another version of the turn. */
function placeMessage(messages: readonly Message[], message: Message): readonly Message[] {
  if (messages.some((one) => one.id === message.id)) return replaceMessage(messages, message);
  const parent = messages.findIndex((one) => one.id === message.parentId);
  return [...messages.slice(0, parent + 1), message];
}

function chatErrorOf(error: ChatError | TransportError): ChatError | null {
  return isChatError(error) ? error : null;
}

/** The codes of domains are written 'domain.code'; those of the transport have no domain. */
function isChatError(error: ChatError | TransportError): error is ChatError {
  return error.code.includes('.');
}
