import type { CodeError, CodeRun } from '../../shared/contract/code.ts';
import type { ItemOf } from '../../shared/contract/index.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { PromptMessage } from '../engine/engine.ts';
import type { ProvideModel, ReadyModel } from '../engine/modelProvider.ts';
import type { StoredRun } from './codeRunStore.ts';
import { buildPrompt, codeSampling, leastAnswerTokens, mostAnswerTokens } from './prompts.ts';
import { proposeChange } from './proposeChange.ts';

export type CodeRunEvent =
  | { readonly kind: 'item'; readonly item: ItemOf<'code.run'> }
  | { readonly kind: 'finished'; readonly value: CodeRun }
  | { readonly kind: 'failed'; readonly error: CodeError };

/** A crash of the host loses at most this much of an answer. */
const saveIntervalMs = 1000;

/** Has the model answer and keeps the run's record up to date; one terminal event. */
export async function* writeAnswer(input: {
  readonly stored: StoredRun;
  readonly provideModel: ProvideModel;
  readonly signal: AbortSignal;
  readonly save: (run: CodeRun) => void;
  readonly onText: (run: CodeRun) => void;
}): AsyncGenerator<CodeRunEvent> {
  const { stored, signal, save } = input;
  let run = stored.run;
  const settle = (change: Partial<CodeRun>): CodeRun => {
    run = { ...run, ...change };
    save(run);
    return run;
  };
  const stop = (): CodeRunEvent => ({
    kind: 'finished',
    value: settle({ state: 'stopped', stopReason: 'userStopped' }),
  });
  const failWith = (error: CodeError): CodeRunEvent => {
    settle({ state: 'failed', error });
    return { kind: 'failed', error };
  };

  try {
    save(run);
    yield { kind: 'item', item: { kind: 'started', run } };

    const loading = createProgressQueue();
    const providing = input
      .provideModel({ modelId: null, signal, onLoading: loading.push })
      .finally(loading.end);
    for await (const progressRatio of loading.values())
      yield { kind: 'item', item: { kind: 'loading', progressRatio } };
    const provided = await providing;
    if (signal.aborted) return yield stop();
    if (!provided.ok) return yield failWith(provided.error);
    const ready = provided.value;
    run = { ...run, modelName: ready.model.name };

    const { action, instruction, source } = run;
    const messages = buildPrompt({ action, instruction, ...source });
    const fitted = await fitIntoContext({ ready, messages, run });
    if (signal.aborted) return yield stop();
    if (!fitted.ok) return yield failWith(fitted.error);

    let savedAt = performance.now();
    const generating = ready.engine.generate({
      messages,
      sampling: codeSampling,
      maxTokens: fitted.value.maxTokens,
      priority: 'chat',
      signal,
    });
    for await (const event of generating) {
      if (event.kind === 'reading') {
        yield { kind: 'item', item: { kind: 'reading', done: event.done, total: event.total } };
      } else if (event.kind === 'text') {
        run = { ...run, answer: run.answer + event.text };
        input.onText(run);
        if (performance.now() - savedAt > saveIntervalMs) {
          save(run);
          savedAt = performance.now();
        }
        yield { kind: 'item', item: { kind: 'text', text: event.text } };
      } else if (event.kind === 'failed') {
        return yield signal.aborted ? stop() : failWith(event.error);
      } else if (event.kind === 'finished') {
        const { stopReason, statistics } = event;
        const change = proposeChange({
          run,
          path: stored.path,
          isComplete: stopReason === 'endOfAnswer',
        });
        const state = stopReason === 'userStopped' ? 'stopped' : 'finished';
        return yield { kind: 'finished', value: settle({ state, stopReason, statistics, ...change }) };
      }
    }
    return yield failWith({ code: 'engine.generationFailed', reason: 'The answer had no end' });
  } finally {
    // Reached like this when the view left the loop, or through a bug; the text so far is kept either way.
    if (run.state === 'writing') settle({ state: 'stopped', stopReason: 'userStopped' });
  }
}

/** Fails with 'code.tooLong' where the source and an answer of the least useful length cannot both fit. */
async function fitIntoContext(input: {
  readonly ready: ReadyModel;
  readonly messages: readonly PromptMessage[];
  readonly run: CodeRun;
}): Promise<Result<{ maxTokens: number }, CodeError>> {
  const { engine, loaded } = input.ready;
  const { action, source } = input.run;
  const counted = await engine.countTokens([source.text]);
  if (!counted.ok) return counted;
  const sourceTokens = counted.value[0] ?? 0;
  const { contextTokens } = loaded;
  const tooLong = fail({ code: 'code.tooLong', sourceTokens, contextTokens } as const);
  if (sourceTokens >= contextTokens) return tooLong;
  const measured = await engine.measurePrompt(input.messages);
  if (!measured.ok) return measured;
  if (measured.value + leastAnswerTokens({ action, sourceTokens }) > contextTokens) return tooLong;
  return ok({
    maxTokens: Math.min(mostAnswerTokens({ action, sourceTokens }), contextTokens - measured.value),
  });
}

/** Turns calls into values of a loop; of several waiting ones only the newest counts. */
function createProgressQueue() {
  let newest: number | null = null;
  let isEnded = false;
  let wake: () => void = () => undefined;
  return {
    push(progressRatio: number) {
      newest = progressRatio;
      wake();
    },
    end() {
      isEnded = true;
      wake();
    },
    async *values(): AsyncGenerator<number> {
      while (true) {
        if (newest !== null) {
          const value = newest;
          newest = null;
          yield value;
        } else if (isEnded) {
          return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
