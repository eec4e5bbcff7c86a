import type { ChatError, Conversation, Message } from '../../shared/contract/chat.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { ConversationId, MessageId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { ProvideModel } from '../engine/modelProvider.ts';
import type { Database } from '../storage/database.ts';
import { type AnswerEnd, type AnswerItem, writeAnswer } from './answer.ts';
import { branchTo, newestLeaf, versionsOf } from './branch.ts';
import { citationsOf } from './citations.ts';
import {
  createConversationStore,
  emptyDetails,
  type StoredConversation,
  type StoredMessage,
} from './conversationStore.ts';
import type { Lister } from './lister.ts';
import type { Searcher } from './searcher.ts';
import { readingFor, type TurnRequest, wayFor } from './turnRequest.ts';
import { createAnswerChecker } from './verify/answerChecker.ts';

const maxTitleCharacters = 60;

export interface OpenConversation {
  readonly conversation: Conversation;
  readonly messages: Message[];
}

export type TurnEvent =
  | { readonly kind: 'started'; readonly messages: Message[] }
  | AnswerItem
  | { readonly kind: 'finished'; readonly message: Message }
  | { readonly kind: 'failed'; readonly error: ChatError };

export interface Chat {
  list(input: { offset: number; limit: number; title?: string | undefined }): {
    conversations: Conversation[];
    total: number;
  };
  create(scope: SearchScope | null): Conversation;
  open(conversationId: ConversationId): Result<OpenConversation, ChatError>;
  rename(conversationId: ConversationId, title: string): Result<Conversation, ChatError>;
  setScope(conversationId: ConversationId, scope: SearchScope | null): Result<Conversation, ChatError>;
  remove(conversationId: ConversationId): Result<Record<string, never>, ChatError>;
  showVersion(conversationId: ConversationId, messageId: MessageId): Result<OpenConversation, ChatError>;
  /** Resolves when every sentence of the answer that is being checked has its verdict. */
  awaitChecks(messageId: MessageId): Promise<Result<Message, ChatError>>;
  /** Runs one turn; exactly one terminal event. Leaving the loop stops the answer and keeps its text. */
  runTurn(input: {
    readonly conversationId: ConversationId;
    readonly request: TurnRequest;
    readonly signal: AbortSignal;
    readonly onLoading: (progressRatio: number) => void;
  }): AsyncGenerator<TurnEvent>;
  dispose(): Promise<void>;
}

