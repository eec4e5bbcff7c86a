import type { ModelUseError } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { AnswerSchema } from '../../engine/answerSchema.ts';
import type { PromptMessage } from '../../engine/engine.ts';
import type { ReadyModel } from '../../engine/modelProvider.ts';

const maxTries = 3;
const temperature = 0.2;

export interface WriteStepInput {
  /** Asked again after a crash, so that the model is loaded once more. */
  readonly ready: () => Promise<Result<ReadyModel, ModelUseError>>;
  readonly messages: readonly PromptMessage[];
  readonly maxTokens: number;
  /** Holds the text to this shape; one that its token limit cuts off is given back as far as it got. */
  readonly jsonSchema?: AnswerSchema;
  readonly signal: AbortSignal;
}

/**
 * One text of a summary, written as background work. A crashed or stuck engine is tried again; what the model
 * says twice in a row as nothing stays empty. Fails with 'engine.cancelled' when `signal` is aborted.
 */
export async function writeStep(input: WriteStepInput): Promise<Result<string, ModelUseError>> {
  let failure: ModelUseError = { code: 'engine.cancelled' };
  for (let attempt = 1; attempt <= maxTries; attempt += 1) {
    const ready = await input.ready();
    if (!ready.ok) return ready;
    const written = await generateText({ ...input, model: ready.value, attempt });
    if (input.signal.aborted) return fail({ code: 'engine.cancelled' });
    if (written.ok && (written.value !== '' || attempt > 1)) return written;
    if (written.ok) continue;
    failure = written.error;
    if (failure.code !== 'engine.crashed' && failure.code !== 'engine.notResponding') return written;
  }
  return fail(failure);
}

async function generateText(
  input: WriteStepInput & { readonly model: ReadyModel; readonly attempt: number },
): Promise<Result<string, ModelUseError>> {
  let text = '';
  const events = input.model.engine.generate({
    messages: input.messages,
    sampling: {
      temperature: temperature * input.attempt,
      topP: 0.9,
      repeatPenalty: 1.1,
      seed: input.attempt,
    },
    maxTokens: input.maxTokens,
    ...(input.jsonSchema === undefined ? {} : { jsonSchema: input.jsonSchema }),
    priority: 'background',
    signal: input.signal,
  });
  for await (const event of events) {
    if (event.kind === 'text') text += event.text;
    if (event.kind === 'failed') return fail(event.error);
    if (event.kind === 'finished') {
      const isCutOff = event.stopReason === 'maxTokens' && input.jsonSchema === undefined;
      return ok(wholeSentences(text.trim(), isCutOff));
    }
  }
  return ok(text.trim());
}

/** A text cut off by its token limit ends at its last whole sentence, if it holds one. */
function wholeSentences(text: string, isCutOff: boolean): string {
  if (!isCutOff) return text;
  const ends = [...text.matchAll(/[。！？]|[.!?؟][»”"')\]]*(?=\s|$)/gu)];
  const last = ends.at(-1);
  return last ? text.slice(0, last.index + last[0].length) : text;
}
