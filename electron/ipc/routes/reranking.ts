import { ok } from '../../../shared/result.ts';
import type { Documents } from '../../documents/documents.ts';
import type { Handlers } from '../handlers.ts';

type RerankingHandlers = Pick<Handlers, Extract<keyof Handlers, `reranking.${string}`>>;

export function rerankingRoutes(reranking: Documents['reranking']): RerankingHandlers {
  return {
    'reranking.getState': () => ok(reranking.state),
    'reranking.retry'() {
      reranking.retry();
      return ok({});
    },
  };
}
