import { z } from 'zod';
import type { Passage } from '../../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../../shared/contract/models.ts';
import { ok, type Result } from '../../../../shared/result.ts';
import type { AnswerSchema } from '../../../engine/answerSchema.ts';
import type { PromptMessage } from '../../../engine/engine.ts';
import { type AskJsonInput, askJson } from '../askJson.ts';
import { plainText } from '../plainText.ts';

/** Grows when another prompt or check would find other things, so that what was found before is read anew. */
export const readingVersion = 1;

const maxHits = 32;
const maxQuote = 240;
const maxItem = 120;
const maxTokens = 640;
/** A text this short that still cannot be read is given up. */
const shortestText = 120;

/** Something in a passage that belongs in the answer. */
export const hitSchema = z.object({
  /** Words of the passage that show it; checked to be there. */
  quote: z.string(),
  /** What it is called in the list. */
  item: z.string(),
});
export type Hit = z.infer<typeof hitSchema>;

export interface PassageReading {
  readonly hits: readonly Hit[];
  /** Quotes that do not stand in the passage. */
  readonly dropped: number;
}

const answerSchema: AnswerSchema = {
  type: 'object',
  properties: {
    hits: {
      type: 'array',
      maxItems: maxHits,
      items: {
        type: 'object',
        properties: {
          quote: { type: 'string', maxLength: maxQuote },
          item: { type: 'string', maxLength: maxItem },
        },
      },
    },
  },
};

/**
 * Asks the model what of a passage belongs in the answer, and keeps what is really quoted from it. A passage with
 * more than one answer can hold is read in halves.
 * @returns null where the passage could not be read.
 */
export async function readPassage(
  input: Pick<AskJsonInput<z.ZodType>, 'ready' | 'signal'> & {
    readonly passage: Passage;
    readonly question: string;
    readonly target: string;
  },
): Promise<Result<PassageReading | null, ModelUseError>> {
  return readText({ ...input, text: input.passage.text });
}

async function readText(
  input: Parameters<typeof readPassage>[0] & { readonly text: string },
): Promise<Result<PassageReading | null, ModelUseError>> {
  const { text, ready, signal } = input;
  const answered = await askJson({
    ready,
    signal,
    messages: prompt(input),
    jsonSchema: answerSchema,
    schema: z.object({ hits: z.array(hitSchema) }),
    maxTokens,
    priority: 'background',
  });
  if (!answered.ok && answered.error.code !== 'engine.contextFull') return answered;
  if (answered.ok && answered.value !== null && answered.value.hits.length < maxHits) {
    return ok(check(answered.value.hits, text));
  }
  if (text.length < shortestText) return ok(null);
  const middle = halfWay(text);
  const first = await readText({ ...input, text: text.slice(0, middle) });
  if (!first.ok || first.value === null) return first;
  const second = await readText({ ...input, text: text.slice(middle) });
  if (!second.ok || second.value === null) return second;
  return ok({
    hits: [...first.value.hits, ...second.value.hits],
    dropped: first.value.dropped + second.value.dropped,
  });
}

function check(hits: readonly Hit[], text: string): PassageReading {
  const plain = plainText(text);
  const kept: Hit[] = [];
  let dropped = 0;
  for (const { quote, item } of hits) {
    const words = plainText(quote);
    if (!/[\p{L}\p{N}]/u.test(words) || !plain.includes(words)) dropped += 1;
    else if (
      !kept.some((other) => plainText(other.quote) === words && plainText(other.item) === plainText(item))
    )
      kept.push({ quote: quote.trim(), item: item.trim() === '' ? quote.trim() : item.trim() });
  }
  return { hits: kept, dropped };
}

/** The rules and the question are the same for every passage, so that the engine reads them once. */
function prompt(input: {
  readonly passage: Passage;
  readonly text: string;
  readonly question: string;
  readonly target: string;
}): PromptMessage[] {
  const { passage, text, question, target } = input;
  const [first, last] = passage.pages;
  const place = [
    passage.title,
    ...passage.headings,
    first === last ? `page ${first}` : `pages ${first}–${last}`,
  ];
  return [
    {
      role: 'system',
      text: [
        'You read documents passage by passage, to find everything that belongs in the answer to this question:',
        `“${question}”`,
        target === '' || plainText(target) === plainText(question) ? '' : `Looked for: ${target}.`,
        'For each such thing in the passage give "quote", a few words copied exactly from the passage that show it, and "item", the short name of the thing.',
        'Give each thing once. Give only what the passage itself says. If the passage holds no such thing, give an empty list.',
      ]
        .filter((line) => line !== '')
        .join('\n'),
    },
    { role: 'user', text: `Passage (${place.join(' · ')}):\n${text}` },
  ];
}

function halfWay(text: string): number {
  const middle = Math.floor(text.length / 2);
  const line = text.lastIndexOf('\n', middle);
  if (line > middle / 2) return line;
  const space = text.lastIndexOf(' ', middle);
  return space > 0 ? space : middle;
}
