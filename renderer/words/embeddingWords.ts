import type { EmbeddingState } from '../../shared/contract/embeddings.ts';
import { formatCount, formatNumber, formatRemaining } from './formats.ts';

/** One line on what search by meaning is doing, for example 'Reading 120 of 4,000 passages, about 2 min left'. */
export function embeddingWords(state: EmbeddingState): string {
  const { phase, passages, embedded } = state;
  const read = `${formatNumber(embedded)} of ${formatCount(passages, { one: 'passage', many: 'passages' })}`;
  switch (phase) {
    case 'off':
      return 'Off. Documents are searched by their words.';
    case 'noModel':
      return 'No embedding model is installed. Documents are searched by their words.';
    case 'embedding':
      return [`Reading ${read}`, formatRemaining(state.remainingMs)]
        .filter((part) => part !== null)
        .join(', ');
    case 'paused':
      return `Paused; ${read} read`;
    case 'held':
      return `Waiting to spare power; ${read} read`;
    case 'failed':
      return `Stopped; ${read} read`;
    case 'ready':
      return passages === 0
        ? 'Ready. What you add is read by itself.'
        : `Ready; ${formatCount(passages, { one: 'passage', many: 'passages' })} read`;
  }
}

/** Which searches go by meaning now, as a sentence; null where nothing needs to be said. */
export function servingWords({ servingName, model, phase }: EmbeddingState): string | null {
  if (phase === 'off' || phase === 'noModel' || model === null) return null;
  if (servingName === null) return 'Until then, searches go by words.';
  if (servingName !== model.name) return `Until then, searches use what ${servingName} has read.`;
  if (phase === 'ready') return null;
  if (phase === 'failed') return 'For as long as the model cannot be used, searches go by words.';
  return 'What has been read is found by meaning already, the rest by its words.';
}
