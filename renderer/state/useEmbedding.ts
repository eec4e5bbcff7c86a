import type { EmbeddingState } from '../../shared/contract/embeddings.ts';
import { useHostEvent } from './host.ts';
import { useQuery } from './useQuery.ts';

const noInput = {};

/** How far search by meaning is; null until the host has told. */
export function useEmbedding(): EmbeddingState | null {
  const { state, replace } = useQuery('embeddings.getState', noInput);
  useHostEvent('embeddings.changed', replace);
  return state.kind === 'ready' ? state.value : null;
}
