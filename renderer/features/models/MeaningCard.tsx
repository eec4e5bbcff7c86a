import type { EmbeddingState } from '../../../shared/contract/embeddings.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { PowerPause } from '../../parts/PowerPause.tsx';
import { useFacts } from '../../state/facts.tsx';
import { useClient } from '../../state/host.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { embeddingWords, servingWords } from '../../words/embeddingWords.ts';
import { formatCount } from '../../words/formats.ts';

/** Search by meaning: which model, how far it is, and what can be done about it. */
export function MeaningCard({ state }: { readonly state: EmbeddingState }) {
  const { models, updateSettings } = useFacts();
  const client = useClient();
  const embedders = models.filter(({ kind }) => kind === 'embedding');
  const { phase } = state;
  const isWorking = phase === 'embedding' || phase === 'paused' || phase === 'held';
  const update = (patch: Parameters<typeof updateSettings>[0]) => void updateSettings(patch);
  const name = phase === 'off' ? null : (state.model?.name ?? null);
  const words = [name, servingWords(state)].filter((part) => part !== null);
  const retry = () => void client.request('embeddings.retry', {});
  return (
    <section className="card meaningCard" aria-labelledby="meaning">
      <div className="engineCard-head">
        <h2 id="meaning">Search by meaning</h2>
        <span role="status">{embeddingWords(state)}</span>
        {phase === 'embedding' || phase === 'held' ? (
          <Button size="small" look="plain" onClick={() => update({ isEmbeddingPaused: true })}>
            Pause
          </Button>
        ) : (
          phase === 'paused' && (
            <Button size="small" look="primary" onClick={() => update({ isEmbeddingPaused: false })}>
              Go on
            </Button>
          )
        )}
        {embedders.length > 0 && (
          <Button size="small" look="plain" onClick={() => update({ isMeaningSearched: phase === 'off' })}>
            {phase === 'off' ? 'Switch on' : 'Switch off'}
          </Button>
        )}
      </div>
      {isWorking && (
        <ProgressBar
          label="Passages read"
          ratio={state.passages === 0 ? null : state.embedded / state.passages}
        />
      )}
      {phase === 'held' && <PowerPause />}
      {state.error !== null && <FailureNotice error={state.error} onRetry={retry} />}
      {phase === 'noModel' && (
        <p className="engineCard-note">
          With an embedding model in the GGUF format (for example EmbeddingGemma, Qwen3 Embedding, nomic-embed
          or BGE), passages are also found when they say the same in other words or another language. Add it
          like any other model.
        </p>
      )}
      {words.length > 0 && <p className="engineCard-note">{words.join('. ')}</p>}
      {state.failed > 0 && state.error === null && (
        <Notice
          what={`${formatCount(state.failed, { one: 'passage', many: 'passages' })} could not be read by the model.`}
          next="They are found by their words."
        >
          <Button size="small" onClick={retry}>
            Try again
          </Button>
        </Notice>
      )}
    </section>
  );
}
