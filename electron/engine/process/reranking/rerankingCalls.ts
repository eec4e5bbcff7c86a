import type { LlamaRankingContext } from 'node-llama-cpp';
import type { EngineError } from '../../../../shared/contract/models.ts';
import { fail, type Result } from '../../../../shared/result.ts';
import type { RerankCall, RerankResult } from '../../protocol.ts';
import {
  createEncoderKeeper,
  type EncoderKeeper,
  type EncoderSurroundings,
} from '../encoder/encoderKeeper.ts';
import { loadRerankingModel } from './rerankingModel.ts';
import { rerankTexts } from './rerankTexts.ts';

export interface RerankingCalls extends Omit<EncoderKeeper<LlamaRankingContext>, 'take' | 'whileUsed'> {
  rerank(call: RerankCall, signal: AbortSignal): Promise<Result<RerankResult, EngineError>>;
}

/** Carries out the host's calls to judge passages, with one reranking model at a time. */
export function createRerankingCalls(input: EncoderSurroundings): RerankingCalls {
  const keeper = createEncoderKeeper({ ...input, load: loadRerankingModel });
  return {
    get loaded() {
      return keeper.loaded;
    },
    rerank: (call, signal) =>
      keeper.whileUsed(() =>
        input.queue.run({
          // Someone waits for it.
          priority: 'completion',
          signal,
          async work(turn) {
            // Let in after an abort, it may not touch the model: another call can be using it.
            if (signal.aborted) return fail({ code: 'engine.cancelled' } as const);
            const reranking = await keeper.take(call, signal);
            if (!reranking.ok) return reranking;
            return rerankTexts({
              ...{ reranking: reranking.value, call, turn, signal },
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
