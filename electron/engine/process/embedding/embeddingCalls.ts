import type { LlamaEmbeddingContext } from 'node-llama-cpp';
import type { EngineError } from '../../../../shared/contract/models.ts';
import { fail, type Result } from '../../../../shared/result.ts';
import type { EmbedCall, EmbedResult } from '../../protocol.ts';
import {
  createEncoderKeeper,
  type EncoderKeeper,
  type EncoderSurroundings,
} from '../encoder/encoderKeeper.ts';
import { loadEmbeddingModel } from './embeddingModel.ts';
import { embedTexts } from './embedTexts.ts';

export interface EmbeddingCalls extends Omit<EncoderKeeper<LlamaEmbeddingContext>, 'take' | 'whileUsed'> {
  embed(
    call: EmbedCall,
    context: { readonly signal: AbortSignal; readonly onProgress: (progressRatio: number) => void },
  ): Promise<Result<EmbedResult, EngineError>>;
}

/** Carries out the host's calls to embed, with one embedding model at a time. */
export function createEmbeddingCalls(input: EncoderSurroundings): EmbeddingCalls {
  const keeper = createEncoderKeeper({ ...input, load: loadEmbeddingModel });
  return {
    get loaded() {
      return keeper.loaded;
    },
    embed: (call, { signal, onProgress }) =>
      keeper.whileUsed(() =>
        input.queue.run({
          // Someone waits for what a question finds.
          priority: call.textKind === 'query' ? 'completion' : 'embeddings',
          signal,
          async work(turn) {
            // Let in after an abort, it may not touch the model: another call can be using it.
            if (signal.aborted) return fail({ code: 'engine.cancelled' } as const);
            const embedding = await keeper.take(call, signal);
            if (!embedding.ok) return embedding;
            return embedTexts({
              ...{ embedding: embedding.value, call, turn, signal, onProgress },
              async contextsFor(tokens) {
                const current = await keeper.take(call, signal);
                return current.ok ? current.value.contextsFor(tokens) : current;
              },
            });
          },
        }),
      ),
    unload: keeper.unload,
    giveBackMemory: keeper.giveBackMemory,
    dispose: keeper.dispose,
  };
}
