import type { EngineError } from '../../shared/contract/models.ts';
import type { ModelId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { Judgement, RerankInput } from './engine.ts';

/** An installed model that judges how well passages answer a query. */
export interface InstalledReranker {
  readonly modelId: ModelId;
  readonly name: string;
  /** Fails as a whole with what `Engine.rerank` fails with. */
  rerank(
    input: Pick<RerankInput, 'query' | 'texts' | 'budgetMs' | 'signal' | 'isRetryAsked'>,
  ): Promise<Result<(Judgement | null)[], EngineError>>;
}

/** Which of the installed reranking models the person wants. */
export interface RerankingModels {
  /** The one that was chosen, else the one that was added first; null where there is none. */
  chosen(): InstalledReranker | null;
}
