import type { RerankingState } from '../../shared/contract/reranking.ts';
import { useHostEvent } from './host.ts';
import { useQuery } from './useQuery.ts';

const noInput = {};

/** Whether a reranking model judges what searches find; null until the host has told. */
export function useReranking(): RerankingState | null {
  const { state, replace } = useQuery('reranking.getState', noInput);
  useHostEvent('reranking.changed', replace);
  return state.kind === 'ready' ? state.value : null;
}
