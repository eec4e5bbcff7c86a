import type { Change } from '../../../shared/contract/comparisons.ts';
import type { AnswerSchema } from '../../engine/answerSchema.ts';
import type { PromptMessage } from '../../engine/engine.ts';
import { languageName, pagesName } from '../summarise/prompts.ts';
import type { Statement } from './relate.ts';

interface Sides {
  readonly first: string;
  readonly second: string;
  /** BCP 47, or null: then the model is asked for the text's own language. */
  readonly language: string | null;
}

function rules({ language }: Sides): PromptMessage {
  return {
    role: 'system',
    text: [
      'You compare two documents.',
      'Use only what the given texts say. Add nothing, judge nothing.',
      `Write in ${languageName(language)}, in plain sentences, without headings, lists or an introduction.`,
    ].join(' '),
  };
}

/** Asks what consecutive changes between two versions mean. */
export function explainPrompt(sides: Sides, changes: readonly Change[]): PromptMessage[] {
  const lines = changes.map((change, index) => `${index + 1}. ${describeChange(change)}`);
  return [
    rules(sides),
    {
      role: 'user',
      text: [
        `Changes from “${sides.first}” to its newer version “${sides.second}”:`,
        ...lines,
        'Tell in at most three sentences what was changed here and what is different now. Name amounts, dates and names exactly.',
      ].join('\n\n'),
    },
  ];
}

/** How one change stands in a prompt. */
export function describeChange({ kind, before, after }: Change): string {
  const old = before && `before (${pagesName(before.pages)}): ${before.text}`;
  const now = after && `after (${pagesName(after.pages)}): ${after.text}`;
  return [kind, old, now].filter((part) => part !== null).join('\n');
}

/** Asks for the few sentences that stand before everything else. */
export function comparisonOverviewPrompt(sides: Sides, statements: readonly string[]): PromptMessage[] {
  return [
    rules(sides),
    {
      role: 'user',
      text: [
        `“${sides.first}” and “${sides.second}” were compared:`,
        statements.map((statement) => `- ${statement}`).join('\n'),
        'Tell in at most four sentences what matters most of it.',
      ].join('\n\n'),
    },
  ];
}

export const relationSchema: AnswerSchema = {
  type: 'object',
  properties: {
    relation: { enum: ['same', 'different', 'contradiction', 'unrelated'] },
    text: { type: 'string', maxLength: 280 },
  },
};

/** Asks how what one document says relates to what the other says. */
export function relatePrompt(
  sides: Sides,
  pair: { readonly first: Statement; readonly second: Statement },
): PromptMessage[] {
  return [
    rules(sides),
    {
      role: 'user',
      text: [
        `“${sides.first}”, ${pagesName(pair.first.pages)}:\n${pair.first.text}`,
        `“${sides.second}”, ${pagesName(pair.second.pages)}:\n${pair.second.text}`,
        'How do they relate? “same”: they say the same; “different”: on one subject they say different things that can both be true; “contradiction”: both cannot be true; “unrelated”: they speak of different things. “text”: one sentence that tells what is common, what differs or what contradicts.',
      ].join('\n\n'),
    },
  ];
}
