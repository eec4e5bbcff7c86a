import { z } from 'zod';
import type { AnswerSchema } from '../engine/answerSchema.ts';
import type { GenerateInput } from '../engine/engine.ts';
import type { ReadyModel } from '../engine/modelProvider.ts';
import { buildPrompt, type Turn } from './prompt.ts';
import type { Searcher } from './searcher.ts';
import type { Wording } from './wording.ts';

/** A question with fewer telling words leans on what was said before. */
const leastTellingWords = 3;
/** A follow-up waits no longer for its rewriting than this; then the words of the question before are added. */
const longestWaitMs = 4000;
const maxTokens = 120;
const longestQuery = 300;
const jsonSchema: AnswerSchema = {
  type: 'object',
  properties: { question: { type: 'string', minLength: 1, maxLength: longestQuery } },
};
const rewrittenSchema = z.object({ question: z.string().trim().min(1).max(longestQuery) });

const leadingWords: Readonly<Record<string, string>> = {
  en: 'and or but so what_about how_about then also',
  de: 'und oder aber dann auch was_ist_mit',
  fr: 'et ou mais alors aussi',
  es: 'y e o pero entonces también',
  it: 'e ed o ma allora anche',
  pt: 'e ou mas então também',
  nl: 'en of maar dan ook',
  sv: 'och eller men då också',
  ru: 'а и или но тогда также',
  tr: 've peki ya ama',
};
const pointingWords: Readonly<Record<string, string>> = {
  en: 'it its they them their theirs this that these those he she his her him there one ones same former latter',
  de: 'es ihn ihm ihr ihre ihren ihrem er sie dies dieser diese dieses diesem diesen davon dafür damit dazu dort jener jene',
  fr: 'il elle ils elles ce cela ça ceci cet cette ces celui celle leur en y',
  es: 'eso esto ello él ella ellos ellas ese esa esos esas este esta estos su sus allí',
  it: 'esso essa essi questo questa questi queste quello quella lui lei loro ciò lì',
  pt: 'isso isto ele ela eles elas esse essa esses este esta aquilo',
  nl: 'het hij zij ze dit dat deze die hem haar hun daar',
  sv: 'det den dessa denna detta han hon dom deras där',
  ru: 'он она оно они это этот эта эти его её их там него ней них',
  tr: 'bu şu o bunlar onlar onun orada',
};
const unspacedLead = /^(?:那|那么|那麼|还有|還有|では|じゃあ|それ|その|これ|그럼|그러면|그|แล้ว)/u;

/** Whether a question can be searched for without what was said before it. */
export function standsAlone(question: string, wording: Wording, language: string | null): boolean {
  const spoken = (wording.languageOf(question) ?? language?.toLowerCase().split('-')[0]) || 'en';
  const words = question.toLowerCase().match(/[\p{L}\p{M}'’]+|\p{N}+/gu) ?? [];
  const leads = (leadingWords[spoken] ?? '').split(' ').map((lead) => lead.replaceAll('_', ' '));
  const start = words.join(' ');
  if (unspacedLead.test(question.trim())) return false;
  if (leads.some((lead) => lead !== '' && (start === lead || start.startsWith(`${lead} `)))) return false;
  const pointing = new Set((pointingWords[spoken] ?? '').split(' '));
  if (words.some((word) => pointing.has(word))) return false;
  const telling = wording.tellingWords(question, [language]).filter(({ word }) => !/^\p{N}+$/u.test(word));
  return telling.length >= leastTellingWords;
}

/**
 * A follow-up with the telling words of what was looked for before: without its numbers where the follow-up has its
 * own, as in "and in 2023?".
 */
export function withEarlierWords(input: {
  readonly question: string;
  readonly earlier: string;
  readonly wording: Wording;
  readonly language: string | null;
}): string {
  const { question, earlier, wording, language } = input;
  const own = new Set(wording.tellingWords(question, [language]).map(({ word }) => word));
  const hasNumber = /\p{N}/u.test(question);
  const added = wording
    .tellingWords(earlier, [language])
    .map(({ word }) => word)
    .filter((word) => !own.has(word) && !(hasNumber && /\p{N}/u.test(word)));
  return [question, ...new Set(added)].join(' ');
}

export interface FollowUpInput {
  readonly searcher: Searcher;
  /** Oldest first; ends with the question. */
  readonly turns: readonly Turn[];
  /** What was looked for to answer the question before; null for a first question. */
  readonly earlierQuery: string | null;
  readonly language: string | null;
  /** Null where no model is there to rewrite it. */
  readonly model: {
    readonly ready: ReadyModel;
    readonly instructions: string;
    readonly conversationKey: string;
    readonly signal: AbortSignal;
  } | null;
}

/** What to look for: the question, or what it means after the ones before. */
export async function searchQuery(input: FollowUpInput): Promise<string> {
  const { searcher, turns, earlierQuery, language, model } = input;
  const question = turns.at(-1)?.text ?? '';
  if (earlierQuery === null || standsAlone(question, searcher.wording, language)) return question;
  const rewritten = model ? await rewrite({ searcher, turns, ...model }) : null;
  return (
    rewritten ?? withEarlierWords({ question, earlier: earlierQuery, wording: searcher.wording, language })
  );
}

/** Starts as the answer's prompt does, so that the conversation before it is read once for both. */
async function rewrite(input: {
  readonly searcher: Searcher;
  readonly turns: readonly Turn[];
  readonly ready: ReadyModel;
  readonly instructions: string;
  readonly conversationKey: string;
  readonly signal: AbortSignal;
}): Promise<string | null> {
  const { searcher, turns, ready, instructions, conversationKey } = input;
  const question = turns.at(-1)?.text ?? '';
  const text = `Question: ${question}\n\nDo not answer it yet. Write this question so that it can be understood without our conversation: add what it leaves out, in the same language and in one sentence.`;
  const prompt = buildPrompt({
    instructions,
    turns,
    grounding: { mode: 'passages', passages: [] },
    passageForModel: searcher.passageForModel,
  });
  const generate: GenerateInput = {
    messages: [...prompt.slice(0, -1), { role: 'user', text }],
    sampling: { temperature: 0, repeatPenalty: null },
    maxTokens,
    priority: 'chat',
    conversationKey,
    jsonSchema,
    signal: AbortSignal.any([input.signal, AbortSignal.timeout(longestWaitMs)]),
  };
  let written = '';
  for await (const event of ready.engine.generate(generate)) {
    if (event.kind === 'text') written += event.text;
    if (event.kind === 'failed') return null;
    if (event.kind === 'finished' && event.stopReason !== 'endOfAnswer') return null;
  }
  return rewrittenQuestion(written);
}

function rewrittenQuestion(json: string): string | null {
  try {
    const rewritten = rewrittenSchema.safeParse(JSON.parse(json));
    // A model that has nothing to say writes nothing that could be looked for.
    return rewritten.success && /\p{L}/u.test(rewritten.data.question) ? rewritten.data.question : null;
  } catch {
    return null;
  }
}
