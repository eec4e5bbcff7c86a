import type { AnswerWay, ChatError, Grounding } from '../../shared/contract/chat.ts';
import type { Listing, Reading } from '../../shared/contract/listings.ts';
import type { Statistics, StopReason } from '../../shared/contract/models.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { ConversationId, MessageId } from '../../shared/ids.ts';
import type { GenerationEvent } from '../engine/engine.ts';
import type { ProvideModel, ReadyModel } from '../engine/modelProvider.ts';
import { citedNumbers } from './citations.ts';
import {
  type ConversationStore,
  emptyDetails,
  type MessageDetails,
  type StoredMessage,
} from './conversationStore.ts';
import { type FittedPrompt, fitPrompt } from './fitPrompt.ts';
import { createGround } from './ground.ts';
import { listAnswer } from './listAnswer.ts';
import type { Lister } from './lister.ts';
import { createSignalReader } from './notFoundSignal.ts';
import { passagesAnswer } from './passagesAnswer.ts';
import type { Turn } from './prompt.ts';
import { samplingFor } from './samplingFor.ts';
import type { Searcher } from './searcher.ts';
import type { AnswerChecker } from './verify/answerChecker.ts';

/** How much text a kill of the whole app may cost. */
const saveEveryMs = 500;
const maxPassageTokensWithoutModel = 4000;

