import type { Settings } from '../../shared/contract/settings.ts';
import { fail } from '../../shared/result.ts';
import type { Engine } from '../engine/engine.ts';
import type { InstalledReranker, RerankingModels } from '../engine/rerankingModels.ts';
import { chooseModel } from './chooseModel.ts';
import type { ModelStore, StoredModel } from './modelStore.ts';
import { namedAsAdded } from './namedAsAdded.ts';

/** Which installed models judge passages, run with the person's settings for the engine. */
export function createRerankers(parts: {
  readonly store: Pick<ModelStore, 'list'>;
  readonly engine: Pick<Engine, 'rerank'>;
  readonly readSettings: () => Settings;
}): RerankingModels {
  const toReranker = (model: StoredModel): InstalledReranker => ({
    modelId: model.id,
    name: model.name,
    async rerank(input) {
      const { gpu, forbiddenBackends } = parts.readSettings();
      const result = await parts.engine.rerank({ ...input, modelPath: model.path, gpu, forbiddenBackends });
      return result.ok ? result : fail(namedAsAdded(result.error, model.fileName));
    },
  });
  return {
    chosen() {
      const models = parts.store.list().filter(({ kind }) => kind === 'reranking');
      const model = chooseModel(models, parts.readSettings().rerankingModelId);
      return model && toReranker(model);
    },
  };
}
