import type { EngineError } from '../../shared/contract/models.ts';
import { ok, type Result } from '../../shared/result.ts';
import { createEncoderClient, type EncoderClient, type EncoderParts } from './encoderClient.ts';
import type { Judgement, RerankInput } from './engine.ts';
import { resultSchemas } from './protocol.ts';

export interface Reranker extends Omit<EncoderClient, 'ask'> {
  rerank(input: RerankInput): Promise<Result<(Judgement | null)[], EngineError>>;
}

/** Has texts judged by the engine process. */
export function createReranker(parts: EncoderParts): Reranker {
  const client = createEncoderClient(parts);
  return {
    get status() {
      return client.status;
    },
    async rerank(input) {
      const { query, texts, budgetMs, signal } = input;
      const result = await client.ask(input, (place) =>
        parts.calls.call({
          call: { kind: 'rerank', ...place, query, texts: [...texts], budgetMs },
          result: resultSchemas.rerank,
          signal,
        }),
      );
      return result.ok ? ok(result.value.scores) : result;
    },
    noteLoaded: client.noteLoaded,
  };
}
