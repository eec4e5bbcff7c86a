import { useState } from 'react';
import type { EmbeddingState } from '../../../shared/contract/embeddings.ts';
import type { Model } from '../../../shared/contract/models.ts';
import type { RerankingState } from '../../../shared/contract/reranking.ts';
import { AddModelButton } from '../../parts/AddModelButton.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { ImportList } from '../../parts/ImportList.tsx';
import { RemoveDialog } from '../../parts/RemoveDialog.tsx';
import { currentModel, useFacts } from '../../state/facts.tsx';
import { useClient } from '../../state/host.ts';
import { useEmbedding } from '../../state/useEmbedding.ts';
import { useReranking } from '../../state/useReranking.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { ModelIcon, TrashIcon } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { formatBytes, formatNumber, formatParameters } from '../../words/formats.ts';
import { Adapters } from './Adapters.tsx';
import { EngineCard } from './EngineCard.tsx';
import { MeaningCard } from './MeaningCard.tsx';
import './models.css';
import { RerankingCard } from './RerankingCard.tsx';
import { useLoadModel } from './useLoadModel.ts';

const whereItLies = {
  terminal: 'It stays where it is and runs on this device only.',
  desktop: 'It stays where it is and runs on this device only.',
  browser: 'It is copied into Sotto’s folder and runs on this device only.',
} as const;

export function ModelsPage() {
  const client = useClient();
  const facts = useFacts();
  const loading = useLoadModel();
  const embedding = useEmbedding();
  const reranking = useReranking();
  const [removed, setRemoved] = useState<Model | null>(null);
  const current = currentModel(facts);
  return (
    <div className="page">
      <PageHeader title="Models">{facts.models.length > 0 && <AddModelButton look="primary" />}</PageHeader>
      <div className="page-scroll">
        <div className="page-column">
          <ImportList kind="model" />
          {loading.error && <FailureNotice error={loading.error} />}
          {facts.models.length === 0 ? (
            <div className="dropHint">
              <EmptyState
                icon={<ModelIcon />}
                title="Drop a model file here"
                text={`Sotto runs models in the GGUF format, such as Llama, Qwen, Gemma or Mistral. Get one from a source you trust; its file name ends in .gguf. ${whereItLies[facts.status.surface]}`}
              >
                <AddModelButton look="primary" />
              </EmptyState>
            </div>
          ) : (
            <>
              <EngineCard loading={loading} />
              {embedding && <MeaningCard state={embedding} />}
              {reranking && <RerankingCard state={reranking} />}
            </>
          )}
          <ul className="modelList" aria-label="Models">
            {facts.models.map((model) => (
              <li key={model.id} className="card modelRow">
                <div className="modelRow-words">
                  <h2>{model.name}</h2>
                  <p>{describe(model)}</p>
                  <p className="modelRow-file">{model.fileName}</p>
                </div>
                <div className="modelRow-actions">
                  {!model.isFilePresent ? (
                    <Chip>File missing</Chip>
                  ) : model.kind === 'embedding' ? (
                    <SearchChoice model={model} embedding={embedding} />
                  ) : model.kind === 'reranking' ? (
                    <RerankingChoice model={model} reranking={reranking} />
                  ) : facts.engine.modelId === model.id && facts.engine.phase !== 'loading' ? (
                    <Chip>Loaded</Chip>
                  ) : (
                    <Button
                      size="small"
                      disabled={loading.modelId !== null}
                      onClick={() => void loading.load(model.id)}
                    >
                      Load now<span className="onlyForReaders"> {model.name}</span>
                    </Button>
                  )}
                  {current?.id === model.id ? (
                    <Chip>Answers</Chip>
                  ) : (
                    model.kind === 'chat' &&
                    model.isFilePresent && (
                      <Button
                        size="small"
                        look="plain"
                        onClick={() => void facts.updateSettings({ defaultModelId: model.id })}
                      >
                        Use for answers<span className="onlyForReaders">: {model.name}</span>
                      </Button>
                    )
                  )}
                  <IconButton
                    label={`Remove ${model.name}`}
                    icon={<TrashIcon />}
                    onClick={() => setRemoved(model)}
                  />
                </div>
                {model.kind === 'chat' && model.isFilePresent && <Adapters model={model} />}
              </li>
            ))}
          </ul>
        </div>
      </div>
      {removed && (
        <RemoveDialog
          title="Remove this model?"
          confirmLabel="Remove"
          remove={() => client.request('models.remove', { modelId: removed.id })}
          onClose={() => setRemoved(null)}
        >
          <p>
            {removed.name} leaves Sotto’s list; a copy that Sotto made of its file is deleted, a file of your
            own is not. {removalWords[removed.kind]}
          </p>
        </RemoveDialog>
      )}
    </div>
  );
}

const removalWords: Readonly<Record<Model['kind'], string>> = {
  chat: 'Chats and summaries it wrote stay.',
  embedding: 'What it has read for search by meaning is deleted.',
  reranking: 'Searches go on without it.',
};

/** Whether this model judges what is found, or the way to have it do so. */
function RerankingChoice(props: { readonly model: Model; readonly reranking: RerankingState | null }) {
  const { model, reranking } = props;
  const { updateSettings } = useFacts();
  if (reranking === null) return null;
  if (reranking.model?.id === model.id && reranking.phase !== 'off') return <Chip>Judges</Chip>;
  return (
    <Button
      size="small"
      onClick={() => void updateSettings({ rerankingModelId: model.id, isReranked: true })}
    >
      Use for search<span className="onlyForReaders">: {model.name}</span>
    </Button>
  );
}

/** Whether this model reads for search by meaning, or the way to have it do so. */
function SearchChoice(props: { readonly model: Model; readonly embedding: EmbeddingState | null }) {
  const { model, embedding } = props;
  const { updateSettings } = useFacts();
  if (embedding === null) return null;
  if (embedding.model?.id === model.id && embedding.phase !== 'off') return <Chip>Searches</Chip>;
  return (
    <Button
      size="small"
      onClick={() => void updateSettings({ embeddingModelId: model.id, isMeaningSearched: true })}
    >
      Use for search<span className="onlyForReaders">: {model.name}</span>
    </Button>
  );
}

function describe(model: Model): string {
  return [
    formatBytes(model.sizeBytes),
    model.quantisation,
    model.parameterCount === null ? null : formatParameters(model.parameterCount),
    model.trainedContextTokens === null
      ? null
      : `up to ${formatNumber(model.trainedContextTokens)} tokens of context`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
