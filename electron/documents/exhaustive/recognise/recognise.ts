import { z } from 'zod';
import type { ModelUseError } from '../../../../shared/contract/models.ts';
import { ok, type Result } from '../../../../shared/result.ts';
import type { AnswerSchema } from '../../../engine/answerSchema.ts';
import { type AskJsonInput, askJson } from '../askJson.ts';
import type { Asking } from './findAsking.ts';

/** How a question wants to be answered, and what it looks for. */
export interface Recognised {
  readonly kind: 'ordinary' | 'list' | 'count' | 'table';
  readonly target: string;
}

const ordinary: Recognised = { kind: 'ordinary', target: '' };
const maxTokens = 96;

/**
 * Whether a question can be answered by some passages or asks for everything there is. Its words decide where they
 * can: a question without any word for 'how many', 'list' or 'all' is an ordinary one in every language whose words
 * are known, and costs no wait. Otherwise the model tells, in whatever language it is asked.
 */
export async function recognise(
  input: Pick<AskJsonInput<z.ZodType>, 'ready' | 'signal'> & {
    readonly question: string;
    readonly asking: Asking;
    readonly hasTables: boolean;
  },
): Promise<Result<Recognised, ModelUseError>> {
  const { question, asking, hasTables } = input;
  if (asking.strength === 'none' && asking.isLanguageKnown) return ok(ordinary);
  const answered = await askJson({
    ready: input.ready,
    signal: input.signal,
    messages: [
      { role: 'system', text: rules(hasTables) },
      { role: 'user', text: question },
    ],
    jsonSchema: schemaFor(hasTables),
    schema: recognisedSchema,
    maxTokens,
    priority: 'completion',
  });
  if (!answered.ok) return answered;
  return ok(answered.value ?? recogniseByWords(asking));
}

/** Where there is no model to ask. */
export function recogniseByWords(asking: Asking): Recognised {
  if (asking.strength !== 'sure') return ordinary;
  return { kind: asking.aggregate === 'count' ? 'count' : 'list', target: '' };
}

const recognisedSchema = z.object({
  kind: z.enum(['ordinary', 'list', 'count', 'table']),
  target: z.string().default(''),
});

function schemaFor(hasTables: boolean): AnswerSchema {
  return {
    oneOf: [
      { type: 'object', properties: { kind: { const: 'ordinary' } } },
      {
        type: 'object',
        properties: {
          kind: { enum: ['list', 'count', ...(hasTables ? ['table'] : [])] },
          target: { type: 'string', maxLength: 160 },
        },
      },
    ],
  };
}

function rules(hasTables: boolean): string {
  return [
    'Someone asks a question about their documents, in any language. Tell its kind:',
    '"list": the answer is a list of all things of a kind, so that every page must be read.',
    '"count": the answer is how many things of a kind there are, so that every page must be read and the things counted.',
    hasTables
      ? '"table": the answer is computed from the rows of a table: how many rows, a sum, an average, the least or the most.'
      : '',
    '"ordinary": anything else, such as one fact, a number that stands in the text, a reason, an explanation or a summary.',
    'For all but "ordinary" give as "target" the kind of thing that is looked for, with its conditions, in the language of the question.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