export function createChat(parts: {
  readonly database: Database;
  readonly searcher: Searcher;
  readonly lister: Lister;
  readonly provideModel: ProvideModel;
  readonly readSettings: () => Settings;
  readonly onChanged: (conversationId: ConversationId, change: 'added' | 'updated' | 'removed') => void;
}): Chat {
  const { searcher, lister, onChanged } = parts;
  const store = createConversationStore(parts.database);
  const answering = new Set<ConversationId>();
  store.markInterrupted();
  const tellOfMessage = (messageId: MessageId) => {
    const message = store.getMessage(messageId);
    if (message) onChanged(message.conversationId, 'updated');
  };
  const checker = createAnswerChecker({
    wording: searcher.wording,
    languageOfDocument: searcher.languageOfDocument,
    onChecked(messageId, checks) {
      const message = store.getMessage(messageId);
      if (!message) return;
      store.updateMessage(messageId, { text: message.text, details: { ...message.details, checks } });
      tellOfMessage(messageId);
    },
    onSettled: tellOfMessage,
  });

  function toMessage(stored: StoredMessage, all: readonly StoredMessage[]): Message {
    const { details, ...message } = stored;
    const { grounding: storedGrounding, citationNumbers, checks: sentences, listingId, ...shown } = details;
    const texts = searcher.getPassages(storedGrounding?.passages.map((passage) => passage.chunkId) ?? []);
    const grounding = storedGrounding && {
      ...storedGrounding,
      passages: storedGrounding.passages.map((passage) => ({
        ...passage,
        text: texts.get(passage.chunkId)?.text ?? '',
      })),
    };
    return {
      ...message,
      ...shown,
      grounding,
      citations: citationsOf(citationNumbers, grounding),
      checks: sentences && { sentences, isRunning: checker.isRunning(stored.id) },
      listing: listingId && lister.get(listingId),
      versionIds: versionsOf(all, stored),
    };
  }

  function show(conversation: StoredConversation): OpenConversation {
    const all = store.listMessages(conversation.id);
    const branch = branchTo(all, conversation.activeMessageId);
    return {
      conversation: toConversation(conversation),
      messages: branch.map((message) => toMessage(message, all)),
    };
  }

  function open(conversationId: ConversationId): Result<OpenConversation, ChatError> {
    const conversation = store.get(conversationId);
    return conversation ? ok(show(conversation)) : fail({ code: 'chat.conversationNotFound' });
  }

  function change(
    conversationId: ConversationId,
    changes: Parameters<typeof store.update>[1],
  ): Result<Conversation, ChatError> {
    store.update(conversationId, changes);
    const conversation = store.get(conversationId);
    if (!conversation) return fail({ code: 'chat.conversationNotFound' });
    onChanged(conversationId, 'updated');
    return ok(toConversation(conversation));
  }

  /** Writes the question where there is a new one. @returns the message to be answered. */
  function placeQuestion(
    conversation: StoredConversation,
    request: TurnRequest,
  ): Result<StoredMessage, ChatError> {
    const all = store.listMessages(conversation.id);
    const addQuestion = (text: string, parentId: MessageId | null) =>
      store.addMessage({
        conversationId: conversation.id,
        parentId,
        role: 'user',
        text,
        state: 'finished',
        details: emptyDetails,
      });
    if (request.kind === 'send') return ok(addQuestion(request.text, conversation.activeMessageId));
    const message = all.find((other) => other.id === request.messageId);
    if (request.kind === 'edit') {
      return message?.role === 'user'
        ? ok(addQuestion(request.text, message.parentId))
        : fail({ code: 'chat.messageNotFound' });
    }
    const question = message?.role === 'user' ? message : all.find((other) => other.id === message?.parentId);
    return question ? ok(question) : fail({ code: 'chat.messageNotFound' });
  }

  /** The empty message that is written into; the answer itself where it goes on. */
  function placeAnswer(
    conversation: StoredConversation,
    question: StoredMessage,
    request: TurnRequest,
  ): StoredMessage {
    const begun = request.kind === 'resume' && store.listMessages(conversation.id);
    const found = begun
      ? begun.find(({ id, role }) => id === request.messageId && role === 'assistant')
      : null;
    if (found) {
      store.updateMessage(found.id, { text: '', state: 'writing', details: found.details });
      return { ...found, text: '', state: 'writing' };
    }
    return store.addMessage({
      conversationId: conversation.id,
      parentId: question.id,
      role: 'assistant',
      text: '',
      state: 'writing',
      details: emptyDetails,
    });
  }

  async function* runTurn(input: Parameters<Chat['runTurn']>[0]): AsyncGenerator<TurnEvent> {
    const { conversationId, request } = input;
    const conversation = store.get(conversationId);
    if (!conversation) return yield { kind: 'failed', error: { code: 'chat.conversationNotFound' } };
    if (answering.has(conversationId)) return yield { kind: 'failed', error: { code: 'chat.busy' } };
    const question = placeQuestion(conversation, request);
    if (!question.ok) return yield { kind: 'failed', error: question.error };

    answering.add(conversationId);
    try {
      yield* answerQuestion({ ...input, conversation, question: question.value });
    } finally {
      answering.delete(conversationId);
      onChanged(conversationId, 'updated');
    }
  }

  async function* answerQuestion(
    input: Parameters<Chat['runTurn']>[0] & { conversation: StoredConversation; question: StoredMessage },
  ): AsyncGenerator<TurnEvent> {
    const { conversation, question } = input;
    const message = placeAnswer(conversation, question, input.request);
    if (conversation.title === '') store.update(conversation.id, { title: titleFor(question.text) });
    onChanged(conversation.id, 'updated');

    const all = store.listMessages(conversation.id);
    const branch = branchTo(all, question.id);
    yield { kind: 'started', messages: [...branch, message].map((item) => toMessage(item, all)) };

    const answer = writeAnswer(
      { store, searcher, lister, provideModel: parts.provideModel, checker },
      {
        conversationId: conversation.id,
        scope: conversation.scope,
        turns: branch.filter((turn) => turn.text !== '').map(({ role, text }) => ({ role, text })),
        earlierQuery: earlierQuery(branch),
        way: wayFor(input.request),
        message,
        reading: readingFor(input.request, message),
        settings: parts.readSettings(),
        signal: input.signal,
        onLoading: input.onLoading,
      },
    );
    const end: AnswerEnd = yield* answer;
    if (end.kind === 'failed') return yield end;
    const now = store.listMessages(conversation.id);
    const written = now.find((other) => other.id === end.messageId);
    // The conversation may have been deleted while its answer was written.
    if (!written) return yield { kind: 'failed', error: { code: 'chat.conversationNotFound' } };
    yield { kind: 'finished', message: toMessage(written, now) };
  }

  return {
    list(input) {
      const { conversations, total } = store.list(input);
      return { conversations: conversations.map(toConversation), total };
    },
    create(scope) {
      const conversation = store.create(scope);
      onChanged(conversation.id, 'added');
      return toConversation(conversation);
    },
    open,
    rename: (conversationId, title) => change(conversationId, { title, isTitleChosen: true }),
    setScope: (conversationId, scope) => change(conversationId, { scope }),
    remove(conversationId) {
      if (!store.remove(conversationId)) return fail({ code: 'chat.conversationNotFound' });
      onChanged(conversationId, 'removed');
      return ok({});
    },
    showVersion(conversationId, messageId) {
      const all = store.listMessages(conversationId);
      if (!all.some((message) => message.id === messageId)) return fail({ code: 'chat.messageNotFound' });
      store.update(conversationId, { activeMessageId: newestLeaf(all, messageId) });
      return open(conversationId);
    },
    async awaitChecks(messageId) {
      await checker.settled(messageId);
      const message = store.getMessage(messageId);
      if (!message) return fail({ code: 'chat.messageNotFound' });
      return ok(toMessage(message, store.listMessages(message.conversationId)));
    },
    runTurn,
    dispose: () => checker.dispose(),
  };
}

/** What was looked for to answer the question before the last one of the branch; the question where all was read. */
function earlierQuery(branch: readonly StoredMessage[]): string | null {
  const earlier = branch.slice(0, -1).findLast((message) => message.role === 'user');
  const answer = branch.slice(0, -1).findLast((message) => message.role === 'assistant');
  return answer?.details.grounding?.query ?? earlier?.text ?? null;
}

function toConversation(stored: StoredConversation): Conversation {
  const { activeMessageId: _active, isTitleChosen: _chosen, ...conversation } = stored;
  return conversation;
}

/** The question's first words, until the person chooses a title. */
function titleFor(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= maxTitleCharacters) return line;
  const cut = line.slice(0, maxTitleCharacters);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), maxTitleCharacters / 2))}…`;
}