export type AnswerItem =
  | { readonly kind: 'loading'; readonly progressRatio: number }
  | { readonly kind: 'reading'; readonly done: number; readonly total: number }
  | { readonly kind: 'listing'; readonly listing: Listing }
  | { readonly kind: 'grounded'; readonly grounding: Grounding }
  | { readonly kind: 'leftOut'; readonly messages: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thought'; readonly text: string; readonly elapsedMs: number };

export type AnswerEnd =
  | { readonly kind: 'finished'; readonly messageId: MessageId }
  | { readonly kind: 'failed'; readonly error: ChatError };

export interface AnswerInput {
  readonly conversationId: ConversationId;
  readonly scope: SearchScope | null;
  /** Oldest first; ends with the question. */
  readonly turns: readonly Turn[];
  /** What was looked for to answer the question before; null for a first question. */
  readonly earlierQuery: string | null;
  readonly way: AnswerWay;
  /** The empty message the answer is written into. */
  readonly message: StoredMessage;
  readonly settings: Settings;
  /** Whether everything is read for it. */
  readonly reading: Reading;
  readonly signal: AbortSignal;
  readonly onLoading: (progressRatio: number) => void;
}

/** Writes one answer. Whatever ends it, the text so far is kept in its message. */
export async function* writeAnswer(
  parts: {
    readonly store: ConversationStore;
    readonly searcher: Searcher;
    readonly lister: Lister;
    readonly provideModel: ProvideModel;
    readonly checker: AnswerChecker;
  },
  asked: AnswerInput,
): AsyncGenerator<AnswerItem, AnswerEnd> {
  const { store, searcher, checker } = parts;
  const input = asked.way === 'general' ? { ...asked, scope: null } : asked;
  const { turns, earlierQuery, scope, conversationId, signal } = input;
  const { instructions } = input.settings;
  const draft = createDraft({ store, message: input.message });
  draft.add({ way: input.way });
  const listed = yield* listAnswer(parts, input, draft);
  if (listed) return listed;

  const ready = await parts.provideModel({
    modelId: null,
    signal: input.signal,
    onLoading: input.onLoading,
  });
  if (!ready.ok) {
    const isWithoutModel = ready.error.code === 'models.noneInstalled';
    if (isWithoutModel && input.scope !== null) {
      return yield* answerWithPassages(parts, { ...input, scope: input.scope }, draft);
    }
    if (ready.error.code === 'engine.cancelled') return draft.end('stopped', { stopReason: 'userStopped' });
    return draft.fail(ready.error);
  }

  draft.add({ modelName: ready.value.model.name });
  const model = { ready: ready.value, instructions, conversationKey: conversationId, signal };
  const isAnswerForced = input.way === 'anyway';
  const followUp = { turns, earlierQuery, model };
  const ground = scope && createGround({ searcher, scope, isAnswerForced, signal, followUp });
  const fitted = await fitPrompt({
    ready: ready.value,
    passageForModel: searcher.passageForModel,
    instructions,
    ground,
    turns,
  });
  if (!fitted.ok) return draft.fail(fitted.error);
  const { grounding, leftOutMessages, isTooLittle } = fitted.value;
  draft.add({ grounding, leftOutMessages });
  if (grounding) yield { kind: 'grounded', grounding };
  if (leftOutMessages > 0) yield { kind: 'leftOut', messages: leftOutMessages };
  // The model would only make something up.
  if (isTooLittle) return draft.end('finished', { notFoundBy: 'search' });
  return yield* generate({ ...input, ready: ready.value, fitted: fitted.value, draft, checker });
}

async function* generate(
  input: AnswerInput & {
    readonly ready: ReadyModel;
    readonly fitted: FittedPrompt;
    readonly draft: Draft;
    readonly checker: AnswerChecker;
  },
): AsyncGenerator<AnswerItem, AnswerEnd> {
  const { draft, fitted, ready } = input;
  const signal = fitted.grounding ? createSignalReader() : null;
  const events: AsyncIterable<GenerationEvent> = ready.engine.generate({
    messages: fitted.messages,
    sampling: samplingFor({
      recommended: ready.sampling,
      settings: input.settings,
      isGrounded: fitted.grounding !== null,
    }),
    maxTokens: null,
    priority: 'chat',
    conversationKey: input.conversationId,
    signal: input.signal,
  });
  try {
    for await (const event of events) {
      switch (event.kind) {
        case 'reading':
          yield event;
          break;
        case 'text': {
          // Between thoughts and answer models put empty lines.
          const said = signal?.take(event.text) ?? event.text;
          const text = draft.text() === '' ? said.trimStart() : said;
          if (text === '') break;
          draft.write(text);
          yield { kind: 'text', text };
          break;
        }
        case 'thought':
          yield { ...event, elapsedMs: draft.think(event.text) };
          break;
        case 'failed':
          return draft.fail(event.error);
        case 'finished': {
          const { stopReason, statistics } = event;
          const held = signal?.rest() ?? '';
          if (held !== '') {
            draft.write(held);
            yield { kind: 'text', text: held };
          }
          return finish({ ...input, stopReason, statistics, isNotFound: signal?.isNotFound ?? false });
        }
      }
    }
    return draft.fail({ code: 'engine.generationFailed', reason: 'the engine ended without a word' });
  } finally {
    // The view left in the middle of the loop: what it saw last is kept.
    draft.keep();
  }
}

/** Ends the answer with what it cites and whether that holds; what the model is asked about it comes later. */
function finish(input: {
  readonly turns: readonly Turn[];
  readonly message: StoredMessage;
  readonly ready: ReadyModel;
  readonly fitted: FittedPrompt;
  readonly draft: Draft;
  readonly checker: AnswerChecker;
  readonly stopReason: StopReason;
  readonly statistics: Statistics;
  readonly isNotFound: boolean;
}): AnswerEnd {
  const { draft, stopReason, statistics, isNotFound } = input;
  const { grounding } = input.fitted;
  const answer = draft.text();
  const question = input.turns.at(-1)?.text ?? '';
  const checked = grounding && !isNotFound ? input.checker.check({ answer, question, grounding }) : null;
  const end = draft.end(stopReason === 'userStopped' ? 'stopped' : 'finished', {
    stopReason,
    statistics,
    citationNumbers: citedNumbers(answer, grounding?.passages.length ?? 0),
    checks: checked?.sentences ?? null,
    notFoundBy: isNotFound ? 'model' : null,
  });
  checked?.askModel(input.ready.engine, input.message.id);
  return end;
}

async function* answerWithPassages(
  parts: { readonly searcher: Searcher },
  input: AnswerInput & { readonly scope: SearchScope },
  draft: Draft,
): AsyncGenerator<AnswerItem, AnswerEnd> {
  const { turns, earlierQuery, scope } = input;
  const ground = createGround({
    searcher: parts.searcher,
    scope,
    isAnswerForced: input.way === 'anyway',
    followUp: { turns, earlierQuery, model: null },
    signal: input.signal,
  });
  const found = await ground({
    maxTokens: maxPassageTokensWithoutModel,
    countTokens: async (texts) => texts.map((text) => Math.ceil(text.length / 4)),
  });
  const { passages, query } = found.grounding;
  const grounding: Grounding = { mode: 'passagesOnly', query, passages };
  yield { kind: 'grounded', grounding };
  if (passages.length === 0) return draft.end('finished', { grounding, notFoundBy: 'search' });
  const text = passagesAnswer(query ?? turns.at(-1)?.text ?? '', passages);
  draft.write(text);
  yield { kind: 'text', text };
  draft.add({ grounding, citationNumbers: citedNumbers(text, passages.length) });
  return draft.end('finished', {});
}

type Draft = ReturnType<typeof createDraft>;

/** The message being written, saved now and then, and finally once. */
function createDraft(input: { readonly store: ConversationStore; readonly message: StoredMessage }) {
  const { store, message } = input;
  let text = '';
  let details: MessageDetails = emptyDetails;
  let savedAt = performance.now();
  let isEnded = false;
  let thinkingSince: number | null = null;

  function saveNowAndThen(): void {
    if (performance.now() - savedAt < saveEveryMs) return;
    savedAt = performance.now();
    store.updateMessage(message.id, { text, details });
  }

  function end(state: 'finished' | 'stopped' | 'failed', more: Partial<MessageDetails>): AnswerEnd {
    isEnded = true;
    details = { ...details, ...more };
    store.updateMessage(message.id, { text, state, details });
    return details.error
      ? { kind: 'failed', error: details.error }
      : { kind: 'finished', messageId: message.id };
  }

  return {
    text: () => text,
    add(more: Partial<MessageDetails>): void {
      details = { ...details, ...more };
    },
    write(more: string): void {
      text += more;
      saveNowAndThen();
    },
    /** @returns how long the thoughts have taken so far. */
    think(more: string): number {
      thinkingSince ??= performance.now();
      const elapsedMs = Math.round(performance.now() - thinkingSince);
      details = { ...details, thoughts: { text: (details.thoughts?.text ?? '') + more, elapsedMs } };
      saveNowAndThen();
      return elapsedMs;
    },
    keep(): void {
      if (!isEnded) end('stopped', { stopReason: 'userStopped' });
    },
    end,
    fail: (error: ChatError): AnswerEnd => end('failed', { error }),
  };
}
