import type { Grounding } from '../../shared/contract/chat.ts';
import type { EngineError } from '../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { PromptMessage } from '../engine/engine.ts';
import type { ReadyModel } from '../engine/modelProvider.ts';
import type { Ground } from './ground.ts';
import { buildPrompt, type Turn } from './prompt.ts';
import type { Searcher } from './searcher.ts';

/** Kept free for the answer, as a share of the context and at most so many tokens. */
const answerShare = 0.25;
const maxAnswerTokens = 1024;
/** Of what is left, documents may take this share; the rest is the conversation's. */
const documentShare = 0.75;
const leastDocumentShare = 0.1;

export interface FittedPrompt {
  readonly messages: PromptMessage[];
  readonly grounding: Grounding | null;
  /** Messages at the start of the conversation that had to be left out. */
  readonly leftOutMessages: number;
  /** The documents hold too little for an answer; the passages are only the nearest. */
  readonly isTooLittle: boolean;
}

export type FitError =
  | EngineError
  | { readonly code: 'chat.messageTooLong'; readonly messageTokens: number; readonly contextTokens: number };

/**
 * Chooses what fits the context: passages first within their share, then as much of the conversation as there
 * is room for, newest first. What is left out is counted, never cut silently.
 */
export async function fitPrompt(input: {
  readonly ready: ReadyModel;
  readonly passageForModel: Searcher['passageForModel'];
  readonly instructions: string;
  /** Null where no documents are asked. */
  readonly ground: Ground | null;
  readonly turns: readonly Turn[];
}): Promise<Result<FittedPrompt, FitError>> {
  const { ready, turns, instructions, ground, passageForModel } = input;
  const { engine } = ready;
  const { contextTokens } = ready.loaded;
  const room = contextTokens - Math.min(maxAnswerTokens, Math.floor(contextTokens * answerShare));
  const countTokens = async (texts: readonly string[]): Promise<number[]> => {
    const counted = await engine.countTokens(texts);
    return counted.ok ? counted.value : texts.map((text) => text.length);
  };
  const build = (grounding: Grounding | null, kept: readonly Turn[]) =>
    buildPrompt({ instructions, turns: kept, grounding, passageForModel });

  const bare = await engine.measurePrompt(build(null, turns.slice(-1)));
  if (!bare.ok) return bare;
  if (bare.value > room) {
    return fail({ code: 'chat.messageTooLong', messageTokens: bare.value, contextTokens });
  }

  for (let share = documentShare; share > leastDocumentShare; share *= 0.85) {
    const maxTokens = Math.floor((room - bare.value) * share);
    const grounded = ground ? await ground({ maxTokens, countTokens }) : null;
    const grounding = grounded?.grounding ?? null;
    const isTooLittle = grounded?.isTooLittle ?? false;
    const kept = await longestFittingTail({
      turns,
      room,
      measure: (tail) => engine.measurePrompt(build(grounding, tail)),
    });
    if (!kept.ok) return kept;
    if (kept.value !== null) {
      const leftOutMessages = turns.length - kept.value.length;
      return ok({ messages: build(grounding, kept.value), grounding, leftOutMessages, isTooLittle });
    }
    // The numbers and titles around the passages took more than their share: ask for less text.
  }
  return fail({ code: 'chat.messageTooLong', messageTokens: bare.value, contextTokens });
}

/** Turns from the end on that fit, starting with a question; null where not even the last one does. */
async function longestFittingTail(input: {
  readonly turns: readonly Turn[];
  readonly room: number;
  readonly measure: (tail: readonly Turn[]) => Promise<Result<number, EngineError>>;
}): Promise<Result<readonly Turn[] | null, EngineError>> {
  const starts = input.turns.flatMap((turn, index) => (turn.role === 'user' ? [index] : []));
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const tokens = await input.measure(input.turns.slice(starts[middle]));
    if (!tokens.ok) return tokens;
    if (tokens.value <= input.room) high = middle;
    else low = middle + 1;
  }
  return ok(low === starts.length ? null : input.turns.slice(starts[low]));
}
