import type { RerankingState } from '../../shared/contract/reranking.ts';

/** One line on whether a reranking model judges what is found. */
export function rerankingWords({ phase, model }: RerankingState): string {
  switch (phase) {
    case 'off':
      return 'Off. What is found keeps its order.';
    case 'noModel':
      return 'No reranking model is installed.';
    case 'failed':
      return 'Stopped. What is found keeps its order.';
    case 'ready':
      return `Ready; ${model?.name ?? 'a model'} puts the passages that answer best first`;
  }
}
