import { z } from 'zod';
import type { AnswerSchema } from '../../../engine/answerSchema.ts';
import { type AskJsonInput, askJson } from '../askJson.ts';
import { likelySame, type MergedItem, type SameThing } from './mergeHits.ts';

const pairsPerCall = 8;
const quoted = 140;

/**
 * Asks the model which of the things whose names are alike are one, a few pairs at a time.
 * @returns what it says is the same. A question that fails leaves its things apart: nothing is lost by that.
 */
export async function findSameThings<Place>(
  input: Pick<AskJsonInput<z.ZodType>, 'ready' | 'signal'> & { readonly items: readonly MergedItem<Place>[] },
): Promise<SameThing[]> {
  const pairs = likelySame(input.items);
  const same: SameThing[] = [];
  for (let start = 0; start < pairs.length && !input.signal.aborted; start += pairsPerCall) {
    const asked = pairs.slice(start, start + pairsPerCall);
    const answered = await askJson({
      ready: input.ready,
      signal: input.signal,
      messages: [
        {
          role: 'system',
          text: 'You are given pairs of names with the words they were found in. For each pair say whether both names are of one and the same thing. If you are not sure, say false.',
        },
        { role: 'user', text: asked.map(describe).join('\n\n') },
      ],
      jsonSchema: schemaFor(asked.length),
      schema: z.record(z.string(), z.boolean()),
      maxTokens: 16 + asked.length * 12,
      priority: 'background',
    });
    if (!answered.ok || answered.value === null) continue;
    for (const [index, [left, right]] of asked.entries()) {
      const [one, other] = [left.hits[0], right.hits[0]];
      if (answered.value[`pair${index + 1}`] === true && one && other) same.push([one.key, other.key]);
    }
  }
  return same;
}

function describe<Place>(pair: readonly [MergedItem<Place>, MergedItem<Place>], index: number): string {
  const [left, right] = pair.map(
    (item) => `“${item.text}” (${(item.hits[0]?.quote ?? '').slice(0, quoted)})`,
  );
  return `Pair ${index + 1}:\n${left}\n${right}`;
}

function schemaFor(pairs: number): AnswerSchema {
  const names = Array.from({ length: pairs }, (_, index) => `pair${index + 1}`);
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'boolean' } satisfies AnswerSchema])),
  };
}
