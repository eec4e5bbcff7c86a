import type { z } from 'zod';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { AnswerSchema } from '../../engine/answerSchema.ts';
import type { GenerateInput, PromptMessage } from '../../engine/engine.ts';
import type { ReadyModel } from '../../engine/modelProvider.ts';

const maxTries = 3;

export interface AskJsonInput<Schema extends z.ZodType> {
  /** Asked again after a crash, so that the model is loaded once more. */
  readonly ready: () => Promise<Result<ReadyModel, ModelUseError>>;
  readonly messages: readonly PromptMessage[];
  /** What the engine holds the answer to, and the same for the compiler. */
  readonly jsonSchema: AnswerSchema;
  readonly schema: Schema;
  readonly maxTokens: number;
  readonly priority: GenerateInput['priority'];
  readonly signal: AbortSignal;
}

/**
 * An answer of a given shape. A crashed or stuck engine is tried again.
 * @returns null where the answer did not end within its tokens. Fails with 'engine.contextFull' where the question
 * does not fit, with 'engine.cancelled' when `signal` is aborted, or with what keeps the model from answering.
 */
export async function askJson<Schema extends z.ZodType>(
  input: AskJsonInput<Schema>,
): Promise<Result<z.infer<Schema> | null, ModelUseError>> {
  let failure: ModelUseError = { code: 'engine.cancelled' };
  for (let attempt = 1; attempt <= maxTries; attempt += 1) {
    const ready = await input.ready();
    if (!ready.ok) return ready;
    const written = await write(input, ready.value);
    if (input.signal.aborted) return fail({ code: 'engine.cancelled' });
    if (written.ok) return ok(written.value === null ? null : parse(input.schema, written.value));
    failure = written.error;
    if (failure.code !== 'engine.crashed' && failure.code !== 'engine.notResponding') break;
  }
  return fail(failure);
}

async function write<Schema extends z.ZodType>(
  input: AskJsonInput<Schema>,
  ready: ReadyModel,
): Promise<Result<string | null, ModelUseError>> {
  const { messages, jsonSchema, maxTokens, priority, signal } = input;
  let text = '';
  // The same question has the same answer: temperature 0, and what is copied is not made less likely.
  const sampling = { temperature: 0, repeatPenalty: null, seed: 1 };
  for await (const event of ready.engine.generate({
    ...{ messages, jsonSchema, sampling, maxTokens, priority, signal },
  })) {
    if (event.kind === 'text') text += event.text;
    if (event.kind === 'failed') return fail(event.error);
    if (event.kind === 'finished') return ok(event.stopReason === 'endOfAnswer' ? text : null);
  }
  return ok(null);
}

function parse<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
