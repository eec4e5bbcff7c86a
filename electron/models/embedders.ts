import { existsSync } from 'node:fs';
import type { Settings } from '../../shared/contract/settings.ts';
import { fail } from '../../shared/result.ts';
import type { EmbeddingModels, InstalledEmbedder } from '../engine/embeddingModels.ts';
import type { Engine } from '../engine/engine.ts';
import { chooseModel } from './chooseModel.ts';
import type { ModelStore, StoredModel } from './modelStore.ts';
import { namedAsAdded } from './namedAsAdded.ts';

/** Which installed models make vectors of texts, run with the person's settings for the engine. */
export function createEmbedders(parts: {
  readonly store: Pick<ModelStore, 'list'>;
  readonly engine: Pick<Engine, 'embed'>;
  readonly readSettings: () => Settings;
}): EmbeddingModels {
  const toEmbedder = (model: StoredModel): InstalledEmbedder => ({
    modelId: model.id,
    name: model.name,
    contentHash: model.contentHash,
    isFilePresent: existsSync(model.path),
    async embed(input) {
      const { gpu, forbiddenBackends } = parts.readSettings();
      const result = await parts.engine.embed({ ...input, modelPath: model.path, gpu, forbiddenBackends });
      return result.ok ? result : fail(namedAsAdded(result.error, model.fileName));
    },
  });
  const models = () => parts.store.list().filter(({ kind }) => kind === 'embedding');
  return {
    list: () => models().map(toEmbedder),
    chosen() {
      const model = chooseModel(models(), parts.readSettings().embeddingModelId);
      return model && toEmbedder(model);
    },
  };
}
