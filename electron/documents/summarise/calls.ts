import type { ModelUseError } from '../../../shared/contract/models.ts';
import { fail, type Result } from '../../../shared/result.ts';
import type { AnswerSchema } from '../../engine/answerSchema.ts';
import type { PromptMessage } from '../../engine/engine.ts';
import type { ReadyModel } from '../../engine/modelProvider.ts';
import { createPlaces } from './places.ts';
import { writeStep } from './writeStep.ts';

/** What all calls of one piece of work share. */
export interface CallSettings {
  readonly ready: () => Promise<Result<ReadyModel, ModelUseError>>;
  readonly signal: AbortSignal;
  /** How many texts are asked for at once. */
  readonly parallelCalls: number;
}

export interface Calls {
  /** One text, when it is its turn; fails with 'engine.cancelled' once the work is stopped. */
  write(step: {
    readonly messages: readonly PromptMessage[];
    readonly maxTokens: number;
    /** Goes before the sections not yet begun: it ends what was begun. */
    readonly isUrgent: boolean;
    readonly jsonSchema?: AnswerSchema;
  }): Promise<Result<string, ModelUseError>>;
  /** Notes a failure; the first one stops all that is under way. */
  fail(failure: Result<never, ModelUseError>): void;
}

/**
 * Runs work whose calls go side by side and stop with the first that fails.
 * @returns that first failure, whatever the work made of it.
 */
export async function callTogether<Value>(
  settings: CallSettings,
  work: (calls: Calls) => Promise<Result<Value, ModelUseError>>,
): Promise<Result<Value, ModelUseError>> {
  const failed = new AbortController();
  const signal = AbortSignal.any([settings.signal, failed.signal]);
  const places = createPlaces(settings.parallelCalls);
  const failures: Result<never, ModelUseError>[] = [];
  const done = await work({
    write: ({ isUrgent, ...step }) =>
      places.run({
        isUrgent,
        work: async () =>
          signal.aborted
            ? fail({ code: 'engine.cancelled' })
            : writeStep({ ...step, ready: settings.ready, signal }),
      }),
    fail(failure) {
      failures.push(failure);
      failed.abort();
    },
  }).catch((cause: unknown) => {
    failed.abort();
    throw cause;
  });
  // Those after the first were only stopped by it.
  return failures[0] ?? done;
}
