import { z } from 'zod';
import type { AnswerSchema } from '../../engine/answerSchema.ts';
import type { Engine } from '../../engine/engine.ts';

const verdictSchema = z.object({ isSaid: z.enum(['yes', 'no']) });
const jsonSchema: AnswerSchema = { type: 'object', properties: { isSaid: { enum: ['yes', 'no'] } } };
const maxTokens = 32;

/**
 * Asks the loaded model whether passages say what a sentence says, after everything that somebody waits for.
 * @returns null where it gave no answer: stopped, failed, or the passages do not fit.
 */
export async function askModel(input: {
  readonly engine: Engine;
  readonly sentence: string;
  readonly passages: readonly string[];
  readonly signal: AbortSignal;
}): Promise<'supported' | 'unsupported' | null> {
  const { engine, sentence, passages, signal } = input;
  // The passages first: what several sentences cite is read once where the engine keeps it.
  const text = `Text:\n\n${passages.join('\n\n')}\n\nStatement: ${sentence}\n\nDoes the text say what the statement says? Answer "no" if the text says something else or does not say it.`;
  const events = engine.generate({
    messages: [{ role: 'user', text }],
    sampling: { temperature: 0, repeatPenalty: null },
    maxTokens,
    priority: 'background',
    jsonSchema,
    signal,
  });
  let written = '';
  for await (const event of events) {
    if (event.kind === 'text') written += event.text;
    if (event.kind === 'failed') return null;
    if (event.kind === 'finished' && event.stopReason !== 'endOfAnswer') return null;
  }
  const verdict = verdictSchema.safeParse(parseJson(written));
  if (!verdict.success) return null;
  return verdict.data.isSaid === 'yes' ? 'supported' : 'unsupported';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
