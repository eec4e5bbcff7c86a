import type { EngineError } from '../../../../shared/contract/models.ts';
import type { Result } from '../../../../shared/result.ts';
import type { LoadedEncoder } from '../../engine.ts';
import type { EmbedCall, EmbedResult, RerankCall, RerankResult } from '../../protocol.ts';
import { loadEmbeddingModel } from '../embedding/embeddingModel.ts';
import { embedTexts } from '../embedding/embedTexts.ts';
import { loadRerankingModel } from '../reranking/rerankingModel.ts';
import { rerankTexts } from '../reranking/rerankTexts.ts';
import { createEncoderKeeper, type EncoderSurroundings } from './encoderKeeper.ts';

/** The models beside the chat model: one that makes vectors, one that judges passages. */
export interface Encoders {
  embed(
    call: EmbedCall,
    context: { readonly signal: AbortSignal; readonly onProgress: (progressRatio: number) => void },
  ): Promise<Result<EmbedResult, EngineError>>;
  rerank(call: RerankCall, signal: AbortSignal): Promise<Result<RerankResult, EngineError>>;
  /** Gives their memory back at once. In a turn of the queue only. */
  unload(): Promise<void>;
  /** The same for those that nothing is asked of. */
  giveBackMemory(): Promise<void>;
  dispose(): Promise<void>;
}

export function createEncoders(
  input: Omit<EncoderSurroundings, 'onLoaded' | 'otherBytes'> & {
    /** What of the limit the chat model has. */
    readonly chatBytes: () => number;
    readonly onEmbedder: (embedder: LoadedEncoder | null) => void;
    readonly onReranker: (reranker: LoadedEncoder | null) => void;
  },
): Encoders {
  const embedding = createEncoderKeeper({
    ...input,
    load: loadEmbeddingModel,
    otherBytes: (): number => input.chatBytes() + (reranking.loaded?.weightsBytes ?? 0),
    onLoaded: input.onEmbedder,
  });
  const reranking = createEncoderKeeper({
    ...input,
    load: loadRerankingModel,
    otherBytes: (): number => input.chatBytes() + (embedding.loaded?.weightsBytes ?? 0),
    onLoaded: input.onReranker,
  });
  return {
    embed: (call, { signal, onProgress }) =>
      embedding.carryOut({
        ...{ wanted: call, signal },
        // Someone waits for what a question finds.
        priority: call.textKind === 'query' ? 'completion' : 'embeddings',
        work: (turn) => embedTexts({ ...turn, call, signal, onProgress }),
      }),
    rerank: (call, signal) =>
      reranking.carryOut({
        ...{ wanted: call, signal },
        // Someone waits for it.
        priority: 'completion',
        work: (turn) => rerankTexts({ ...turn, call, signal }),
      }),
    async unload() {
      await embedding.unload();
      await reranking.unload();
    },
    async giveBackMemory() {
      await embedding.giveBackMemory();
      await reranking.giveBackMemory();
    },
    async dispose() {
      await embedding.dispose();
      await reranking.dispose();
    },
  };
}
