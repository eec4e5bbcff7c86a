import type { RerankingState } from '../../../shared/contract/reranking.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useFacts } from '../../state/facts.tsx';
import { useClient } from '../../state/host.ts';
import { Button } from '../../ui/Button.tsx';
import { rerankingWords } from '../../words/rerankingWords.ts';

/** The model that judges what searches find, and what can be done about it. */
export function RerankingCard({ state }: { readonly state: RerankingState }) {
  const { updateSettings } = useFacts();
  const client = useClient();
  const { phase, error } = state;
  return (
    <section className="card meaningCard" aria-labelledby="reranking">
      <div className="engineCard-head">
        <h2 id="reranking">Order of what is found</h2>
        <span role="status">{rerankingWords(state)}</span>
        {phase !== 'noModel' && (
          <Button
            size="small"
            look="plain"
            onClick={() => void updateSettings({ isReranked: phase === 'off' })}
          >
            {phase === 'off' ? 'Switch on' : 'Switch off'}
          </Button>
        )}
      </div>
      {error !== null && (
        <FailureNotice error={error} onRetry={() => void client.request('reranking.retry', {})} />
      )}
      {phase === 'noModel' && (
        <p className="engineCard-note">
          A reranking model in the GGUF format (for example BGE Reranker or Qwen3 Reranker) reads the question
          together with each of the best passages and puts those that answer it first, in searches and for
          answers. Add it like any other model.
        </p>
      )}
      {phase === 'ready' && (
        <p className="engineCard-note">
          The 30 best passages are judged, for about a second at most; results while you type do not wait for
          it.
        </p>
      )}
    </section>
  );
}
