import { InsufficientMemoryError } from 'node-llama-cpp';
import type { EngineError } from '../../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { Backend } from '../backend.ts';
import type { ModelFile } from '../modelFile.ts';
import type { ContextPlan } from './chooseContexts.ts';
import { encoderContextBytes } from './encoderMemory.ts';

/** Something of the library's that reads one text at a time. */
export interface EncoderContext {
  dispose(): Promise<void>;
}

export interface ContextOptions {
  readonly contextSize: number;
  readonly batchSize: number;
  readonly threads: number;
}

/** The contexts of one model that reads texts as a whole; none until they are asked for. */
export interface EncoderContexts<Context> {
  /**
   * As many contexts as planned, or fewer where the memory does not allow more, each for `tokens` tokens at once.
   * Those that are there already are kept if they do. Fails with `outOfMemory`.
   */
  prepare(plan: ContextPlan, tokens: number): Promise<Result<readonly Context[], EngineError>>;
  dispose(): Promise<void>;
}

/** The library refuses a text as long as the context. */
const spareTokens = 1;

export function createEncoderContexts<Context extends EncoderContext>(input: {
  readonly backend: Backend;
  readonly file: ModelFile;
  /** What contexts may take, by now. */
  readonly availableBytes: () => Promise<number>;
  readonly makeContext: (options: ContextOptions) => Promise<Context>;
}): EncoderContexts<Context> {
  const { backend, file } = input;
  let present: Context[] = [];
  let presentPlan: ContextPlan = { contexts: 0, threads: 0 };
  let presentTokens = 0;

  const dispose = async () => {
    const old = present;
    present = [];
    presentTokens = 0;
    for (const context of old) await context.dispose();
  };

  return {
    async prepare(plan, tokens) {
      const isSamePlan = plan.contexts === presentPlan.contexts && plan.threads === presentPlan.threads;
      if (isSamePlan && presentTokens >= tokens) return ok(present);
      await dispose();
      const neededBytes = encoderContextBytes(file, tokens);
      const availableBytes = await input.availableBytes();
      const fitting = Math.floor(availableBytes / neededBytes);
      // Without a limit each context has just the threads it is made for, whatever other contexts have.
      backend.llama.maxThreads = 0;
      try {
        while (present.length < Math.min(plan.contexts, fitting)) {
          present.push(
            await input.makeContext({
              contextSize: tokens + spareTokens,
              // A smaller batch would silently give longer texts another vector.
              batchSize: tokens + spareTokens,
              threads: plan.threads,
            }),
          );
        }
      } catch (error) {
        if (!(error instanceof InsufficientMemoryError)) throw error;
      }
      if (present.length === 0) {
        return fail({ code: 'engine.outOfMemory', neededBytes, availableBytes: Math.round(availableBytes) });
      }
      presentPlan = plan;
      presentTokens = tokens;
      return ok(present);
    },
    dispose,
  };
}
